"""Wiring of the graph: nodes, edges, routes, policy."""
