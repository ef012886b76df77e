"""Wiring only: nodes, edges, routes, policy."""
