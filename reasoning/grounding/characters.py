"""A text as a reader sees it: digits in odd forms are digits, and letters of two scripts are told.

Superscripts behind a letter ("m²") are part of a unit, and no figures.
"""

import re
import unicodedata
from collections.abc import Iterator

from lexhop.reasoning.grounding.units import UNIT

_LATIN_END = 0x24F
_NOT_READ = {"Cf", "Mn", "Me"}
"""Marks that aren't letters of their own: what is invisible, and strokes over or under digits."""
_TOKEN = re.compile(r"[\w.,|]++")
_ODD_ZERO = re.compile(r"\d\s[Oo](?!\w)")
_LOOKS_LIKE_DIGITS = frozenset("0123456789OoIl|.,")
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(
    r"\b(?=[IVXLCDM]{2}|[VXLCDM])(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?<=[IVXLCDM])\b"
    rf"(?={UNIT.pattern})"
)
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def plain(text: str) -> str:
    """`text` in plain characters, roman numbers with a unit in digits; not of the same length."""
    if not text.isascii():
        shown = unicodedata.normalize("NFKC", "".join(_plain_characters(text)))
        text = "".join(one for one in shown if unicodedata.category(one) not in _NOT_READ)
    return _ROMAN.sub(lambda match: str(_roman(match[1])), text)


def _plain_characters(text: str) -> Iterator[str]:
    before = ""
    for character in text:
        value = None if character.isascii() else unicodedata.numeric(character, None)
        raised = "SUP" in unicodedata.name(character, "") and before.isalpha()
        if value is None or character.isalpha():
            yield character
        elif raised:
            yield ""
        elif value.is_integer():
            yield f"{value:.0f}"
        else:
            yield _fraction(value, before) or character
        before = character


def _fraction(value: float, before: str) -> str:
    """A half as ",5" behind a digit and as "0,5" elsewhere; "" for what has no short decimals."""
    decimals = f"{value:g}".removeprefix("0.")
    return f"{'' if before.isdigit() else '0'},{decimals}" if len(decimals) <= 3 else ""


def _roman(number: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in number]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def odd_words(text: str, known: str) -> Iterator[str]:
    """Words of a plain `text` that `known` hasn't got and no reader can read for certain.

    Figures with letters that look like digits, and words in another script, or in two.
    """
    for token in _TOKEN.findall(text):
        word = token.strip(".,|")
        if _looks_like_a_figure(word) and word not in known:
            yield word
    yield from (match for match in _ODD_ZERO.findall(text) if match not in known)
    if text.isascii():
        return
    for word in _WORD.findall(text):
        foreign = any(ord(letter) > _LATIN_END for letter in word)
        if foreign and len(word) > 1 and word not in known:
            yield word


def _looks_like_a_figure(word: str) -> bool:
    """ "5O" and "l.O00", but not "25l", which are litres."""
    letters = word.strip("0123456789.,")
    mixed = letters and set(word) <= _LOOKS_LIKE_DIGITS and any(one.isdigit() for one in word)
    return bool(mixed) and not (letters == "l" and word.endswith("l"))
