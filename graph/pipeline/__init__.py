"""Questions in, answers out, over the compiled graph, and wrappers around that."""
