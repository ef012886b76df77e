"""Divides the lines of a file that holds several acts, each under its own title."""

import re
from collections.abc import Sequence

from lexhop.corpus.formats.line import Line, division_of
from lexhop.corpus.formats.provisions import sections
from lexhop.corpus.formats.titles import is_act_title, published_number

_ENACTS = re.compile(r"^I medfør af |^Herved bekendtgøres |\bgør vitterlig")
_NEAR = 4


def acts_in(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines of each act; those of one act are all of them.

    Another act begins at the title of one, with its number above it, where the next provision is a
    "§ 1" and provisions stand before; in an appendix only where it says by what it is enacted.
    """
    starts = [0]
    provisions = 0
    appendix = False
    anew = _before_a_first(lines)
    for at, line in enumerate(lines):
        if line.kind == "heading" and division_of(line.text):
            appendix = division_of(line.text).lower().startswith("bilag")
        if line.kind == "provision":
            provisions += 1
        elif provisions and anew[at] and _titles(line):
            if appendix and not _enacted(lines[at + 1 : at + _NEAR]):
                continue
            start = _with_number(lines, at)
            starts.append(start)
            provisions = 0
    return [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _enacted(lines: Sequence[Line]) -> bool:
    return any(_ENACTS.search(line.text) for line in lines)


def _titles(line: Line) -> bool:
    if line.kind not in ("heading", "text"):
        return False
    number, rest = published_number(line.text)
    return is_act_title(f"Lov {rest}" if number and rest.startswith("om ") else line.text)


def _before_a_first(lines: Sequence[Line]) -> list[bool]:
    """For each line whether the next provision is a § 1."""
    anew = [False] * len(lines)
    first = False
    for at in range(len(lines) - 1, -1, -1):
        anew[at] = first
        if lines[at].kind == "provision":
            first = sections(lines[at].marker)[0] == "1"
    return anew


def _with_number(lines: Sequence[Line], at: int) -> int:
    """The start of the masthead whose title stands at `at`."""
    while (
        at and lines[at - 1].kind in ("text", "heading") and published_number(lines[at - 1].text)[0]
    ):
        at -= 1
    return at
