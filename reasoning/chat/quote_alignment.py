"""Finds the words that a model says it quotes, and gives them as they stand.

Models change white space, quotation marks and dashes, leave words out with dots, and name the
right words under the wrong number. A quote is the source's own words or it is none.
"""

import re
from collections.abc import Iterator

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
_DOTS = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*")
_SPACE = re.compile(r"\s+")
_SHORTEST = 4
"""Letters: less would stand in any passage."""


def located(quoted: str, passage: Passage) -> list[Quote]:
    """The quote, or its parts where dots stand between them, as `passage` has them.

    What isn't found comes back as it was given, so that the check on it can say so.
    """
    parts = [part.strip(" \"'»«“”") for part in _DOTS.split(quoted.strip())]
    return [_one(part, passage) for part in parts if part] or [
        Quote(passage_id=passage.id, text=quoted)
    ]


def _one(words: str, passage: Passage) -> Quote:
    at = passage.text.find(words)
    if at >= 0:
        return Quote(passage_id=passage.id, text=words, start=at)
    if len(words) >= _SHORTEST:
        for start, end in _alike(words, passage.text):
            return Quote(passage_id=passage.id, text=passage.text[start:end], start=start)
    return Quote(passage_id=passage.id, text=words)


def _alike(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where `text` has `words`, blind to white space and to the forms of quotes and dashes."""
    plain = _SPACE.split(words.translate(_ALIKE).strip())
    pattern = r"\s+".join(re.escape(word) for word in plain)
    for match in re.finditer(pattern, text.translate(_ALIKE)):
        yield match.span()
