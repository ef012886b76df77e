"""Names of an act: the short title that it is cited by, and its id."""

import re

from lexhop.corpus.citations.act_names import usual_name
from lexhop.corpus.citations.numbered_acts import NUMBERED

_PUBLISHED = re.compile(r"bekendtgørelse af (?=(?:\S+ )?\S*(?:lov|anordning))", re.IGNORECASE)
_POPULAR = re.compile(
    r"\(((?:[^()\s]+ ){0,2}[^()\s]*(?:lov|loven|bekendtgørelsen|anordningen|cirkulæret))\)\s*$",
    re.IGNORECASE,
)
_AMENDING = re.compile(r"(?:lov|bekendtgørelse|anordning) om ændring af ", re.IGNORECASE)
_LAW = r"(?:lov(?:en)?|bekendtgørelsen?|anordningen?|cirkulæret)"
_ACT_TITLE = re.compile(
    rf"(?:(?:Midlertidig )?Lov (?:om|for|angående)|Lovbekendtgørelse|Cirkulære om"
    r"|(?:Kongelig )?(?:Bekendtgørelse|Anordning|Forordning) (?:af|om|for)|Act (?:on|of))"
    r" [^§]{1,400}"
    rf"|[A-ZÆØÅ][\w-]*(?: (?:og|eller) [\w-]+)?{_LAW}(?: \([^()]{{1,80}}\))?",
)
_NO_TITLE_ENDS = (".", ":", ";", ",")
_AND_SO_ON = ("m.v.", "m. v.", "m.m.", "m. m.")
_SAYS = re.compile(
    r"\b(?:træder i kraft|er (?:vedtaget|ændret|sendt|trådt|blevet)|bliver|ændres|vedtaget"
    r"|indeholder|gør vitterligt)\b"
)
_MASTHEAD_NUMBER = re.compile(
    rf"(?P<number>{NUMBERED})(?P<rest>$|\s+(?:af|om) .*|\s+\(?(?:Gældende|Historisk)\)?$)"
)
_NUMBER = re.compile(
    r"\b(?P<type>\w++)\s++nr\.?\s*+(?P<number>\d++)\b.{0,60}?\b(?P<year>(?:1[6-9]|20)\d\d)\b",
    re.IGNORECASE,
)


def short_title_of(title: str) -> str:
    """The name that an act of this title is cited by.

    "Bekendtgørelse af lov om baner (baneloven)" gives it in brackets; "lov om leje" is in the
    bundled list as "lejeloven".
    """
    popular = _POPULAR.search(title)
    return usual_name(uncapitalized(popular[1] if popular else _PUBLISHED.sub("", title, count=1)))


def uncapitalized(title: str) -> str:
    """The title as it stands within a sentence; a name such as "SU-loven" keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def is_act_title(text: str) -> bool:
    """Whether a line is the title of an act, and no sentence about one."""
    finished = text.endswith(_NO_TITLE_ENDS) and not text.endswith(_AND_SO_ON)
    return not finished and _ACT_TITLE.fullmatch(text) is not None and not _SAYS.search(text)


def published_number(line: str) -> tuple[str, str]:
    """The number that a line opens with ("LBK nr 99 af 13/01/2023") and what follows it; or ""."""
    found = _MASTHEAD_NUMBER.match(line)
    return (found["number"], found["rest"].strip()) if found else ("", "")


def is_published_number(line: str) -> bool:
    """Whether a line is the number that an act is published under, and nothing else."""
    number, rest = published_number(line)
    return bool(number) and not rest.startswith(("af ", "om "))


def is_amending(title: str) -> bool:
    """Whether a title is that of an act that only changes others."""
    return _AMENDING.match(title) is not None


def act_id(number: str) -> str:
    """The id of an act: "LBK nr. 1500 af 2025-11-24" -> "lbk-1500-2025"; "" where it has none."""
    found = _NUMBER.search(number)
    return f"{found['type'].lower()}-{found['number']}-{found['year']}" if found else ""


def slug(title: str) -> str:
    """A title as an id, its letters kept: "lov om hold af dyr" -> "lov-om-hold-af-dyr"."""
    return "-".join(re.findall(r"\w+", title.lower()))
