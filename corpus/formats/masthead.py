"""What the lines above an act's first provision call it: title, number, day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lexhop.corpus.citations.numbered_acts import official_number
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.group_headings import LETTERED_DEPTHS
from lexhop.corpus.formats.line import Line, division_of
from lexhop.corpus.formats.titles import is_act_title, is_published_number, published_number

_POPULAR = re.compile(r"\([^()]{3,80}(?:lov|loven|bekendtgørelsen|anordningen|cirkulæret)\)$")
_HEREBY = re.compile(
    r"Herved bekendtgøres (?P<title>(?:lov|anordning) om [^,§]{1,300}), (?:jf|som)\b"
)
_FOOTNOTE = re.compile(r"(?<=[\w)])\s?(?:\d{1,2}\)|\[\^?\d{1,2}\]|\(\d{1,2}\)|[¹²³*]\)?)$")
_LONGEST = 60
"""Lines: a title further down isn't that of the text."""


@dataclass(frozen=True, slots=True)
class Masthead:
    """Each "" where the lines don't have it; `lines` are those that it was read from."""

    title: str = ""
    number: str = ""
    day: str = ""
    lines: tuple[Line, ...] = ()

    def describe(self, description: Description) -> Description:
        """`description` with what it leaves open; one that names another act stays as it is."""
        if description.short_title or description.number:
            return description
        return replace(
            description,
            title=description.title or self.title,
            number=self.number,
            valid_from=description.valid_from or self.day,
        )


def masthead_of(lines: Sequence[Line]) -> Masthead:
    """The masthead of an act; the first title counts, and the number right above or in it."""
    above = list(_above(lines))
    number = day = hereby = ""
    read: tuple[Line, ...] = ()
    for index, line in enumerate(above):
        text = _FOOTNOTE.sub("", line.text)
        printed, rest = published_number(text)
        title = _title_behind(printed, rest) if printed else text
        below = above[index + 1] if index + 1 < len(above) else None
        popular = below if below and _POPULAR.fullmatch(below.text) else None
        if title and is_act_title(title):
            if printed:
                number, day = official_number(printed)
                read = ()
            title = f"{title} {popular.text}" if popular else title
            used = (*read, line, popular) if popular else (*read, line)
            if not number and (other := _number_below(above[index + 1 :])):
                number, day = official_number(published_number(other.text)[0])
                used = (*used, other)
            return Masthead(title, number, day, used)
        if printed and is_published_number(text):
            number, day = official_number(printed)
            read = (line,)
        hereby = hereby or (found["title"] if (found := _HEREBY.match(text)) else "")
    if hereby:
        return Masthead(hereby[0].upper() + hereby[1:], number, day, read)
    first = lines[0] if lines else None
    if first and first.kind == "heading" and not _divides(first):
        return Masthead(first.text, number, day, read)
    return Masthead("", number, day, read)


def _number_below(lines: Sequence[Line]) -> Line | None:
    return next((line for line in lines if is_published_number(line.text)), None)


def _divides(heading: Line) -> bool:
    return bool(division_of(heading.text)) or heading.level in LETTERED_DEPTHS


def _above(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines above the first provision and division."""
    for line in lines[:_LONGEST]:
        if line.kind in ("provision", "subsection") or division_of(line.text):
            return
        yield line


def _title_behind(number: str, rest: str) -> str:
    """The title that follows a number: "om afgift" behind "Lovbekendtgørelse ... nr. 99"."""
    kind = number.split()[0].rstrip(".").casefold()
    if not rest.startswith(("om ", "af ")):
        return ""
    orders = {"bekendtgørelse", "bek", "bkg"}
    word = "Cirkulære" if kind.startswith("cir") else "Anordning" if kind.startswith("ano") else ""
    if rest.startswith("af "):
        return f"Bekendtgørelse {rest}"
    return f"{word or ('Bekendtgørelse' if kind in orders else 'Lov')} {rest}"
