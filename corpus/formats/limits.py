"""How large what is read may be: memory is bounded by these, whatever a file holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes. Reading one document takes up to some hundred times as much memory."""

    text: int = 8_000_000
    """A text file, or a line of JSON Lines: a document of some 3,000 pages."""
    marked_up: int = 32_000_000
    """An XML or JSON file, most of which is no text."""
    package: int = 128_000_000
    """A PDF, or a document that is a zip of XML and pictures."""
    archive: int = 256_000_000
    """A .zip that is read as a folder, and all that is unpacked of it."""
    contents: int = 4_000_000
    """A zip's table of contents: some 50,000 names."""
    members: int = 10_000
    """Files of an archive."""
    growth: int = 200
    """How many times as long as it was packed a member may be, where that is over `small`."""
    small: int = 1_000_000
    memory: int = 1_000_000_000
    """Of the process that reads a PDF."""
    seconds: int = 120
    """That it may take."""
    pages: int = 10_000
    depth: int = 3
    """Archives and mails within each other."""
    front_matter: int = 64_000
    """Characters."""
    bad_lines: int = 20
    """Lines of one file that are named one by one; the rest are counted."""


LIMITS = Limits()
