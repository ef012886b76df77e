"""The reasoner with a language model: the model proposes, code disposes."""
