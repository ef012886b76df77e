"""Figures as a text gives them: by value, in digits or words, with their units and limits.

Danish and English are read as one, since a sentence may be in another language than its quote.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

_ONES = """
1 en et én ét one, 2 to two, 3 tre three, 4 fire four, 5 fem five, 6 seks six, 7 syv seven,
8 otte eight, 9 ni nine
"""
_TEENS = """
10 ti ten, 11 elleve eleven, 12 tolv twelve, 13 tretten thirteen, 14 fjorten fourteen,
15 femten fifteen, 16 seksten sixteen, 17 sytten seventeen, 18 atten eighteen, 19 nitten nineteen
"""
_TENS = """
20 tyve twenty, 30 tredive thirty, 40 fyrre fyrretyve forty, 50 halvtreds fifty, 60 tres sixty,
70 halvfjerds seventy, 80 firs eighty, 90 halvfems ninety
"""
_GREAT = """
100 hundrede hundred, 1000 tusinde tusind thousand,
1000000 millioner million mio, 1000000000 milliarder milliard mia
"""


def _words(table: str) -> dict[str, int]:
    rows = (row.split() for row in table.split(","))
    return {word: int(value) for value, *words in rows for word in words}


def _any(table: str) -> str:
    return "(?:" + "|".join(sorted(_words(table), key=len, reverse=True)) + ")"


def _below(great: str, less: str) -> str:
    """`less`, or as many times `great` as that says, and `less` beside."""
    return rf"(?:(?:{less}[\s-]?)?(?:{great})(?:\s?(?:og|and)?\s?{less})?|{less})"


_VALUES = _words(",".join((_ONES, _TEENS, _TENS, _GREAT)))
_PART = re.compile("|".join(sorted(_VALUES, key=len, reverse=True)))
_BELOW_100 = (
    rf"(?:{_any(_TENS)}[\s-]?{_any(_ONES)}|{_any(_ONES)}\s?og\s?{_any(_TENS)}|{_any(_TEENS)}|"
    rf"{_any(_TENS)}|{_any(_ONES)})"
)
_BELOW_MILLION = _below("tusinde?|thousand", _below("hundrede?", _BELOW_100))
_SPELLED = rf"\b{_below('millioner|million', _BELOW_MILLION)}\b"
_DIGITS = r"\d+(?:[.,]\d+)*"
FIGURE = re.compile(_DIGITS)
_UNREAD = (
    r"\b(?:halv[te]?|half|halvand(?:en|et)|par|couple|dusin|dozen|snese?|billion(?:er)?|"
    r"\w*(?:hundred|tusind|thousand|million|tyve|tredive|fyrre|halvtreds|halvfjerds|halvfems|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\w*)(?<!ende)(?<!th)\b"
)
"""Words that count as well, but of which the value isn't known here; not ordinals."""
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s?(?P<times>{_any(_GREAT)})\b)?|(?P<words>{_SPELLED})|"
    rf"(?P<unread>{_UNREAD})",
    re.IGNORECASE,
)
_UNITS = {
    "point": r"procentpoint|percentage points?",
    "percent": r"%|pct\b|procent\w*|per ?cent\b",
    "promille": r"‰|promille|per mille",
    "money": r"(?:kr|kroner|dkk)\b",
    "øre": r"øre\b",
    "euro": r"€|(?:euros?|eur)\b",
    "days": r"\w*dag(?:e|en|ene|s|es)?(?:frist\w*)?\b|(?:working|business|calendar)?\s?days?\b",
    "weeks": r"(?:\w*s)?uger?s?\b|weeks?\b",
    "months": r"\w*måned(?:er|en|erne)?s?(?:frist\w*)?\b|months?\b",
    "years": r"\w*år(?:s|ig|ige|et|ene)?(?:frist\w*)?\b|years?\b",
    "hours": r"(?:\w*s)?timer?s?\b|hours?\b",
    "times": r"gang(?:e|es)?\b|times\b",
}
_UNIT = re.compile(
    r"\.?[\s-]?(?:(?:hele|fulde|løbende|påbegyndte?|sammenhængende|full|whole|consecutive|of)\s)?"
    r"(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items()) + ")",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\s(?:days|weeks|months|years|hours|times|percent)", re.IGNORECASE)
_MONEY_BEFORE = re.compile(
    r"(?:\b(?P<money>kr\.?|kroner|dkk)|(?P<euro>€|\beur))\s?$", re.IGNORECASE
)
_SHARED = re.compile(r"\s*(?:-|–|,|og|eller|til|and|or|to)\s*", re.IGNORECASE)
"""Between two figures of which only the last one has its unit beside it."""

