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
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"(?:(?<![\d.,])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d.])(?:,\d+)?|\d+(?:[.,]\d+)*)"
"""Thousands are set apart by points, commas or spaces."""
FIGURE = re.compile(_DIGITS)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_UNREAD = (
    r"\b(?:halv[te]?|half|halvand(?:en|et)|par|couple|dusin|dozen|snese?|billion(?:er)?|"
    r"\w*(?:hundred|tusind|thousand|million|tyve|tredive|fyrre|halvtreds|halvfjerds|halvfems|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\w*)(?<!ende)(?<!th)\b"
)
"""Words that count as well, but of which the value isn't known here; not ordinals."""
_SHARES = {"halvdel": 2, "tredjedel": 3, "third": 3, "fjerdedel": 4, "quarter": 4, "femtedel": 5,
           "fifth": 5, "tiendedel": 10, "tenth": 10}  # fmt: skip
_SHARE = (
    r"\b(?:(?:(?P<many>en|to|tre|fire)\s)?(?P<dansk>halvdel|tredjedel|fjerdedel|femtedel|tiendedel)"
    r"(?:en|e|ene)?|(?P<several>a|one|two|three|four)[\s-](?P<part>third|quarter|fifth|tenth)s?"
    r"(?=\s+of\b|\s*[.,;)]|$))\b"
)
_NUMBER = re.compile(
    rf"(?P<digits>{_DIGITS})(?:\s?(?P<times>{_any(_GREAT)})\b)?|(?P<share>{_SHARE})|"
    rf"(?P<words>{_SPELLED})|"
    rf"(?P<unread>{_UNREAD})",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_COUNTING = re.compile(
    rf"{_SPELLED[: -len(chr(92) + 'b')]}|{_UNREAD}|{'|'.join(_SHARES)}|a$", re.IGNORECASE
)
"""What a word opens with that may be a number or the first word of one."""
_UNITS = {
    "point": r"procentpoint|percentage points?",
    "percent": r"%|pct\b|procent\w*|per ?cent\b",
    "promille": r"‰|promille|per mille",
    "money": r"(?:kr|kroner|dkk)\b",
    "øre": r"øre\b",
    "euro": r"€|(?:euros?|eur)\b",
    "days": (
        r"\w{0,30}dag(?:e|en|ene|s|es)?(?:frist\w*)?\b"
        r"|(?:working|business|calendar)?\s?days?\b"
    ),
    "weeks": r"(?:\w{0,30}s)?uger?s?\b|weeks?\b",
    "months": r"\w{0,30}måned(?:er|en|erne)?s?(?:frist\w*)?\b|months?\b",
    "years": r"\w{0,30}år(?:s|ig|ige|et|ene)?(?:frist\w*)?\b|years?\b",
    "hours": r"(?:\w{0,30}s)?timer?s?\b|hours?\b",
    "times": r"gang(?:e|es)?\b|times\b",
}
_UNIT = re.compile(
    r"\.?[\s-]?(?:(?:hele|fulde|løbende|påbegyndte?|sammenhængende|full|whole|consecutive|of)\s)?"
    r"(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items()) + ")",
    re.IGNORECASE,
)
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
_LONGER = {"years": (12, "months"), "weeks": (7, "days")}
"""Units that are a whole number of another one: "2 år" are "24 måneder"."""


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
        times, unit = _LONGER.get(self.unit, (1, self.unit))
        return (
            f"{Decimal(self.value) * times:f}" if _PLAIN.fullmatch(self.value) else self.value
        ), unit

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
        elif not match["digits"] and (not unit or is_no_two):
            continue
        following = match.start(), unit
        yield Quantity(
            text=match[0],
            words=text[match.start() : end],
            value=_value(match),
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
    return _COUNTING.match(word) is not None


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


def _value(match: re.Match[str]) -> str:
    if match["unread"]:
        return match["unread"].casefold()
    if match["share"]:
        return _share_of(match)
    if match["words"]:
        return str(_counted(match["words"].casefold()))
    value = value_of(match["digits"])
    if not match["times"] or not re.fullmatch(r"[\d.]+", value) or value.count(".") > 1:
        return value
    return f"{(Decimal(value) * _VALUES[match['times'].casefold()]).normalize():f}"


def _share_of(match: re.Match[str]) -> str:
    """A share in per cent where that comes out even: "en fjerdedel" is "25 pct."; else "2/3"."""
    many = _VALUES.get((match["many"] or match["several"] or "en").casefold(), 1)
    parts = _SHARES[(match["dansk"] or match["part"]).casefold()]
    return f"{many}/{parts}" if 100 % parts else str(100 // parts * many)


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
