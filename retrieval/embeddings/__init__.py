"""Embedders, and caches of their vectors."""