Axis = Literal["bound", "size", "deadline", "from"]
_BEFORE: dict[tuple[Axis, bool], str] = {
    ("bound", True): "mindst|minimum|minimalt|at least|(?:no|not) (?:less|fewer) than|"
    "ikke (?:under|(?:mindre|færre|kortere) end)",
    ("bound", False): "højst|højest|maksimum|maksimalt|maks|maximum|at most|up to|op til|"
    "(?:no|not) (?:more|longer) than|not exceeding|ikke (?:over|(?:mere|længere) end)",
    (
        "size",
        True,
    ): "over|(?:mere|flere|længere) end|(?:more|longer) than|above|exceeding|exceeds|overstiger",
    ("size", False): "under|(?:mindre|færre|kortere) end|(?:less|fewer|shorter) than|below",
    (
        "deadline",
        True,
    ): "tidligst|efter|after|ikke tidligere end|(?:no|not) earlier than|at the earliest",
    (
        "deadline",
        False,
    ): "senest|inden|før|before|within|ikke senere end|(?:no|not) later than|at the latest",
}
_AFTER: dict[tuple[Axis, bool], str] = {
    ("from", True): "efter|after",
    ("from", False): "før|inden|before",
    ("bound", True): "or more|eller (?:mere|derover)|at least",
    ("bound", False): "or less|eller (?:mindre|derunder)|at most",
}
_FILLING = r"(?:\s+(?:for|en|et|den|de|a|an|of|the|frist|på|udgøre|være|be|kr\.?|dkk|eur|€))*\s*$"
_LIMITS_BEFORE = [
    (key, re.compile(rf"\b(?P<word>{words}){_FILLING}", re.I)) for key, words in _BEFORE.items()
]
_LIMITS_AFTER = [
    (key, re.compile(rf"\.?\s+(?P<word>{words})\b", re.I)) for key, words in _AFTER.items()
]
_NEAR = 60
"""How many characters before a figure are looked at for what limits it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What side of a figure is meant, `up` or not, in which sense, and the word that says so."""

    axis: Axis
    up: bool
    word: str


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

    @property
    def is_article(self) -> bool:
        """Whether it is a word that also stands before nouns that aren't counted."""
        return self.text.casefold() in {"en", "et"}


def quantities(text: str) -> Iterator[Quantity]:
    """The figures of a text, and its numbers in words where a unit follows them; last first."""
    following: tuple[int, str] = (len(text), "")
    for match in reversed(list(_NUMBER.finditer(text))):
        unit, end = _unit_of(text, match)
        if not unit and _SHARED.fullmatch(text, match.end(), following[0]):
            unit = following[1]
        is_english_to = match[0].casefold() == "to" and _ENGLISH.match(text, match.end())
        if not match["digits"] and (not unit or is_english_to):
            continue
        following = match.start(), unit
        yield Quantity(
            text=match[0],
            words=text[match.start() : end],
            value=_value(match),
            unit=unit,
            limits=tuple(_limits(text, match.start(), end)),
        )


def value_of(figure: str) -> str:
    """One spelling of a figure in digits: "48.300" and "48,300" are the same, as are 5,0 and 5."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", figure):
        figure = figure.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", figure):
        figure = figure.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", figure):
        return figure
    return f"{Decimal(figure).normalize():f}"


def _value(match: re.Match[str]) -> str:
    if match["unread"]:
        return match["unread"].casefold()
    if match["words"]:
        return str(_counted(match["words"].casefold()))
    value = value_of(match["digits"])
    if not match["times"] or not re.fullmatch(r"[\d.]+", value) or value.count(".") > 1:
        return value
    return f"{(Decimal(value) * _VALUES[match['times'].casefold()]).normalize():f}"


def _counted(words: str) -> int:
    total = group = 0
    for part in map(_VALUES.__getitem__, _PART.findall(words)):
        if part >= 1000:
            total, group = total + (group or 1) * part, 0
        else:
            group = (group or 1) * part if part == 100 else group + part
    return total + group


def _unit_of(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The unit beside a figure, "" for none, and where what says so ends."""
    if found := _UNIT.match(text, match.end()):
        return str(found.lastgroup), found.end()
    if found := _MONEY_BEFORE.search(text[max(0, match.start() - _NEAR) : match.start()]):
        return str(found.lastgroup), match.end()
    return "", match.end()


def _limits(text: str, start: int, end: int) -> Iterator[Limit]:
    """The longest word before the figure, "no more than" and not "more than", and one after it."""
    before = text[max(0, start - _NEAR) : start]
    found = [(match, key) for key, limit in _LIMITS_BEFORE if (match := limit.search(before))]
    if found:
        word, (axis, up) = min(found, key=lambda pair: pair[0].start())
        yield Limit(axis, up, word["word"])
    for (axis, up), limit in _LIMITS_AFTER:
        if after := limit.match(text, end):
            yield Limit(axis, up, after["word"])
