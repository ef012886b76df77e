"""One line of an act: heading, provision, subsection or text, by the mark that it begins with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lexhop.corpus.formats.markdown import heading_of
from lexhop.corpus.formats.provisions import (
    HEADING_MARKER,
    LOOSE_SUBSECTION,
    MARKER,
    OPEN_MARKER,
    SUBSECTION,
    sections,
)
from lexhop.corpus.formats.source import one_line

_NUMERAL = r"(?:\d+|[IVXL]+\b)(?: ?[A-Za-zÆØÅæøå]\b)?"
_DIVISION_NUMBER = re.compile(
    rf"(?P<name>Bog|Del|Afdeling|Afsnit|Kapitel|Bilag) {_NUMERAL}"
    rf"|(?P<loud>BOG|DEL|AFDELING|AFSNIT|KAPITEL|BILAG) {_NUMERAL}"
    r"|\d{1,3}\. (?P<old>[Kk]apitel|[Aa]fsnit)\b|(?P<lone>Bilag|BILAG)\b"
)
_DIVISION_TITLE = re.compile(r"[.:]?$| ?[.:–—-] \S.*(?:[^.]|m\. ?[vm]\.)$")
_DEPTHS = {"bog": 7, "bilag": 7, "del": 8, "afdeling": 8, "afsnit": 9, "kapitel": 10}
_EMPHASIZED = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^*_]+)(?P=mark)$")
_SPACELESS = re.compile(r"(?<=[Ss]tk)\.(?=\d)")
_LEADING = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?=[§S\d])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, item or heading. `text` is without the marker of a "§", with that of a "Stk.".

    `level` is a heading's depth, 1 to 6 as in Markdown and more for "Kapitel 3" without "#"s;
    `apart` says that a blank line stands before it. A "note" is no law: its `marker` is a
    footnote's mark or "", its `place` the subsection that it is on, "" for all of the provision.
    An "outside" line heads what is of another act ("Lov nr. 5 ... indeholder følgende ...").
    """

    kind: Literal["heading", "provision", "subsection", "text", "note", "outside"]
    text: str
    level: int = 0
    marker: str = ""
    apart: bool = True
    place: str = ""

    @property
    def printed(self) -> str:
        """The whole line with its marker, for where it doesn't divide the act."""
        return f"{self.marker} {self.text}".strip() if self.kind == "provision" else self.text


@dataclass(frozen=True, slots=True)
class Marks:
    """How a text marks its provisions; `pointless` if all are as in "§ 1 Boats are ..."."""

    pointless: bool = False

    @classmethod
    def of(cls, raw: Iterable[str]) -> "Marks":
        numbers: list[int] = []
        for printed in raw:
            text = one_line(printed) if "§" in printed else ""
            if MARKER.match(text):
                return cls()
            if found := OPEN_MARKER.match(text):
                numbers.append(int(sections(found["marker"])[0].split()[0]))
        return cls(numbers[:1] == [1] and len(numbers) > 1 and numbers == sorted(numbers))

    def line(self, text: str, printed: str, *, apart: bool) -> Line:
        """The line that is `printed`; `apart` if a sentence can't run on into it."""
        if heading := heading_of(printed):
            return _heading(heading[0], one_line(heading[1]))
        if whole := _EMPHASIZED.match(text):
            text = whole["text"].strip()
        if found := self._provision(text, apart=apart):
            rest = _rest(text, found.end())
            return Line(kind="provision", text=rest, marker=_plain(found["marker"]))
        if marker := _subsection(text):
            text = f"{marker[0]} {marker[1]}"
            return Line(kind="subsection", text=text.rstrip(), marker=marker[0])
        division = _DIVISION_NUMBER.match(text)
        if division and _DIVISION_TITLE.match(text, division.end()):
            depth = _DEPTHS[str(division[division.lastgroup or 0]).lower()]
            return Line(kind="heading", text=text, level=depth)
        return Line(kind="text", text=text)

    def _provision(self, text: str, *, apart: bool) -> "re.Match[str] | None":
        if found := MARKER.match(text):
            return found
        if apart and (alone := HEADING_MARKER.fullmatch(text)):
            return alone
        return OPEN_MARKER.match(text) if self.pointless else None


def division_of(title: str) -> str:
    """The number in a division's heading: "Kapitel 2 a" of "Kapitel 2 a. Fees"; "" of others."""
    found = _DIVISION_NUMBER.match(title)
    return found[0] if found else ""


def _heading(level: int, title: str) -> Line:
    if found := HEADING_MARKER.match(title) or MARKER.match(title):
        rest = _rest(title, found.end())
        return Line(kind="provision", text=rest, marker=_plain(found["marker"]), level=level)
    return Line(kind="heading", text=title, level=level)


def _subsection(text: str) -> tuple[str, str] | None:
    """Marker and text of a subsection; one that is typed loosely gets the marker of the law."""
    if found := SUBSECTION.match(text):
        return _SPACELESS.sub(". ", found["marker"]), _rest(text, found.end())
    if found := LOOSE_SUBSECTION.match(text):
        number = " ".join((found["number"] or found["ordinal"]).split())
        return f"Stk. {number}.", _rest(text, found.end())
    return None


def _rest(text: str, end: int) -> str:
    """What follows a marker, without the end of an emphasis that began before it."""
    begun = _LEADING.match(text)
    rest = text[end:]
    if begun and rest.endswith(begun["mark"]) and begun["mark"] not in rest[: -len(begun["mark"])]:
        return rest.removesuffix(begun["mark"])
    return rest


def _plain(marker: str) -> str:
    """A marker without emphasis, with its point."""
    return f"{marker.replace('*', '').replace('_', '').rstrip(' .')}."
