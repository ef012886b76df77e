"""On which side of a figure a text stands: "mindst", "under", "fyldt", "no later than"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Axis = Literal["size", "deadline", "from"]


@dataclass(frozen=True, slots=True)
class Limit:
    """What side of a figure is meant, `up` or not, in which sense, and the word that says so."""

    axis: Axis
    up: bool
    word: str


_MORE = (
    "mere|flere|længere|større|højere|ældre|more|longer|greater|larger|higher|older|taller|bigger"
)
_LESS = "mindre|færre|kortere|lavere|yngre|less|fewer|shorter|smaller|lower|younger"
_NOT = r"(?:ikke|not|no|never|aldrig)"
_BETWEEN = r"(?:\s+(?!og\b|eller\b|and\b|or\b|men\b|but\b)[^\s,;:.]+){0,6}?"
"""Words that may stand between a limit and its figure: "mindst har været ansat i 3 måneder"."""
_FILLING = (
    r"(?:\s+(?:for|en|et|den|det|de|a|an|of|the|frist|på|udgøre|være|be|have|i|in|to|at|age|alderen"
    r"|af|with|med|about|ca\.?|seneste|sidste|last|udgangen|udløbet|end|kr\.?|dkk|eur|€))*"
)
_TOTAL = rf"(?:{_BETWEEN}|{_FILLING})(?:\s+(?:kr\.?|dkk|eur|€))?\s*$"
_FILLED = rf"{_FILLING}\s*$"

_REACHED = "fyldt|opnået|reached?(?: the age)?|attained?(?: the age)?|turned"
_OVER = rf"over|above|exceeding|exceeds?|overstiger|overstige|(?:{_MORE}) (?:end|than)"
_UNDER = rf"under|below|(?:{_LESS}) (?:end|than)"
_AT_LEAST = "mindst|minimum|minimalt|at least|a minimum of"
_AT_MOST = (
    "højst|højest|maksimum|maksimalt|maks|maximum|at most|up to|op til|op mod|not exceeding|"
    "a maximum of"
)
_LATER = rf"tidligst|efter|after|{_NOT} (?:tidligere|earlier) (?:end|than)|at the earliest"
_SOONER = rf"senest|inden|før|before|within|{_NOT} (?:senere|later) (?:end|than)|at the latest"
_IS = "(?:(?:er|være|have|har|be|udgøre|kan|må|yet) )?"

# (axis, up, words, what may follow); what begins first counts.
_BEFORE: tuple[tuple[Axis, bool, str, str], ...] = (
    ("size", True, _AT_LEAST, _TOTAL),
    ("size", True, rf"{_NOT} (?:{_UNDER})", _FILLED),
    ("size", True, f"{_OVER}|aged", _FILLED),
    ("size", True, f"{_REACHED}|fylder|opnår|turns", _FILLED),
    ("size", False, _AT_MOST, _TOTAL),
    ("size", False, rf"{_NOT} {_IS}(?:{_OVER})", _FILLED),
    ("size", False, rf"{_NOT} {_IS}(?:{_REACHED})", _FILLED),
    ("size", False, _UNDER, _FILLED),
    ("deadline", True, _LATER, _FILLED),
    ("deadline", False, _SOONER, _FILLED),
)
_MORE_BEHIND = "or (?:more|over|older)|and over|eller (?:mere|derover|ældre)|og derover|at least"
_LESS_BEHIND = "or (?:less|under|younger)|eller (?:mindre|derunder|yngre)|og derunder|at most"
_AFTER: tuple[tuple[Axis, bool, str], ...] = (
    ("from", True, "efter|after"),
    ("from", False, "før|inden|before"),
    ("size", True, _MORE_BEHIND),
    ("size", False, _LESS_BEHIND),
)
_LIMITS_BEFORE = [
    (axis, up, re.compile(rf"\b(?P<word>{words})\b{follows}", re.IGNORECASE))
    for axis, up, words, follows in _BEFORE
]
_ANY_BEFORE = re.compile("|".join(rf"\b(?:{words})\b" for _, _, words, _ in _BEFORE), re.IGNORECASE)
"""Most figures aren't limited: one look tells."""
_LIMITS_AFTER = [
    (axis, up, re.compile(rf"\.?\s{{1,8}}(?:of age\s{{1,8}})?(?P<word>{words})\b", re.IGNORECASE))
    for axis, up, words in _AFTER
]
_NEAR = 70
"""How many characters before a figure are looked at for what limits it."""


def limits_of(text: str, start: int, end: int, after: int) -> Iterator[Limit]:
    """The limit before the figure at `start` to `end`, and that behind it.

    Of "no more than" and "more than" the longer counts. What stands before `after`, the end of
    the figure before, belongs to that one.
    """
    before = text[max(after, start - _NEAR) : start]
    found = _ANY_BEFORE.search(before) and [
        (match.start(), axis, up, match["word"])
        for axis, up, limit in _LIMITS_BEFORE
        if (match := limit.search(before))
    ]
    if found:
        _, axis, up, word = min(found, key=lambda one: one[0])
        yield Limit(axis, up, word)
    for axis, up, limit in _LIMITS_AFTER:
        if behind := limit.match(text, end):
            yield Limit(axis, up, behind["word"])


_LIMITING_NOT = re.compile(
    rf"\b{_NOT}(?:\s+(?:er|være|have|har|yet|udgøre|be|kan|må))?\s+(?=(?:under|over|above|below|exceed\w*|"
    rf"overstige\w*|fyldt|opnået|reached?|attained?|turned|tidligere|senere|earlier|later|kun|alene|only|"
    rf"{_MORE}|{_LESS})\b)",
    re.IGNORECASE,
)


def without_limits_denied(text: str) -> str:
    """`text` without the "not" of "not more than" and "ikke fyldt", which denies no statement."""
    return _LIMITING_NOT.sub(" ", text)
