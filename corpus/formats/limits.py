"""How large what is read may be: memory is bounded by these, whatever a file holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes. Reading one document takes up to some hundred times as much memory."""

    text: int = 8_000_000
    """A text file, or a line of JSON Lines: a document of some 3,000 pages."""
    marked_up: int = 32_000_000
    """An XML or JSON file, most of which is no text."""
    front_matter: int = 64_000
    """Characters."""
    bad_lines: int = 20
    """Lines of one file that are named one by one; the rest are counted."""


LIMITS = Limits()
