"""Classifies a run of digits: a personal, phone, card or account number, or none of these."""

import itertools
import re
from calendar import monthrange
from collections.abc import Iterator

_GAPS = " \t\r\n\u00a0\u2009\u202f\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
SEPARATORS = f"[{_GAPS}{re.escape(_DASHES)}./()]"
"""A character class of what may stand between the digits of one number."""

_GROUP = re.compile(r"\d+")
_UNIT = re.compile(
    r"\s{0,2}(?:(?:kr|kroner|dkk|euro?|usd|sek|nok|gbp|mio|mia|pct|procent|promille|øre|tons?|tonnes?|kg|"
    r"gram|liter|litres?|k?m[23]?|m²|km²|m³|meter|metres?|hektar|hectares?|ha|kwh|mwh|gj|timer?|hours?|"
    r"dage?|days?|måneder|months?|år|years?|styk|stk|enheder|units|personer|persons|borgere|indbyggere|"
    r"inhabitants|sager|cases|aktier|shares|tokens|passager|passages|tegn|characters|bytes|"
    r"[kmg]b|ms|sekunder|seconds)\b|[€$%£])",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?:\bkr\.?|\bdkk|\beuro?|\busd|[€$£])\s?\Z", re.IGNORECASE)
_IS = r"(?:[\s.:-]{0,3}(?:nr|no|nummer|number|er|is|på|til|to|at)\b)?[^\w\[\]]{0,6}\Z"
_CPR_CUE = re.compile(rf"(?:cpr|person)-?(?:nr|nummer)?{_IS}", re.IGNORECASE)
_PHONE_CUE = re.compile(
    r"(?:(?<![^\W_])(?:tlf|tel|mobil|mob|cell|call|ring|fax|sms)|telefon|phone)(?:nr|nummer)?"
    + _IS,
    re.IGNORECASE,
)
_ACCOUNT_CUE = re.compile(rf"(?:konto|account|acct)(?:nr|nummer)?{_IS}", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\Z")
_REACH = 40
"""Characters around a number that are searched for words that say what it is."""

_IN_PAIRS = 4
_ABROAD = range(7, 16)
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5\d|2[2-7]|35)\d{14}|3[47]\d{13}|3[0689]\d{12}|[56]\d{15,18}"
)
"""Card numbers by network: 4 is Visa (and Visa/Dankort), 5 also Dankort."""
_CARD_SHAPES = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4))
_KONTO = range(6, 11)
_WITH_BRANCH = range(6, 15)
_YEARS = range(1000, 2100)
_CASE_YEARS = range(1900, 2100)
_REPLACEMENT_DAYS = 60
"""Added to the day in a replacement CPR number."""

Find = tuple[int, str]
"""(index after the number's last group, kind)."""


