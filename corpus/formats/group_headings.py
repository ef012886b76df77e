"""Finds the headings of an act that no "#" marks: titles above a "§", "II. Fees", "Kapitel 3"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lexhop.corpus.formats.line import Line, division_of
from lexhop.corpus.formats.provisions import ITEM
from lexhop.corpus.formats.titles import is_act_title, is_published_number

_GROUP_DEPTH, _LETTER_DEPTH, _ROMAN_DEPTH = 13, 12, 11
LETTERED_DEPTHS = (_LETTER_DEPTH, _ROMAN_DEPTH)
_LETTERED = re.compile(r"(?P<roman>[IVX]{1,6})\. [A-ZÆØÅ]|(?P<letter>[A-ZÆØÅ])\. [A-ZÆØÅ]")
_LONGEST_TITLE = 120
_AND_SO_ON = ("m.v.", "m. v.", "m.m.", "m. m.")


def with_headings(lines: Sequence[Line]) -> list[Line]:
    """The lines, those marked as headings that stand as titles; a chapter's with its number."""
    return _titled(_grouped(_lettered(lines)))


def is_title(line: Line, *, anywhere: bool = False) -> bool:
    """Whether a line is short, unfinished, and stands alone (or `anywhere`)."""
    return (
        line.kind == "text"
        and (line.apart or anywhere)
        and len(line.text) <= _LONGEST_TITLE
        and line.text[0].isupper()
        and (line.text[-1] not in ".,:;)|" or line.text.endswith(_AND_SO_ON))
        and not ITEM.match(line.text)
    )


def _lettered(lines: Sequence[Line]) -> list[Line]:
    """Marks "B. Fees" and "II. Fees" as headings, where they stand right above a "§" or heading.

    One with a line like it right above is an item of a list.
    """
    read = list(lines)
    for index in range(len(lines) - 2, -1, -1):
        line, below = lines[index], read[index + 1]
        found = _LETTERED.match(line.text) if is_title(line, anywhere=True) else None
        if not found or below.kind not in ("provision", "heading"):
            continue
        above = lines[index - 1] if index else None
        if above and above.kind == "text" and _of_kind(above) == found.lastgroup:
            continue
        depth = _ROMAN_DEPTH if found["roman"] else _LETTER_DEPTH
        read[index] = replace(line, kind="heading", level=depth)
    return read


def _of_kind(line: Line) -> str | None:
    found = _LETTERED.match(line.text)
    return found.lastgroup if found else None


def _grouped(lines: Sequence[Line]) -> list[Line]:
    """Marks as group headings the short unfinished lines that stand alone right above a "§"."""
    read: list[Line] = []
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        grouping = below is not None and below.kind == "provision" and is_title(line)
        grouping = grouping and not is_published_number(line.text)
        if grouping and not (read and _is_bare(read[-1])):
            line = replace(line, kind="heading", level=_GROUP_DEPTH)
        elif index == 0 and line.kind == "text" and is_act_title(line.text):
            line = replace(line, kind="heading", level=1)
        read.append(line)
    return read


def _titled(lines: Sequence[Line]) -> list[Line]:
    """Joins a division's number ("Kapitel 3") with the title on the line after it."""
    read: list[Line] = []
    for line in lines:
        if read and _is_bare(read[-1]) and _names(line, read[-1]):
            read[-1] = replace(read[-1], text=f"{read[-1].text} {line.text}")
        else:
            read.append(line)
    return read


def _is_bare(line: Line) -> bool:
    """Whether a division's heading has a number but no title yet."""
    number = division_of(line.text) if line.kind == "heading" else ""
    return bool(number) and number == line.text.rstrip(".:")


def _names(line: Line, division: Line) -> bool:
    if line.kind == "heading":
        return line.level == division.level and not division_of(line.text)
    return is_title(line, anywhere=True)
