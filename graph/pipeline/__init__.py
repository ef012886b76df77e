"""Questions in, answers out, over the compiled graph, and the wrappers around that."""
