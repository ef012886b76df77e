"""Errors that a user can correct."""


class BadInput(ValueError):
    """A mistake that the user can correct. The message says how, in one line."""
