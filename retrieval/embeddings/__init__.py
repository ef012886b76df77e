"""Embedders, and what keeps the same text from being embedded twice."""
