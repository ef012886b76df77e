"""Exact match and F1 of an answer against reference answers, as the question answering sets do it.

SQuAD's normalisation, which MuSiQue, HotpotQA and 2WikiMultiHopQA share: lower case, no
punctuation, no articles, one space between words; the best over all reference answers and aliases
counts. As in HotpotQA, an F1 with a bare "yes" or "no" on one side and something else on the other
is 0. Two things are ours, for Danish: its articles where the question is Danish, and typographic
punctuation.
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
    """`text` as it is compared; languages without articles of their own here go by English."""
    kept = "".join(one for one in text.lower() if not _is_punctuation(one))
    return " ".join(_ARTICLES.get(language, _ARTICLES["en"]).sub(" ", kept).split())


def without_marks(text: str) -> str:
    """An answer's text without its citation numbers ("[1]"), which no reference answer has."""
    return _CITATION_MARKS.sub(" ", text)


def exact_match(answers: Collection[str], text: str, language: str = "en") -> float | None:
    """1 where `text` is one of `answers`, else 0; None without answers."""
    if not answers:
        return None
    said = normalised(text, language)
    return float(any(normalised(one, language) == said for one in answers))


def f1(answers: Collection[str], text: str, language: str = "en") -> float | None:
    """The harmonic mean of the words' precision and recall, best of `answers`; None without."""
    if not answers:
        return None
    said = normalised(text, language)
    return max(_overlap(normalised(one, language), said) for one in answers)


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
