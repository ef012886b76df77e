"""References to acts of the EU: "direktiv 2011/96/EU, artikel 4" leads to CELEX id 32011L0096."""

import re
from collections.abc import Iterator

from lexhop.state.records import Reference

_NUMBERS = re.compile(
    r"(?<![\d/.,-])(?P<first>\d{1,4}+)/(?P<second>\d{1,4}+)(?![\d])"
    r"(?P<body>/(?:EU|EF|EØF|EC|EEC|RIA|JHA|EURATOM|Euratom)\b)?"
)
_TYPE = re.compile(
    r"\b(?P<type>[a-zæøå-]{0,40}(?:direktiv|forordning|afgørelse|beslutning)|directive|regulation"
    r"|decision)(?:et|en)?s?\s(?:\((?P<union>EU|EF|EØF|EC|EEC)(?:,\s?Euratom)?\)\s)?(?P<nr>[Nn](?:r\.?|o\.?)\s)?$",
    re.IGNORECASE,
)
_LONGEST_TYPE = 80
_LETTERS = {
    "direktiv": "L",
    "directive": "L",
    "forordning": "R",
    "regulation": "R",
    "rammeafgørelse": "F",
    "afgørelse": "D",
    "beslutning": "D",
    "decision": "D",
}
_PARTS = (
    r"\d{1,3}(?:\s?[a-z]\b)?(?:\(\d{1,2}\))?(?:\([a-z]\))?"
    r"(?:,\s(?:stk\.\s\d{1,2}|nr\.\s\d{1,2}|litra\s[a-z]\b|\d{1,2}\.\s(?:pkt|afsnit)\.?))*"
)
_ARTICLE = rf"(?:[Aa]rtikel|[Aa]rt\.|[Aa]rticle)\s(?P<place>{_PARTS})"
_DATED = r"(?:\saf\s\d{1,2}\.\s\w{3,9}\s\d{4})?"
_BEHIND = re.compile(rf"{_DATED},?\s{_ARTICLE}")
_BEFORE = re.compile(
    rf"{_ARTICLE},?\s(?:i|of)\s(?:the\s)?(?:[\w-]{{1,30}}\s(?:og\s|and\s)?){{0,4}}$"
)
_LONGEST_BEFORE = 200
_FIRST_YEAR = 1952
_LAST_YEAR = 2100


def eu_references(text: str) -> Iterator[Reference]:
    """The acts of the EU that `text` cites by number: CELEX id, and the article as locator."""
    for numbers in _NUMBERS.finditer(text):
        low = max(0, numbers.start() - _LONGEST_TYPE)
        named = _TYPE.search(text, low, numbers.start())
        if named is None or not (named["union"] or numbers["body"]):
            continue
        celex = _celex(named, numbers)
        if not celex:
            continue
        start, end, place = named.start(), numbers.end(), ""
        if behind := _BEHIND.match(text, end):
            end, place = behind.end(), behind["place"]
        elif before := _BEFORE.search(text, max(0, start - _LONGEST_BEFORE), start):
            start, place = before.start(), before["place"]
        locator = f"artikel {place}" if place else ""
        yield Reference(text=text[start:end], target=celex, locator=locator)


def _celex(named: re.Match[str], numbers: re.Match[str]) -> str:
    """ "32011L0096": sector 3, year, type, number; "" where neither number can be a year."""
    kind = next(letter for name, letter in _LETTERS.items() if named["type"].lower().endswith(name))
    first, second = numbers["first"], numbers["second"]
    year_first = bool(numbers["body"]) or not named["nr"]
    if named["nr"] and not _year(second):
        year_first = True
    year, number = (first, second) if year_first else (second, first)
    full = _year(year)
    return f"3{full}{kind}{int(number):04}" if full else ""


def _year(digits: str) -> int:
    """The year that two or four digits stand for, 0 where they can't be one."""
    year = int(digits) + 1900 if len(digits) == len("92") else int(digits)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else 0
