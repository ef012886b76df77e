"""The project's benchmark; not part of the wheel."""
