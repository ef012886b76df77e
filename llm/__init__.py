"""Reasoning: the port, the reasoner without a model, and grounding."""
