"""Amounts that a statute states in the level of one year ("12.000 kr. (2010-niveau)").

They are adjusted each year, so an amount without its level is a wrong amount.
"""

import re
from collections.abc import Iterable

_NEAR = 24
"""Characters after an amount within which its level stands."""
_LEVEL = re.compile(r"\d{4}-niveau|\d{4} level", re.IGNORECASE)
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{4,}")


def level_after(text: str, end: int) -> str:
    """The level that stands right after the amount that ends at `end`, or ""."""
    found = _LEVEL.search(text[end : end + _NEAR])
    return found[0] if found else ""


def with_levels(sentence: str, quotes: Iterable[str]) -> str:
    """`sentence` with the level after each amount that has one in a quote and none here."""
    levels = {
        amount[0]: level
        for quote in quotes
        for amount in _AMOUNT.finditer(quote)
        if (level := level_after(quote, amount.end()))
    }
    for amount in reversed(list(_AMOUNT.finditer(sentence))):
        missing = levels.get(amount[0], "")
        if missing and not _LEVEL.search(sentence, amount.end()):
            unit = re.match(r"\s?(?:kr\.?|kroner|DKK)(?!\w)", sentence[amount.end() :])
            end = amount.end() + (unit.end() if unit else 0)
            sentence = f"{sentence[:end]} ({missing}){sentence[end:]}"
    return sentence
