"""Tables in a text: lines of cells between "|", the header first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ROW = re.compile(r"\||[^|\n]*? \| ")
_RULE = re.compile(r"\|[ :|-]+$")


@dataclass(frozen=True, slots=True)
class Table:
    """The spans of a table's rows, of which the header (with a rule under it) is the first."""

    header: str
    rows: tuple[tuple[int, int], ...]


def tables_in(text: str) -> Iterator[Table]:
    """The tables of at least a header and a row, in order."""
    at = 0
    lines: list[tuple[int, int]] = []
    for line in (*text.split("\n"), ""):
        if _ROW.match(line):
            lines.append((at, at + len(line.rstrip())))
        else:
            yield from _table(text, lines)
            lines = []
        at += len(line) + 1


def _table(text: str, lines: list[tuple[int, int]]) -> Iterator[Table]:
    ruled = len(lines) > 1 and _RULE.match(text[slice(*lines[1])])
    if ruled:
        lines = [(lines[0][0], lines[1][1]), *lines[2:]]
    if len(lines) > 1:
        yield Table(text[slice(*lines[0])], tuple(lines))
