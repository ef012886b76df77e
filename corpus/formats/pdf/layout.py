"""Paragraphs and headings of a PDF, from lines that only know where they stand."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from lexhop.corpus.formats.parts import TextPart
from lexhop.corpus.formats.pdf.pages import PdfLine, PdfPage
from lexhop.corpus.formats.pdf.running_heads import without_running_heads
from lexhop.corpus.formats.provisions import HEADING_MARKER, ITEM, MARKER, SUBSECTION

_HEADING_HEIGHT = 1.12
_LONGEST_HEADING = 200
_SAME_HEIGHT = 0.06
_PARAGRAPH_GAP = 1.35
"""Of the usual distance of two lines."""
_INDENT = 0.6
"""Of the height of letters."""
_SHORT, _VERY_SHORT = 0.08, 0.3
"""Of a column's width: what is left of a line that ends a paragraph, or stands alone."""
_NEIGHBOURS = 12
_ENDED = re.compile(r"[.:;!?][)»”\"]?$")
_HYPHEN = "\u2010"
_BROKEN = re.compile(r"[^\W\d_]-\s*$")
_KEPT_BEFORE = re.compile(r"(?:og|eller|samt|til|and|or|to)\b")
"""Words before which a hyphen is the text's own: "ind- og udgang"."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its page and the right margin of the column that it is in."""

    line: PdfLine
    page: int
    margin: float

    def left_over(self) -> float:
        """The share of the column's width that the line leaves free."""
        return (self.margin - self.line.right) / max(1.0, self.margin - self.line.left)

    def ends_sentence(self) -> bool:
        return _ENDED.search(self.line.text) is not None


def parts_of(pages: Sequence[PdfPage]) -> list[TextPart]:
    """The paragraphs and headings in reading order, without running heads and page numbers."""
    body = _usual_height(pages)
    lines = [
        _Placed(line, page.number, _margin(page.lines, place))
        for page in without_running_heads(pages, body * _HEADING_HEIGHT)
        for place, line in enumerate(_last_hyphen_marked(page.lines))
    ]
    if not lines:
        return []
    pitch = _usual_pitch(lines)
    levels = _levels(lines, body)
    parts: list[TextPart] = []
    for paragraph in _paragraphs(lines, pitch, levels):
        level = levels.get(_rounded(paragraph[0].line.height), 0)
        parts += _parts(paragraph, level)
    return parts


def _last_hyphen_marked(lines: Sequence[PdfLine]) -> list[PdfLine]:
    """The lines of a page, a hyphen at its end marked as those within it are."""
    if not lines or not _BROKEN.search(lines[-1].text):
        return list(lines)
    return [*lines[:-1], replace(lines[-1], text=f"{lines[-1].text.rstrip()[:-1]}{_HYPHEN}")]


def _margin(lines: Sequence[PdfLine], at: int) -> float:
    """How far the lines near `at` of the same column reach to the right."""
    line = lines[at]
    near = lines[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    column = [each for each in near if each.left < line.right and line.left < each.right]
    return max((each.right for each in column), default=line.right)


def _usual_height(pages: Iterable[PdfPage]) -> float:
    """The height of most letters, 0 where there are none."""
    heights: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            heights[_rounded(line.height)] += len(line.text)
    return max(heights, key=heights.__getitem__, default=0.0)


def _rounded(height: float) -> float:
    return round(height * 2) / 2


def _usual_pitch(lines: Sequence[_Placed]) -> float:
    """How far below a line the next one stands in most paragraphs, 0 if no two are below."""
    steps = [
        above.line.bottom - below.line.bottom
        for above, below in pairwise(lines)
        if above.page == below.page and above.line.bottom > below.line.bottom
    ]
    return median(steps) if steps else 0.0


def _levels(lines: Iterable[_Placed], body: float) -> dict[float, int]:
    """The level of a heading by the height of its letters; body text and smaller have none."""
    heights = {_rounded(placed.line.height) for placed in lines}
    larger = sorted((each for each in heights if each > body * _HEADING_HEIGHT), reverse=True)
    return {height: min(level, 6) for level, height in enumerate(larger, start=1)}


def _paragraphs(
    lines: Sequence[_Placed], pitch: float, levels: dict[float, int]
) -> Iterator[list[_Placed]]:
    paragraph = [lines[0]]
    for before, line in pairwise(lines):
        heading = levels.get(_rounded(line.line.height), 0) > 0
        if _begins(before, line, pitch, heading=heading):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _begins(before: _Placed, placed: _Placed, pitch: float, *, heading: bool) -> bool:
    """Whether a line begins a paragraph."""
    line, above = placed.line, before.line
    if above.text.endswith(_HYPHEN):
        return False
    if abs(line.height - above.height) > above.height * _SAME_HEIGHT:
        return True
    step = above.bottom - line.bottom
    if heading:
        return placed.page != before.page or not 0 < step < 2 * line.height
    flows_on = placed.page != before.page or step <= 0  # a new page or column
    if not flows_on and step > pitch * _PARAGRAPH_GAP:
        return True
    full = before.left_over() < _SHORT and not before.ends_sentence()
    if not full and any(
        mark.match(line.text) for mark in (MARKER, SUBSECTION, ITEM, HEADING_MARKER)
    ):
        return True
    if before.left_over() > _VERY_SHORT and not line.text[:1].islower():
        return True
    indented = not flows_on and line.left - above.left > line.height * _INDENT
    return before.ends_sentence() and (indented or flows_on or before.left_over() > _SHORT)


@dataclass(slots=True)
class _Run:
    """The text of a paragraph on one page."""

    page: int
    text: str = field(default="")

    def add(self, text: str) -> None:
        if not self.text.endswith(_HYPHEN):
            self.text = f"{self.text} {text}".lstrip()
        elif _KEPT_BEFORE.match(text):
            self.text = f"{self.text[:-1]}- {text}"
        elif text[:1].islower() and self.text[-2:-1].islower():
            self.text = self.text[:-1] + text
        else:
            self.text = f"{self.text[:-1]}-{text}"


def _parts(paragraph: Sequence[_Placed], level: int) -> Iterator[TextPart]:
    """The paragraph as a part a page; a word that a page's end breaks is of the first."""
    runs = [_Run(paragraph[0].page)]
    for placed in paragraph:
        text = placed.line.text.strip()
        if placed.page != runs[-1].page:
            if runs[-1].text.endswith(_HYPHEN):
                word, _, text = text.partition(" ")
                runs[-1].add(word)
            runs.append(_Run(placed.page))
        runs[-1].add(text)
    whole = " ".join(run.text for run in runs)
    if level and len(whole) <= _LONGEST_HEADING:
        yield TextPart(kind="heading", level=level, text=whole, page=runs[0].page)
        return
    for number, run in enumerate(filter(lambda run: run.text, runs)):
        yield TextPart(text=run.text.replace(_HYPHEN, "-"), page=run.page, goes_on=number > 0)
