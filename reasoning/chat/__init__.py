"""The reasoner with a language model, whose output is checked by code."""
