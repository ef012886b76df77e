"""What a user can put right."""


class BadInput(ValueError):
    """The user can put it right: one line that says how."""
