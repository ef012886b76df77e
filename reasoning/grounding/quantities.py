"""Figures as a text gives them: by value, in digits or words, with their units and limits.

Danish and English are read as one, since a sentence may be in another language than its quote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from lexhop.reasoning.grounding.limits import Limit, limits_of
from lexhop.reasoning.grounding.number_words import (
    AND_A_HALF,
    COUNTING,
    GREAT,
    NUMBER_WORDS,
    VALUES,
    value_in_words,
)
from lexhop.reasoning.grounding.units import UNIT, in_smaller

_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"(?:(?<![\d.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d.])(?:,\d+)?|\d+(?:[.,]\d+)*)"
"""Thousands are set apart by points, commas or spaces."""
FIGURE = re.compile(_DIGITS)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s?(?P<times>{GREAT})\b)?(?P<half>{AND_A_HALF})?|{NUMBER_WORDS}",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(AND_A_HALF, re.IGNORECASE)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_NO_TWO = re.compile(
    r"\s(?:days|weeks|months|years|hours|times|percent|(?:dkk|eur|kr\.?|€)\s?\d)", re.I
)
"""What follows the English word "to" where Danish would read it as 2."""
_MONEY_BEFORE = re.compile(
    r"(?:\b(?P<money>kr\.?|kroner|dkk)|(?P<euro>€|\beur))\s?$", re.IGNORECASE
)
_SHARED = re.compile(
    r"\s*(?:-|–|,|og|eller|til|and|or|to|men|but)\s*"
    r"(?:(?:mindst|højst|under|over|senest|tidligst|at least|at most|up to|op til|no more than)"
    r"\s*)?",
    re.IGNORECASE,
)
"""Between two figures of which only the last one has its unit beside it."""
_NEAR = 12
"""How many characters before a figure are looked at for its unit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: its `text`, and `words` with its unit.

    `value` is the text where it can't be told, as for a date.
    """

    text: str
    words: str
    value: str
    unit: str
    limits: tuple[Limit, ...]
    start: int
    end: int

    @property
    def measure(self) -> tuple[str, str]:
        """Value and unit, where these are the same for equal times: 2 years and 24 months."""
        return in_smaller(self.value, self.unit)

    @property
    def is_article(self) -> bool:
        """Whether it is a word that also stands before nouns that aren't counted."""
        return self.text.casefold() in {"en", "et"}


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text, and its numbers in words where a unit follows them, in order."""
    return tuple(reversed(list(_from_the_last(text))))


def _from_the_last(text: str) -> Iterator[Quantity]:
    following: tuple[int, str] = (len(text), "")
    matches = list(_numbers(text))
    ends = accumulate((match.end() if match["digits"] else 0 for match in matches), max, initial=0)
    for match, before in zip(reversed(matches), reversed(list(ends)[:-1]), strict=True):
        unit, end = _unit_of(text, match)
        if not unit and _SHARED.fullmatch(text, match.end(), following[0]):
            unit = following[1]
        is_no_two = match[0].casefold() == "to" and _NO_TWO.match(text, match.end())
        if match["share"]:
            unit = "percent"
        elif match["times_a"]:
            unit = "times"
        elif not (match["digits"] or match["dozens"]) and (not unit or is_no_two):
            continue
        following = match.start(), unit
        yield Quantity(
            text=match[0],
            words=text[match.start() : end],
            value=_value(match, text, end),
            unit=unit,
            limits=tuple(limits_of(text, match.start(), end, before)),
            start=match.start(),
            end=end,
        )


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_NUMBER`, tried only where a number can begin, which is ten times as fast."""
    at = 0
    for token in _TOKEN.finditer(text):
        if token.start() < at or not (token[0].isdigit() or _may_count(token[0])):
            continue
        if match := _NUMBER.match(text, token.start()):
            at = match.end()
            yield match


@lru_cache(maxsize=1 << 14)
def _may_count(word: str) -> bool:
    return COUNTING.match(word) is not None


def value_of(figure: str) -> str:
    """One spelling of a figure in digits: "48.300" and "48,300" are the same, as are 5,0 and 5."""
    figure = re.sub(_SPACE, "", figure)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
        figure = figure.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", figure):
        figure = figure.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", figure):
        return figure
    return f"{Decimal(figure).normalize():f}"


def _value(match: re.Match[str], text: str, end: int) -> str:
    """Its value; `end` is where its unit ends, after which there may be "and a half"."""
    value = value_in_words(match) if not match["digits"] else value_of(match["digits"])
    if not _PLAIN.fullmatch(value):
        return value
    number = Decimal(value)
    if match["times"]:
        number *= VALUES[match["times"].casefold()]
    if match["half"] or match["more"] or _AND_A_HALF.match(text, end):
        number += Decimal("0.5")
    return f"{number.normalize():f}"


def _unit_of(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The unit beside a figure, "" for none, and where what says so ends."""
    if found := UNIT.match(text, match.end()):
        return str(found.lastgroup), found.end()
    if found := _MONEY_BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()]):
        return str(found.lastgroup), match.end()
    return "", match.end()
