"""Where the numbered items of a subsection begin: "1) ...", "2 a) ..."; "1. ..." on a line."""

import re
from collections.abc import Iterable

_ITEM = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,3})\s?(?P<letter>[a-zæøå]?)\)\s")
_POINTED = re.compile(r"(?:(?<=\n)|^)(?P<number>\d{1,3})(?P<letter>)\.\s")


def numbered_items(
    text: str, start: int = 0, end: int | None = None, *, first: str = "1"
) -> list[tuple[int, str]]:
    """Offset and number of each item in `text[start:end]`, numbers counting up from `first`.

    Only what continues the count is an item, so that "(nr. 3)" or a footnote mark is none; of
    those with a point at least two, since a line may begin with a day.
    """
    last = len(text) if end is None else end
    if items := _counted(_ITEM.finditer(text, start, last), first):
        return items
    pointed = _counted(_POINTED.finditer(text, start, last), first)
    return pointed if len(pointed) > 1 else []


def _counted(matches: Iterable[re.Match[str]], first: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    last = ""
    for match in matches:
        number = f"{match['number']} {match['letter']}".strip()
        if number == first if not last else _follows(last, number):
            found.append((match.start(), number))
            last = number
    return found


def _follows(last: str, number: str) -> bool:
    """Whether `number` is next: "3" or "2 a" after "2", "2 b" or "3" after "2 a"."""
    (low, _, before), (high, _, letter) = last.partition(" "), number.partition(" ")
    if letter:
        return high == low and letter > before
    return int(high) == int(low) + 1
