"""Where sentences end in Danish and English law text and prose."""

import re
from collections.abc import Iterator

_ITEM = r"\d{1,3}\s?[a-zæøå]?\)\s|[a-z]\)\s"
_BOUNDARY = re.compile(rf"(?<=[.!?:;])[\"»”«’)]*+\s++(?=[\"«»“(]?(?:[A-ZÆØÅ§\d]|{_ITEM}))|\n++")
_NEXT_ITEM = re.compile(rf"\s*+(?:{_ITEM})")
_SPACE = re.compile(r"\s*+")
_NEVER_LAST = frozenset(
    """jf nr stk f.eks bl.a inkl ekskl evt hhv ca dvs tlf fx vedr mr mrs ms dr st prof hr fr inc ltd
    corp vs e.g i.e gen lt sgt capt rev hon cf approx u.s u.k""".split()  # noqa: SIM905 (readable)
)
"""Abbreviations that never end a sentence."""

_BEFORE_NUMBERS = _NEVER_LAST | {
    "d",
    "no",
    "art",
    "kap",
    "sec",
    "fig",
    "vol",
    "pr",
    "bek",
    "lbk",
    "col",
}
_OFTEN_LAST = frozenset(
    """pkt pct kr m.v mv m.m mm el.lign o.lign lign osv etc mio mia jr sr co""".split()  # noqa: SIM905
)
"""Abbreviations that end a sentence when a capital or "2. pkt." follows."""

_OPENS_BY_SENTENCE = re.compile(
    r"\s*+\d{1,2}\.?(?:\s?[-–]\s?\d{1,2}\.?|,\s\d{1,2}\.|\s(?:og|eller)\s\d{1,2}\.){0,8}"
    r"\s?pkt\.(?!,|\s(?:og|eller)\b)"
)
_MARKER = re.compile(r"(?:§§?\s?\d[\w\s–-]*|Stk\.\s\d+(?:[-–]\d+)?|\d{1,3})\.")
_LONGEST_MARKER = 30
_INITIAL = re.compile(r"(?:^|\s)(?P<before>[\w.'’-]*)\s[A-ZÆØÅ]\.$")
_BEFORE_NAMES = frozenset("af og til fra hos med by and with from to".split())  # noqa: SIM905
_TAIL = 60
_YEAR = 4


LONGEST = 16_000
"""Characters of a sentence up to which it stays whole in a passage: no sentence of law is longer,
but a table without points may be, and data that is no language.
"""


def within_bounds(start: int, end: int, text: str) -> Iterator[tuple[int, int]]:
    """The span, or of one longer than LONGEST its pieces, cut at white space where there is any."""
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        cut = start + LONGEST if cut <= start else cut + 1
        yield start, cut
        start = cut
    yield start, end


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text`, in order, without the white space between them.

    A numbered item ("1) ...") and a line count as sentences of their own; "stk.", "jf." and the
    like end none.
    """
    spans: list[tuple[int, int]] = []
    start = _skip_space(text, 0)
    for boundary in _BOUNDARY.finditer(text):
        end = boundary.start() + len(boundary[0].rstrip())
        if end <= start or ("\n" not in boundary[0] and _goes_on(text, start, end)):
            continue
        spans.append((start, start + len(text[start:end].rstrip())))
        start = _skip_space(text, end)
    if start < len(text):
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


def _skip_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the point before `end` closes an abbreviation or a marker, not a sentence."""
    tail = text[max(start, end - _TAIL) : end]
    last = tail.rsplit(None, 1)[-1].lstrip('"«»“(')
    opening = text[_skip_space(text, end)]
    if last[-1:] in ":;":
        return not _NEXT_ITEM.match(text, end)
    if end - start <= _LONGEST_MARKER and _MARKER.fullmatch(text, start, end):
        return True
    if opening.isdigit():
        return _goes_on_with_number(text, last, end)
    word = last.rstrip(".").casefold()
    if word in _OFTEN_LAST:
        return opening == "("
    return word in _NEVER_LAST or _is_initial(tail)


def _goes_on_with_number(text: str, last: str, end: int) -> bool:
    """Before a number most points are an abbreviation's or a date's: "nr. 2", "den 1. 2. 2020"."""
    word = last.rstrip(".").casefold()
    if word in _BEFORE_NUMBERS:
        return True
    if _OPENS_BY_SENTENCE.match(text, end) or _NEXT_ITEM.match(text, end):
        return False
    return word in _OFTEN_LAST or (word.isdigit() and len(word) < _YEAR)


def _is_initial(tail: str) -> bool:
    """ "John F." before a surname, but not "liste A." or "§ 33 A." at a sentence's end."""
    if re.fullmatch(r"[A-ZÆØÅ]\.", tail.strip()):
        return True
    initial = _INITIAL.search(tail)
    if initial is None:
        return False
    return initial["before"][:1].isupper() or initial["before"] in _BEFORE_NAMES
