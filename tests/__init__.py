"""The tests mirror the tree: tests/graph for graph/, and so on."""
