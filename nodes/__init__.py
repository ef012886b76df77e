"""The steps of the graph, one in each file."""
