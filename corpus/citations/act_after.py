"""The act named right after a section: "§ 2 i ligningsloven", "of the Tax Assessment Act"."""

import re
from dataclasses import replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.cited_act import (
    FORMER,
    LONG,
    NAME,
    SHARED,
    NamedAct,
    by_number,
    english,
    same_act,
)
from lexhop.corpus.citations.grammar import CHAPTERS, JOIN
from lexhop.corpus.citations.numbered_acts import NUMBERED

_ENGLISH_TITLE = r"Act\s(?:on|concerning|relating\s+to|governing)\s[^§.;:?,()]{3,100}"

_AFTER = re.compile(
    rf"(?:{JOIN}{CHAPTERS})?"
    r",?\s+(?:(?:i|in|of|under|der\s+\w+\s+i\s+henhold\s+til)\s+(?:(?:den|the)\s+)?"
    rf"(?P<former>{FORMER}\s+)?(?:Danish\s+)?"
    r"(?:(?P<self>denne\s+lov\b|loven\b|(?:this\s+)?Act\b(?!\s+(?:on|concerning|relating|governing)\b))"
    r"|(?P<same>(?:samme|(?:før|oven)?nævnte)\s+lov\b)"
    rf"|(?P<number>{NUMBERED})|(?P<bill>L\s\d{{1,3}}\b)"
    rf"|(?P<law>(?:{SHARED}){{0,3}}{NAME}(?:lov(?:en)?|bekendtgørelsen)\b(?!\s+om\b)|[a-zæøå]{{3,}}s\s+lov\b(?!\s+om\b))"
    r"|(?P<long>(?:lov|bekendtgørelse|cirkulære|anordning|vedtægt|kontrakt"
    r"|(?:[A-ZÆØÅ]{2,4}-)?[a-zæøå]{0,30}(?:overenskomst|aftale|forordning|direktiv|traktat|konvention|protokol|regulativ))"
    r"[a-zæøå]{0,20}\b"
    rf"{LONG}{{0,120}})"
    rf"|(?P<english>[A-Z][^§.;:?]{{2,80}}?\b(?:Act|Code)\b(?:\s\((?P<danish>\w+)\))?|{_ENGLISH_TITLE})"
    r"|(?P<abbreviation>[A-ZÆØÅ][A-Za-zÆØÅæøå]{1,6}\b)))"
)
_OF_AN_ACT = re.compile(r"[A-ZÆØÅ]{2,5}L")
"""An abbreviation that isn't known stands for itself, but "i EU" names no act."""

_AFTER_DIRECTLY = re.compile(
    r"(?:\s+|,\s+(?=\w++\s*(?:[?!.;)]|$)))"
    r"(?:(?P<law>[a-zæøå]{3,}loven)\b|,?(?P<abbreviation>[A-ZÆØÅ]{2,7})\b)(?!\s*§)"
)


def act_after(text: str, end: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act named right after `end`: "i ligningsloven", "of the Tax Assessment Act"."""
    match = _AFTER.match(text, end)
    if not match:
        return _directly_after(text, end, acts)
    if match["self"]:
        found: NamedAct | None = NamedAct("", match.start(), match.end())
    elif match["same"]:
        found = NamedAct(same_act(text, match.start(), acts, last), match.start(), match.end())
    elif match["number"]:
        number = by_number(match["number"], acts)
        found = NamedAct(number, match.start(), match.end(), by_number=True)
    elif match["bill"]:
        found = NamedAct(match["bill"], match.start(), match.end())
    elif match["law"]:
        name = acts.canonical(match["law"]) or acts.base_form(match["law"])
        found = NamedAct(name, match.start(), match.end())
    elif match["long"]:
        name, length = acts.longest_prefix(match["long"])
        found = NamedAct(name, match.start(), match.start("long") + length)
    else:
        short = _short_name(match, acts)
        found = NamedAct(short, match.start(), match.end()) if short else None
    if found and match["former"]:
        found = replace(found, act=f"tidligere {found.act}")
    return found


def _directly_after(text: str, end: int, acts: ActNames) -> NamedAct | None:
    """The act that follows a section without a preposition, as in questions: "§ 33 A LL"."""
    match = _AFTER_DIRECTLY.match(text, end)
    name = match and acts.canonical(match["law"] or match["abbreviation"])
    return NamedAct(name, match.start(), match.end()) if match and name else None


def _short_name(match: re.Match[str], acts: ActNames) -> str | None:
    if match["english"]:
        known = acts.canonical(match["danish"]) if match["danish"] else None
        return known or english(match["english"], acts)
    name = match["abbreviation"]
    return acts.canonical(name) or (name if _OF_AN_ACT.fullmatch(name) else None)
