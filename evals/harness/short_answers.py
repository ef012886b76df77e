"""Exact match and F1 of an answer against reference answers, as usual in question answering.

SQuAD's normalisation, shared by MuSiQue, HotpotQA and 2WikiMultiHopQA: lower case, no
punctuation, no articles, single spaces; the best over all reference answers and aliases counts.
As in HotpotQA, F1 is 0 if only one side is a bare "yes" or "no". Added for Danish: its articles
where the question is Danish, and typographic punctuation.
"""

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Collection

_ARTICLES = {
    "da": re.compile(r"\b(en|et|den|det|de)\b"),
    "en": re.compile(r"\b(a|an|the)\b"),
}
_CITATION_MARKS = re.compile(r"\[\d+\]")
_BARE = {"yes", "no", "ja", "nej"}


def normalised(text: str, language: str = "en") -> str:
    """`text` in the form that is compared; other languages than Danish use English articles."""
    kept = "".join(character for character in text.lower() if not _is_punctuation(character))
    return " ".join(_ARTICLES.get(language, _ARTICLES["en"]).sub(" ", kept).split())


def without_marks(text: str) -> str:
    """An answer's text without citation numbers ("[1]"), which reference answers don't have."""
    return _CITATION_MARKS.sub(" ", text)


def exact_match(answers: Collection[str], text: str, language: str = "en") -> float | None:
    """1 if `text` is one of `answers`, else 0; None without answers."""
    if not answers:
        return None
    said = normalised(text, language)
    return float(any(normalised(answer, language) == said for answer in answers))


def f1(answers: Collection[str], text: str, language: str = "en") -> float | None:
    """Word F1, the best over `answers`; None without answers."""
    if not answers:
        return None
    said = normalised(text, language)
    return max(_overlap(normalised(answer, language), said) for answer in answers)


def _overlap(wanted: str, said: str) -> float:
    if wanted != said and (wanted in _BARE or said in _BARE):
        return 0.0
    wanted_words, said_words = wanted.split(), said.split()
    if not wanted_words or not said_words:
        return float(wanted_words == said_words)
    common = (Counter(wanted_words) & Counter(said_words)).total()
    return 2 * common / (len(wanted_words) + len(said_words))


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character).startswith("P")
