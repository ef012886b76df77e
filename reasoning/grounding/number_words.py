"""Numbers in words, Danish and English: cardinals, halves, dozens and shares.

No kept library reads Danish number words, so these are small tables.
"""

import re
from decimal import Decimal

_ONES = """
0 nul zero nil, 1 en et én ét one, 2 to two, 3 tre three, 4 fire four, 5 fem five, 6 seks six,
7 syv seven, 8 otte eight, 9 ni nine
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


VALUES = _words(",".join((_ONES, _TEENS, _TENS, _GREAT)))
_PART = re.compile("|".join(sorted(VALUES, key=len, reverse=True)))
_BELOW_100 = (
    rf"(?:{_any(_TENS)}[\s-]?{_any(_ONES)}|{_any(_ONES)}\s?og\s?{_any(_TENS)}|{_any(_TEENS)}|"
    rf"{_any(_TENS)}|{_any(_ONES)})"
)
_BELOW_MILLION = _below("tusinde?|thousand", _below("hundrede?", _BELOW_100))
_SPELLED = rf"\b{_below('millioner|million', _BELOW_MILLION)}\b"
GREAT = _any(_GREAT)
_UNREAD = (
    r"\b(?:par|couple|billion(?:er)?|"
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
AND_A_HALF = r"\s(?:and a half|(?:og\s)?e[nt] halvt?)\b"
_HALVED = r"\b(?:(?<=by )half|half (?:of|the)|halver(?:es|er|et)|halved?)\b"
_DOZENS = {"dusin": 12, "dozen": 12, "snes": 20, "snese": 20}
_HALVES = {"halvanden": "1.5", "halvandet": "1.5"}
_DOZEN = (
    rf"\b(?:(?P<of_dozens>half an?|e[nt] halvt?|{_any(_ONES)}|a)\s)?"
    r"(?P<dozens>dusin|dozen|snese?)\b"
)
_HALF = rf"\b(?P<halves>halvand(?:en|et)|halvt?|half)(?:\san?)?(?:\s(?P<of_great>{GREAT}))?\b"
NUMBER_WORDS = (
    rf"(?P<share>{_SHARE}|{_HALVED})|{_DOZEN}|{_HALF}|(?P<times_a>\b(?:twice|thrice)\b)|"
    rf"(?P<one>\ba(?=\s(?:hour|day|week|month|year){AND_A_HALF}))|"
    rf"(?P<words>{_SPELLED})(?P<more>{AND_A_HALF})?|(?P<unread>{_UNREAD})"
)
"""A number in words; the named group that matches says of which kind."""
COUNTING = re.compile(
    rf"{_SPELLED[: -len(chr(92) + 'b')]}|{_UNREAD}|{'|'.join(_SHARES)}|{'|'.join(_DOZENS)}|"
    r"hal[fv]|twice|thrice|a$",
    re.IGNORECASE,
)
"""What a word opens with that may be a number or the first word of one."""


def value_in_words(match: re.Match[str]) -> str:
    """The value of a match of NUMBER_WORDS; the words themselves where it can't be told."""
    if match["share"]:
        return _share_of(match)
    if match["dozens"]:
        many = (match["of_dozens"] or "en").casefold()
        times = Decimal("0.5") if "hal" in many else Decimal(VALUES.get(many, 1))
        return f"{(times * _DOZENS[match['dozens'].casefold()]).normalize():f}"
    if match["halves"]:
        half = Decimal(_HALVES.get(match["halves"].casefold(), "0.5"))
        return f"{(half * VALUES.get((match['of_great'] or '').casefold(), 1)).normalize():f}"
    if match["times_a"]:
        return "2" if match["times_a"].casefold() == "twice" else "3"
    if match["one"]:
        return "1"
    return str(_counted(match["words"].casefold())) if match["words"] else match[0].casefold()


def _share_of(match: re.Match[str]) -> str:
    """A share in per cent where that comes out even: "en fjerdedel" is "25 pct."; else "2/3"."""
    many = VALUES.get((match["many"] or match["several"] or "en").casefold(), 1)
    if not (match["dansk"] or match["part"]):
        return "50"
    parts = _SHARES[(match["dansk"] or match["part"]).casefold()]
    return f"{many}/{parts}" if 100 % parts else str(100 // parts * many)


def _counted(words: str) -> int:
    total = group = 0
    for part in map(VALUES.__getitem__, _PART.findall(words)):
        if part >= 1000:
            total, group = total + (group or 1) * part, 0
        else:
            group = (group or 1) * part if part == 100 else group + part
    return total + group
