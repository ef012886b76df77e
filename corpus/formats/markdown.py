"""The part of Markdown that structures a text: headings, code fences, and wrapped lines."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lexhop.corpus.formats.provisions import ITEM

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>.*?)(?:[ \t]+#+)?[ \t]*$")
_EMPHASIZED = re.compile(r"^(\*{1,3}|_{1,3})([^*_]+)\1$")
_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_FINISHED = re.compile(r"(?:[.:;!?)»”\"](?:[\[(]\^?\d{1,3}[\])])?|(?<=[a-zæøå])\.\d{1,2})$")
_ABBREVIATED = re.compile(
    r"\b(?:jf|stk|nr|pkt|litra|art|kap|ca|bl\.a|f\.eks|dvs|og|eller)\.?$", re.I
)
_NUMBERED = re.compile(r"(?:\d+|[A-ZÆØÅ]|[IVX]{2,6})\.\s|\d{1,2} [A-ZÆØÅ]")
_APART = re.compile(r"[|>#]|\s{4}|\t")


def heading_of(line: str) -> tuple[int, str] | None:
    """Level and title of a heading line ("## Scope"), None for any other line."""
    found = _HEADING.match(line)
    title = _EMPHASIZED.sub(r"\2", found["title"].strip()) if found else ""
    return (len(found["marks"]), title) if found and title else None


def fenced(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Each line and whether it is part of fenced code, the fences included."""
    opening = ""
    for line in lines:
        found = _FENCE.match(line)
        if opening:
            yield line, True
            if found and found["marks"].startswith(opening) and not found["info"].strip():
                opening = ""
        elif found and not (found["marks"][0] == "`" and "`" in found["info"]):
            opening = found["marks"]
            yield line, True
        else:
            yield line, False


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was wrapped: the length of its longest line in characters, 0 where it was not.

    A line was wrapped if the next word didn't fit on it; `_SLACK` allows for uneven wrapping.
    """

    width: int

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Wrapping":
        longest = max((len(line) for line in lines if not _APART.match(line)), default=0)
        return cls(longest if _NARROWEST <= longest <= _WIDEST else 0)

    def cut(self, before: str, after: str) -> bool:
        """Whether a sentence runs on from the line `before` into the line `after`."""
        return self._full(before, after) and not _ends_sentence(before)

    def joins(self, before: str, after: str) -> bool:
        """Whether `after` belongs to the paragraph of `before`, with no blank line between."""
        if not self.width or _APART.match(after) or _APART.match(before) or ITEM.match(after):
            return False
        if _NUMBERED.match(after):
            return self.cut(before, after)
        return self._full(before, after) or not _ends_sentence(before)

    def _full(self, before: str, after: str) -> bool:
        word = after.split(maxsplit=1)[0]
        return 0 < self.width < len(before) + 1 + len(word) + _SLACK


_NARROWEST, _WIDEST, _SLACK = 40, 100, 15


def runs_on(line: str) -> bool:
    """Whether a line certainly goes on in the next one: it ends in "jf." or a comma."""
    return line.endswith(",") or bool(_ABBREVIATED.search(line))


def _ends_sentence(line: str) -> bool:
    return bool(_FINISHED.search(line)) and not _ABBREVIATED.search(line)
