"""Acts by number: "lovbekendtgørelse nr. 806 af 8. august 2023", "LBK nr 806 af 08/08/2023"."""

import re
from datetime import date as date_of

_TYPES = {
    "lov": "lov",
    "l": "lov",
    "lovbekendtgørelse": "lovbekendtgørelse",
    "lovbek": "lovbekendtgørelse",
    "lbkg": "lovbekendtgørelse",
    "lbk": "lovbekendtgørelse",
    "bekendtgørelse": "bekendtgørelse",
    "bek": "bekendtgørelse",
    "bkg": "bekendtgørelse",
    "cirkulære": "cirkulære",
    "cirk": "cirkulære",
    "cir": "cirkulære",
    "anordning": "anordning",
    "ano": "anordning",
}
_SHORT = {
    "lov": "LOV",
    "lovbekendtgørelse": "LBK",
    "bekendtgørelse": "BEK",
    "cirkulære": "CIR",
    "anordning": "ANO",
}
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NAMES = (
    *("januar", "februar", "marts", "april", "maj", "juni", "juli", "august"),
    *("september", "oktober", "november", "december"),
)
_DAY = (
    r"(?:(?P<day>\d{1,2})(?:\.\s?(?P<month>[a-zæøåA-Z]{3,9})\.?\s|[./-](?P<number>\d{1,2})[./ -])"
    r"(?P<year>\d{4})(?!\d)|(?P<iso>\d{4}-\d\d-\d\d))"
)
_ANY_DAY = re.sub(r"\?P<\w+>", "?:", _DAY)
TYPE = (
    r"(?:(?:[Ll]ov(?:bekendtgørelse|bek\.)?|[Bb]ekendtgørelse|[Cc]irkulære|[Aa]nordning|[Bb]ek\.|[Cc]irk\.)(?!\w)"
    r"|\b(?:LBKG|LBK|LOV|BEK|BKG|CIR|ANO)\b)"
)
NUMBERED = (
    rf"(?:{TYPE}\s++(?:nr\.?\s++\d{{1,5}}+(?!\d)(?:\s++af\s++{_ANY_DAY}|/\d{{4}}\b)?"
    rf"|\d{{4}}-\d\d-\d\d\s++nr\.?\s++\d{{1,5}}\b|\d{{1,5}}+\s++af\s++{_ANY_DAY}"
    r"|\d{1,5}+/\d{4}\b)"
    r"|\bL(?:BKG)?\s(?:19|20)\d\d\s\d{1,4}\b)"
)
"""An act by number; what "nr. 806" leaves open without a date, the caller judges."""

_PARTS = re.compile(
    r"(?P<type>\w+)\.?\s++(?:nr\.?\s++)?(?:"
    rf"(?P<leading>\d{{4}}-\d\d-\d\d|(?:19|20)\d\d)\s++(?:nr\.?\s++)?(?P<behind>\d{{1,5}})"
    rf"|(?P<bare>\d{{1,5}})(?:\s++af\s++(?P<date>{_ANY_DAY})|/(?P<of>\d{{4}}))?)"
)
_DATE = re.compile(_DAY)
_LOVTIDENDE_A = frozenset({"lov", "lovbekendtgørelse", "bekendtgørelse", "anordning"})
"""They are numbered together each year, so that number and year tell one act."""


def numbered_name(text: str) -> str:
    """The standard name of an act by number, "lov nr. 5 af 3. maj 2010"; `text` if it is none."""
    kind, number, date = _read(text)
    if not kind:
        return text
    published = _printed_day(date) or date
    return f"{kind} nr. {number} af {published}" if published else f"{kind} nr. {number}"


def official_number(text: str) -> tuple[str, str]:
    """The number as Retsinformation has it, and its ISO day: "LBK nr. 99 af 2023-01-13".

    ("", "") where `text` isn't the number of an act with its day.
    """
    kind, number, date = _read(text)
    match = _DATE.match(date)
    if kind not in _SHORT or match is None:
        return "", ""
    day = match["iso"] or _iso_day(match)
    return (f"{_SHORT[kind]} nr. {number} af {day}", day) if day else ("", "")


def _iso_day(match: re.Match[str]) -> str:
    month = int(match["number"] or _month(match["month"]))
    try:
        return date_of(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return ""


def number_key(text: str) -> str:
    """What tells an act by number from all others, however it is printed; "" if it has no year.

    >>> number_key("LBK nr. 806 af 2023-08-08") == number_key("lov nr. 806 af 8. august 2023")
    True
    """
    kind, number, date = _read(text)
    year = re.search(r"(?<!\d)\d{4}(?!\d)", date)
    series = "A" if kind in _LOVTIDENDE_A else kind
    return f"{series} {number}/{year[0]}" if year else ""


def _read(text: str) -> tuple[str, str, str]:
    """The type of an act by number, its number and its date or year, each "" if it isn't there."""
    match = _PARTS.match(text)
    kind = _TYPES.get(match["type"].casefold(), "") if match else ""
    if not match or not kind:
        return "", "", ""
    date = match["date"] or match["of"] or match["leading"] or ""
    return kind, match["bare"] or match["behind"], date


def _printed_day(text: str) -> str:
    match = _DATE.match(text)
    if match is None:
        return ""
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return _day(int(day), int(month), year)
    month = match["number"] or _month(match["month"])
    return _day(int(match["day"]), int(month), match["year"])


def iso_day(text: str) -> str:
    """A printed day ("8. august 2023", "08/08/2023") as an ISO day; "" where it is none."""
    match = _DATE.match(text)
    return (match["iso"] or _iso_day(match)) if match else ""


def _month(name: str) -> int:
    """The number of a month by its name or the beginning of it, 0 if there is none."""
    begun = name[:3].casefold()
    return _MONTHS.index(begun) + 1 if begun in _MONTHS else 0


def _day(day: int, month: int, year: str) -> str:
    return f"{day}. {_MONTH_NAMES[month - 1]} {year}" if 1 <= month <= len(_MONTHS) else year