class Digits:
    """A run of digits in `text` as groups and separators, with the text around it."""

    def __init__(self, text: str, start: int, end: int) -> None:
        found = list(_GROUP.finditer(text, start, end))
        self._spans = [group.span() for group in found]
        self._groups = [_ascii(group[0]) for group in found]
        self._between = [
            _separator(text[group.end() : following.start()])
            for group, following in itertools.pairwise(found)
        ]
        self._before = text[max(0, start - _REACH) : start]
        self._after = text[end : end + _REACH]

    def finds(self) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind of each number, from left to right."""
        at = 0
        while at < len(self._groups):
            found = None
            if at == 0 or len(self._groups[at]) > 1:
                found = self._sure(at) or self._phone(at)
            if found:
                upto, kind = found
                start = self._spans[at][0] - (1 if self._plus(at) else 0)
                yield start, self._spans[upto - 1][1], kind
            at = found[0] if found else at + 1

    def _sure(self, at: int) -> Find | None:
        return self._cpr(at) or self._card(at) or self._abroad(at) or self._account(at)

    def _cpr(self, at: int) -> Find | None:
        shape = self._shape(at, 4)
        between = self._between[at : at + 3]
        if shape[:1] == (10,):
            size = 1
        elif shape[:2] == (6, 4) and between[0] in " -./":
            size = 2
        elif shape == (2, 2, 2, 4) and between[0] == between[1] and between[2] in ("-", between[0]):
            size = 4
        else:
            return None
        number = "".join(self._groups[at : at + size])
        if born(number) or (at == 0 and _CPR_CUE.search(self._before)):
            return at + size, "CPR"
        return None

    def _card(self, at: int) -> Find | None:
        shape = self._shape(at, 5)
        for wanted in (*_CARD_SHAPES, shape[:1]):
            size = len(wanted)
            if shape[:size] == wanted and set(self._between[at : at + size - 1]) <= {" ", "-"}:
                number = "".join(self._groups[at : at + size])
                if _CARD.fullmatch(number) and _luhn(number):
                    return at + size, "CARD"
        return None

    def _abroad(self, at: int) -> Find | None:
        """A number with a country code: after a plus or two zeros, or Denmark's 45 without."""
        first = self._groups[at]
        clock = at == 0 and _CLOCK.search(self._before)
        zeros = 2 if first.startswith("00") and first[2:3] != "0" and not clock else 0
        if not (zeros or self._plus(at)):
            danish = len(first) == 10 and first.startswith("45")
            return (at + 1, "PHONE") if danish else None
        if not zeros and len(self._groups) == 1 and _UNIT.match(self._after):
            return None
        found = None
        number = ""
        for upto in range(at, min(at + _ABROAD.stop, len(self._groups))):
            if upto > at and self._between[upto - 1] == "\n":
                break
            number += self._groups[upto]
            if len(number) - zeros >= _ABROAD.stop:
                break
            if len(number) - zeros in _ABROAD:
                found = upto + 1, "PHONE"
            if number[zeros:].startswith("45") and len(number) - zeros == 10:
                break
        return found

    def _account(self, at: int) -> Find | None:
        shape = self._shape(at, 2)
        cue = at == 0 and _ACCOUNT_CUE.search(self._before)
        if cue and shape[0] in _KONTO:
            return at + 1, "ACCOUNT"
        case_number = int(self._groups[at][:4]) in _CASE_YEARS and shape[-1] < _KONTO.stop - 1
        if (
            shape[0] == 4
            and shape[-1] in _KONTO
            and self._between[at] in " -"
            and (cue or not case_number)
        ):
            return at + 2, "ACCOUNT"
        return self._upto(at, _WITH_BRANCH, "ACCOUNT") if cue else None

    def _phone(self, at: int) -> Find | None:
        if at == 0 and _PHONE_CUE.search(self._before):
            found = self._upto(at, range(8, 9), "PHONE") or self._upto(at, _ABROAD, "PHONE")
            if found:
                return found
        return self._in_pairs(at) or self._in_one_or_two(at)

    def _in_pairs(self, at: int) -> Find | None:
        """ "12 34 56 78": four pairs or more, as a code may come before or another number after."""
        upto = at + 1
        while (
            len(self._groups[upto - 1]) == 2
            and upto < len(self._groups)
            and len(self._groups[upto]) == 2
            and self._between[upto - 1] == self._between[at] != "\n"
            and not self._cpr(upto)
        ):
            upto += 1
        return (upto, "PHONE") if upto - at >= _IN_PAIRS else None

    def _in_one_or_two(self, at: int) -> Find | None:
        """ "12345678" or "1234 5678", but not years, round amounts, decimals or parts of names."""
        shape = self._shape(at, 2)
        if shape[:1] == (8,):
            size = 1
            if self._is_part(at) or _is_a_day(self._groups[at]):
                return None
        elif shape == (4, 4) and self._between[at] in " -." and not self._sure(at + 1):
            size = 2
            pair = [int(group) for group in self._groups[at : at + 2]]
            case_number = pair[0] in _CASE_YEARS and self._between[at] == "-"
            years = all(number in _YEARS for number in pair)
            if case_number or years or all(number % 50 == 0 for number in pair):
                return None
        else:
            return None
        last = at + size == len(self._groups)
        amount = at == 0 and _AMOUNT.search(self._before)
        return None if amount or (last and _UNIT.match(self._after)) else (at + size, "PHONE")

    def _is_part(self, at: int) -> bool:
        """Whether a group belongs to a name (A12345678, id_12345678) or is decimals."""
        before = self._before[-2:] if at == 0 else ""
        after = self._after[:1] if at == len(self._groups) - 1 else ""
        if before[-1:].isalpha() or before.endswith("_") or after.isalpha() or after == "_":
            return True
        if at == 0:
            return before[:1].isdecimal() and before[-1:] == ","
        return self._between[at - 1] == "." and len(self._groups[at - 1]) <= 3

    def _upto(self, at: int, digits: range, kind: str) -> Find | None:
        """The longest number from group `at` that has a digit count in `digits`."""
        found, count = None, 0
        for upto in range(at, min(at + digits.stop, len(self._groups))):
            if upto > at and self._between[upto - 1] == "\n":
                break
            count += len(self._groups[upto])
            if count in digits:
                found = upto + 1, kind
        return found

    def _shape(self, at: int, groups: int) -> tuple[int, ...]:
        return tuple(len(group) for group in self._groups[at : at + groups])

    def _plus(self, at: int) -> bool:
        return at == 0 and self._before.endswith("+")


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(digit)) for digit in digits)


def _separator(between: str) -> str:
    """ " ", "-", ".", "/" or "\n" for what is of that kind, else as it is.

    A full stop with space around it ends a sentence and joins nothing.
    """
    core = between.strip(_GAPS)
    if not core:
        return "\n" if "\n" in between else " "
    if core == "." and between != ".":
        return ". "
    return "-" if core in _DASHES else core


def _is_a_day(number: str) -> bool:
    """Whether eight digits are a day, year first; a phone number is told from it by a cue."""
    year, month, day = int(number[:4]), int(number[4:6]), int(number[6:])
    return (
        year in _CASE_YEARS
        and month in range(1, 13)
        and day in range(1, monthrange(year, month)[1] + 1)
    )


def born(cpr: str) -> bool:
    """Whether a number begins with a date of birth. CPR check digits prove nothing since 2007."""
    day, month, year = int(cpr[:2]), int(cpr[2:4]), 2000 + int(cpr[4:6])
    if day > _REPLACEMENT_DAYS:
        day -= _REPLACEMENT_DAYS
    return month in range(1, 13) and day in range(1, monthrange(year, month)[1] + 1)


def _luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in number[-1::-2])) % 10 == 0
