"""The reasoner without a model, which selects and quotes."""
