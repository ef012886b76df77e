"""Citations as people type them, "LL 33 A", "LL33A", "ABL § 17 og 18", with their section marks."""

import re

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.grammar import DASH, NO_UNIT, SECTION

_NAMED = re.compile(
    r"(?<![\w§.-])(?P<act>[^\W\d_][\w-]{0,60}?\.?)(?P<gap>[ \xa0]?)"
    rf"(?P<section>(?=\d{{1,3}}(?!\d)){SECTION})(?!\w){NO_UNIT}(?!\.\s?\w)(?!-\d)"
)
_SECTIONS = rf"{SECTION}(?:{DASH}{SECTION})?"
_SEVERAL = re.compile(
    rf"(?<!§)§[ \xa0]?(?={_SECTIONS}(?:,\s{_SECTIONS}){{0,9}}"
    rf",?\s(?:og|eller|samt|and|or)\s{_SECTIONS}(?!\w)"
    r"(?:\s*+(?:$|[?!;:,)]|\.(?:\s|$))|\s++(?:i|in|of|om|siger|gælder|handler|regulerer|say|mean)\b))"
)
"""A "§" that governs several sections: what follows the last of them is no thing to be counted."""


def with_marks(question: str, acts: ActNames) -> str:
    """`question` with a "§" between an act's name and a bare number, and "§§" before several."""
    marked = _NAMED.sub(lambda match: _marked(match, acts), question)
    return _SEVERAL.sub("§§ ", marked)


def _marked(match: re.Match[str], acts: ActNames) -> str:
    name, section = match["act"], match["section"]
    known = acts.canonical(re.sub(r"(?<=\w{3})l\.?$", "loven", name))
    if not known and name.islower() and section[-1].isalpha():
        known = acts.canonical(name.upper())
    if not known or not (match["gap"] or name.isupper()):
        return match[0]
    return f"{name} § {section}"
