"""Aligns a model's quotes with the passages, and returns them word for word.

Models change white space, quotation marks and dashes, leave words out with dots, and give the
wrong passage number. A quote must be the source's own words.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Quote
from lexhop.state.records import Passage

_ALIKE = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "»": '"',
        "«": '"',
        "’": "'",
        "‘": "'",
        "–": "-",
        "—": "-",
        "‑": "-",
    }
)
_DOTS = re.compile(r"(?:(?<!\s)\s++)?+\[?(?:…|\.\.\.)\]?\s*+")
_SPACE = re.compile(r"\s+")


def located(quoted: str, passage: Passage) -> list[Quote]:
    """The quote, or its parts if dots stand between them, as printed in `passage`.

    Words that aren't found are returned unchanged, so that the check can reject them.
    """
    parts = [part.strip(" \"'»«“”") for part in _DOTS.split(quoted.strip())]
    return [_one(part, passage) for part in parts if part] or [
        Quote(passage_id=passage.id, text=quoted)
    ]


def _one(words: str, passage: Passage) -> Quote:
    at = passage.text.find(words)
    if at >= 0:
        return Quote(passage_id=passage.id, text=words, start=at)
    if len(words) >= WEIGHTS.shortest_quote:
        for start, end in _alike(words, passage.text):
            return Quote(passage_id=passage.id, text=passage.text[start:end], start=start)
    return Quote(passage_id=passage.id, text=words)


def _alike(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Spans of `text` that equal `words`, apart from white space and forms of quotes and dashes."""
    plain = _SPACE.split(words.translate(_ALIKE).strip())
    if len(plain) > WEIGHTS.longest_alike:
        return
    pattern = r"\s+".join(re.escape(word) for word in plain)
    for match in re.finditer(pattern, text.translate(_ALIKE)):
        yield match.span()


def nearest_words(words: str, text: str) -> str:
    """The sentence of `text` that shares the longest run of words with `words`, or ""."""
    plain, own = words.split()[: WEIGHTS.longest_alike], text.split()[: WEIGHTS.longest_held]
    match = SequenceMatcher(None, own, plain, autojunk=False).find_longest_match()
    if match.size < WEIGHTS.telling_run:
        return ""
    start = max(0, match.a - match.b)
    return " ".join(own[start : start + len(plain) + WEIGHTS.telling_run])
