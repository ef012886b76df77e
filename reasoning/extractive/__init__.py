"""The reasoner without a model: it selects and quotes."""
