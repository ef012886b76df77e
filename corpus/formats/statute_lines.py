"""Splits the text of an act into typed lines: heading, provision, subsection, text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lexhop.corpus.formats.markdown import Wrapping, heading_of
from lexhop.corpus.formats.provisions import HEADING_MARKER, ITEM, MARKER, SUBSECTION
from lexhop.corpus.formats.source import one_line

_NUMERAL = r"(?:\d+|[IVXL]+\b)(?: ?[A-Za-zÆØÅæøå]\b)?"
_DIVISION_NUMBER = re.compile(
    rf"(?P<name>Bog|Del|Afdeling|Afsnit|Kapitel|Bilag) {_NUMERAL}"
    rf"|(?P<loud>BOG|DEL|AFDELING|AFSNIT|KAPITEL|BILAG) {_NUMERAL}"
    r"|\d{1,3}\. (?P<old>[Kk]apitel|[Aa]fsnit)\b|(?P<lone>Bilag|BILAG)\b"
)
_DIVISION_TITLE = re.compile(r"[.:]?$| ?[.:–—-] \S.*(?:[^.]|m\. ?[vm]\.)$")
_DEPTHS = {"bog": 7, "bilag": 7, "del": 8, "afdeling": 8, "afsnit": 9, "kapitel": 10}
_GROUP_DEPTH = 12
_MARKDOWN_LEVELS = range(1, 7)
_ACT_TITLE = re.compile(r"(?:Bekendtgørelse (?:af|om)|Lov om|Anordning om) [^§]{1,300}[^.:;]$")
_LONGEST_TITLE = 120
_AND_SO_ON = ("m.v.", "m. v.", "m.m.", "m. m.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, item or heading. `text` is without the marker of a "§", with that of a "Stk.".

    `level` is a heading's depth, 1 to 6 as in Markdown and more for "Kapitel 3" without "#"s;
    `apart` says that a blank line stands before it.
    """

    kind: Literal["heading", "provision", "subsection", "text"]
    text: str
    level: int = 0
    marker: str = ""
    apart: bool = True

    @property
    def printed(self) -> str:
        """The whole line with its marker, for where it doesn't divide the act."""
        return f"{self.marker} {self.text}".strip() if self.kind == "provision" else self.text


def statute_lines(body: str) -> list[Line]:
    """The lines of an act, hard wraps undone and headings found; no printed word is left out."""
    return _titled(_with_group_headings(_unwrapped(body.split("\n"))))


def has_provisions(body: str) -> bool:
    """Whether a text has the form of an act: lines that begin with a "§" and its number."""
    for line in body.split("\n"):
        heading = heading_of(line)
        if MARKER.match(one_line(line)) or (heading and HEADING_MARKER.match(heading[1])):
            return True
    return False


def division_of(title: str) -> str:
    """The number in a division's heading: "Kapitel 2 a" of "Kapitel 2 a. Fees"; "" of others."""
    found = _DIVISION_NUMBER.match(title)
    return found[0] if found else ""


def _unwrapped(raw: Sequence[str]) -> list[Line]:
    wrapping = Wrapping.of(raw)
    lines: list[Line] = []
    before = ""
    for printed in raw:
        text = one_line(printed)
        if not text:
            before = ""
            continue
        line = replace(_line(text, printed, apart=not before), apart=not before)
        if before and not lines[-1].level and _runs_on(wrapping, before, line, text):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {text}".lstrip())
        else:
            lines.append(line)
        before = text
    return lines


def _runs_on(wrapping: Wrapping, before: str, line: Line, text: str) -> bool:
    if line.kind == "text":
        return wrapping.joins(before, text)
    return line.level not in _MARKDOWN_LEVELS and wrapping.cut(before, text)


def _line(text: str, printed: str, *, apart: bool) -> Line:
    heading = heading_of(printed)
    if heading:
        level, title = heading[0], one_line(heading[1])
        if found := HEADING_MARKER.match(title):
            rest = title[found.end() :]
            return Line(kind="provision", text=rest, marker=_plain(found["marker"]), level=level)
        return Line(kind="heading", text=title, level=level)
    if found := MARKER.match(text) or (apart and HEADING_MARKER.fullmatch(text)) or None:
        return Line(kind="provision", text=text[found.end() :], marker=_plain(found["marker"]))
    if found := SUBSECTION.match(text):
        text = f"{found['marker']} {text[found.end() :]}"
        return Line(kind="subsection", text=text.rstrip(), marker=found["marker"])
    found = _DIVISION_NUMBER.match(text)
    if found and _DIVISION_TITLE.match(text, found.end()):
        return Line(
            kind="heading", text=text, level=_DEPTHS[str(found[found.lastgroup or 0]).lower()]
        )
    return Line(kind="text", text=text)


def _plain(marker: str) -> str:
    return marker.replace("*", "").replace("_", "")


def _with_group_headings(lines: list[Line]) -> list[Line]:
    """Marks as group headings the short unfinished lines that stand alone right above a "§"."""
    read: list[Line] = []
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        grouping = below is not None and below.kind == "provision" and _is_title(line)
        if grouping and not (read and _is_bare(read[-1])):
            line = replace(line, kind="heading", level=_GROUP_DEPTH)
        elif index == 0 and line.kind == "text" and _ACT_TITLE.match(line.text):
            line = replace(line, kind="heading", level=1)
        read.append(line)
    return read


def _titled(lines: list[Line]) -> list[Line]:
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
    return _is_title(line, anywhere=True)


def _is_title(line: Line, *, anywhere: bool = False) -> bool:
    return (
        line.kind == "text"
        and (line.apart or anywhere)
        and len(line.text) <= _LONGEST_TITLE
        and line.text[0].isupper()
        and (line.text[-1] not in ".,:;)|" or line.text.endswith(_AND_SO_ON))
        and not ITEM.match(line.text)
    )
