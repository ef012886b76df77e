"""What a text is: an act, prose that may quote one, or a bill or amending act, which is refused."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from lexhop.corpus.formats.line import Line
from lexhop.corpus.formats.provisions import ITEM, sections
from lexhop.corpus.formats.source import amending_act, bill
from lexhop.corpus.formats.statute_lines import statute_lines
from lexhop.corpus.formats.titles import is_act_title, is_amending, published_number

_OF_PROSE = re.compile(
    r"(?:Den |Denne )?(?:\w{0,40}[Vv]ejledning|Guide|Håndbog|Manual|Artikel|Afgørelse|Dom|Kendelse"
    r"|Bindende svar|Styresignal|Notat|Rapport|Betænkning|Høringssvar|Nyhed|Pressemeddelelse|Klage"
    r"|Svar|Kommentar|Analyse|Orientering|Brev|Kronik|Notits|Udtalelse|Landsskatteretten\w?"
    r"|Højesteret\w?|Skatterådet\w?|Decision|Ruling|Judgment|Guidance|Handbook|Article|Opinion)\b.*\s"
    r"|(?:SKM|TfS|U\.?|NKO\.?) ?\d{4}"
)
_LEADS_IN = re.compile(
    r"\b(?:ordlyd\w*|lyder|lød|følgende|fremgår|hedder|siger|bestemmer|citeres|reads?|provides?|states?)\b"
    r"|§|\blov\w*\b"
)
_SAYS_HOW_IT_READS = re.compile(r"\b(?:ordlyd|lyder|lød|affattet)\b[^.]{0,40}[.:]?$")
_ENACTS = re.compile(
    r"\b(?:fastsæt\w+|bestemmes|forordnes|bekendtgøres|vedtag\w+|stadfæstet|gør vitterlig\w?)\b"
)
_DIVIDES_A_DECISION = frozenset(
    """lovgrundlag retsgrundlag retsregler sagsfremstilling begrundelse indstilling
    praksis konklusion sammenfatning spørgsmål""".split()  # noqa: SIM905 (readable)
)
_BILL = re.compile(
    r"Forslag til lov\b|Lovforslag (?:nr\. )?L ?\d|Forslag$|L ?\d{1,3} Forslag til lov\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"I [^»«]{1,900}?\b(?:foretages følgende ændring|ændres således|foretages nedenstående ændring)"
)
_TOP, _FIRST = 20, 4
_TITLE_WITHIN = 5


def act_lines(body: str, path: Path, *, declared: bool = False) -> Sequence[Line] | None:
    """The lines of the act that a text is or is `declared` to be; None where it is prose.

    Raises AmendingActError for a bill and an act that only changes others, whatever the title.
    """
    if "§" not in body and not declared:
        return None
    lines = statute_lines(body)
    _refuse_amendments(lines, path)
    return lines if declared or _is_act(lines) else None


def has_provisions(lines: Sequence[Line]) -> bool:
    return any(line.kind == "provision" for line in lines)


def _refuse_amendments(lines: Sequence[Line], path: Path) -> None:
    if not has_provisions(lines):
        return
    above = list(_above(lines))
    if any(map(_is_prose_title, above[:_TITLE_WITHIN])):
        return
    titles = [_behind_number(line.text) for line in above[:_TOP] if not line.text.endswith(".")]
    if bills := list(filter(_BILL.match, titles)):
        raise bill(path, bills[0])
    amending = list(filter(is_amending, titles))
    if amending or _CHANGES.match(_opening(lines)):
        raise amending_act(path, next(iter((*amending, *filter(is_act_title, titles))), path.stem))


def _is_act(lines: Sequence[Line]) -> bool:
    provisions = [line for line in lines if line.kind == "provision"]
    if not provisions:
        return False
    above = list(_above(lines))
    for at, line in enumerate(above):
        if is_act_title(_behind_number(line.text)):
            return True
        if at < _TITLE_WITHIN and _is_prose_title(line):
            return False
    if above and _quotes(above[-1]):
        return False
    if any(_divides_a_decision(line) for line in lines):
        return False
    numbers = [sections(line.marker)[0] for line in provisions]
    if all(not line.text and not line.level for line in provisions):  # "§ 5" may be a mention
        return len(numbers) > 1 or numbers[0] == "1"
    return numbers[0] == "1" or not _is_mostly_other_text(lines)


def _above(lines: Sequence[Line]) -> Iterator[Line]:
    return takewhile(lambda line: line.kind not in ("provision", "subsection"), lines)


def _opening(lines: Sequence[Line]) -> str:
    """The first lines of the first provision."""
    first = next(at for at, line in enumerate(lines) if line.kind == "provision")
    own = takewhile(lambda line: line.kind == "text", lines[first + 1 : first + _FIRST])
    return " ".join((lines[first].text, *(line.text for line in own))).strip()


def _behind_number(text: str) -> str:
    """A title without the number that it is published under."""
    _, rest = published_number(text)
    return f"Lov {rest}" if rest.startswith("om ") else rest or text


def _is_prose_title(line: Line) -> bool:
    return _OF_PROSE.match(f"{line.text} ") is not None and not line.text.endswith(".")


def _quotes(line: Line) -> bool:
    """Whether the line before the first provision says that it is quoted."""
    if _ENACTS.search(line.text):
        return False
    leads_in = line.text.endswith(":") and _LEADS_IN.search(line.text)
    return bool(leads_in) or _SAYS_HOW_IT_READS.search(line.text) is not None


def _divides_a_decision(line: Line) -> bool:
    return (
        line.kind in ("heading", "text") and line.text.casefold().rstrip(":") in _DIVIDES_A_DECISION
    )


def _is_mostly_other_text(lines: Sequence[Line]) -> bool:
    inside = sum(len(line.text) for line in lines if line.kind in ("provision", "subsection"))
    others = (line for line in lines if line.kind == "text" and not ITEM.match(line.text))
    return sum(len(line.text) for line in others) > inside
