"""Takes away what a PDF prints at the top and bottom of its pages: heads, feet, page numbers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lexhop.corpus.formats.pdf.pages import PdfLine, PdfPage

_EDGE_LINES = 3
"""How many lines at the top and at the bottom of a page may be running heads."""
_FEWEST_ALIKE = 3
_SHARE_ALIKE = 0.4
"""Even and odd pages may have heads of their own."""
_LONGEST_NUMBERED = 60
"""Characters of a head with the page's number: a sentence may have a number by chance."""
_SAME_PLACE = 6
"""Points."""
_NUMBER = re.compile(r"\d{1,6}")

_Head = tuple[str, int | None]


def without_running_heads(pages: Sequence[PdfPage], largest: float) -> Iterator[PdfPage]:
    """The pages without lines that stand at the edge of many of them.

    Those are the same on each, or the same but for a number that counts the pages. Numbered lines
    in letters higher than `largest` are headings and stay.
    """
    seen = Counter(
        head
        for page in pages
        for head in {each for line in _at_edges(page) for each in _heads(line, page, largest)}
    )
    fewest = max(_FEWEST_ALIKE, len(pages) * _SHARE_ALIKE)
    for page in pages:
        dropped = {
            id(line)
            for line in _at_edges(page)
            if line.text.strip() == str(page.number)
            or any(seen[head] >= fewest for head in _heads(line, page, largest))
        }
        yield PdfPage(page.number, [line for line in page.lines if id(line) not in dropped])


def _at_edges(page: PdfPage) -> list[PdfLine]:
    down = sorted(page.lines, key=lambda line: -line.top)
    return down if len(down) <= 2 * _EDGE_LINES else [*down[:_EDGE_LINES], *down[-_EDGE_LINES:]]


def _heads(line: PdfLine, page: PdfPage, largest: float) -> Iterator[_Head]:
    """What the line would be at its place on other pages: itself, or with a number that counts."""
    text = f"{round(line.top / _SAME_PLACE)} {' '.join(line.text.split())}"
    yield text, None
    if len(text) <= _LONGEST_NUMBERED and line.height <= largest:
        for found in _NUMBER.finditer(text, text.index(" ")):
            pattern = f"{text[: found.start()]}#{text[found.end() :]}"
            yield pattern, int(found[0]) - page.number
