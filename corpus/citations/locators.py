"""The citation of a quote within its provision, as a lawyer would give it, and the way back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexhop.corpus.text.list_items import numbered_items
from lexhop.state.records import Passage

_SUBSECTION = re.compile(r"^Stk\.\s(?P<number>\d+)(?:[-–](?P<last>\d+))?\.", re.MULTILINE)
_OWN_PLACE = re.compile(
    r", stk\. (?P<first>\d+)(?:-\d+)?(?:, nr\. (?P<item>\d+(?: [a-zæøå])?))?"
    r"(?P<inside>, [\d.-]+ pkt\.)?"
)
_LOCATOR = re.compile(
    r"(?:stk\. (?P<low>\d+)(?:-(?P<high>\d+))?)?"
    r"(?:(?:, |^)nr\. (?P<first>\d+(?: [a-zæøå])?)(?:-(?P<last>\d+(?: [a-zæøå])?))?)?"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A subsection's start offset and number; `last` differs for a merged "Stk. 2-4."."""

    start: int
    number: str
    last: str


def citation_at(passage: Passage, start: int, end: int) -> str:
    """The citation of `passage.text[start:end]`, down to subsection and number.

    "ligningsloven § 33 A, stk. 2, nr. 3". A provision with one subsection is cited without "stk.";
    prose, notes and quotes of the whole passage get the passage's own citation.
    """
    if passage.kind != "provision":
        return passage.citation
    if _is_all(passage, start, end):
        return passage.citation
    marks = _subsections(passage)
    at = max(place for place, mark in enumerate(marks) if mark.start <= start)
    to = max(place for place, mark in enumerate(marks) if mark.start <= max(start, end - 1))
    if (first := marks[at].number) != (last := marks[to].last):
        return f"{passage.provision}, stk. {first}-{last}"
    number = _number(passage, (marks[at].start, _end_of(passage, marks, at)), start, end)
    item = f", nr. {number}" if number else ""
    if len(marks) == 1 and not _own_place(passage):
        return f"{passage.provision}{item}"
    return f"{passage.provision}, stk. {first}{item}"


def _is_all(passage: Passage, start: int, end: int) -> bool:
    return not passage.text[:start].strip() and not passage.text[end:].strip()


def _own_place(passage: Passage) -> re.Match[str] | None:
    """The part of its provision that the passage's citation names (", stk. 2, nr. 4"), or None."""
    return _OWN_PLACE.match(passage.citation, len(passage.provision))


def is_cut(passage: Passage, *, above: bool = True) -> bool:
    """Whether the passage is of some sentences only, or, `above` its items, of some items only."""
    own = _own_place(passage)
    return own is not None and bool(own["inside"] or (above and own["item"]))


def _subsections(passage: Passage) -> list[_Mark]:
    """The subsections in order; the first begins where the passage does."""
    own = _own_place(passage)
    marks = [
        _Mark(match.start(), match["number"], match["last"] or match["number"])
        for match in _SUBSECTION.finditer(passage.text)
    ]
    if marks and marks[0].start == 0:
        return marks
    first = own["first"] if own else "1"
    return [_Mark(0, first, first), *marks]


def subsection_spans(passage: Passage) -> list[tuple[int, int]]:
    """The spans of the subsections in order, which together are the whole text."""
    marks = _subsections(passage)
    return [(mark.start, _end_of(passage, marks, place)) for place, mark in enumerate(marks)]


def _end_of(passage: Passage, marks: Sequence[_Mark], place: int) -> int:
    return marks[place + 1].start if place + 1 < len(marks) else len(passage.text)


def _items(passage: Passage, span: tuple[int, int]) -> list[tuple[int, str]]:
    """The (offset, number) of items in `span`; a passage cut within an item has it at offset 0."""
    own = _own_place(passage) if span[0] == 0 else None
    first = own["item"] if own else None
    if own and first and own["inside"]:
        following = str(int(first.split()[0]) + 1)
        return [(0, first), *numbered_items(passage.text, *span, first=following)]
    return numbered_items(passage.text, *span, first=first or "1")


def _number(passage: Passage, span: tuple[int, int], start: int, end: int) -> str:
    """The number of the item that holds the whole quote, or ""."""
    items = [*_items(passage, span), (span[1], "")]
    for (at, number), (after, _) in pairwise(items):
        if at <= start and end <= after:
            return number
    return ""


def part_of(passage: Passage, locator: str) -> tuple[int, int] | None:
    """The span of "stk. 2", "stk. 2, nr. 3" or "nr. 3" in `passage`, or None where it isn't there.

    A range gives the span of all its members. Parts finer than a number are widened to the number;
    a number whose items can't be told apart, to its subsection.
    """
    if not locator:
        return 0, len(passage.text)
    wanted = _LOCATOR.match(locator)
    if not wanted or not wanted[0]:
        return None
    span = _subsection_span(passage, wanted["low"] or "", wanted["high"] or "")
    if span and wanted["first"]:
        item = _item_span(passage, span, wanted["first"], wanted["last"] or "")
        own = _own_place(passage)
        told_apart = bool(_items(passage, span)) or (own is not None and own["item"] is not None)
        elsewhere = not wanted["low"] or told_apart
        span = item or (None if elsewhere else span)
    if span is None:
        return None
    start, end = span
    return start, start + len(passage.text[start:end].rstrip(" ,\n"))


def _subsection_span(passage: Passage, low: str, high: str) -> tuple[int, int] | None:
    """The span of subsections `low` to `high`; with `low` "" an only subsection's, else None."""
    marks = _subsections(passage)
    if not low:
        return (0, len(passage.text)) if len(marks) == 1 else None
    inside = [
        place
        for place, mark in enumerate(marks)
        if int(mark.number) <= int(high or low) and int(low) <= int(mark.last)
    ]
    return (marks[inside[0]].start, _end_of(passage, marks, inside[-1])) if inside else None


def _item_span(
    passage: Passage, span: tuple[int, int], first: str, last: str
) -> tuple[int, int] | None:
    items = [*_items(passage, span), (span[1], "")]
    numbers = [number for _, number in items]
    if first not in numbers:
        return None
    low = numbers.index(first)
    high = numbers.index(last) if last in numbers[low:] else low
    return items[low][0], items[high + 1 if last else low + 1][0]
