"""A question as groups of tokens: a passage matches a group by any of its tokens."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lexhop.corpus.text.analysis import STOP_WORDS, folded, stem
from lexhop.corpus.text.language import guess_language
from lexhop.retrieval.query.asking_words import COSTING
from lexhop.retrieval.query.expansion import TermList

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One thing that a question names, as all stems that it may have in a text.

    `spelled` are also compared by n-grams: words in a language of the texts. `implied` are statute
    words from a list, whose n-grams count less.
    """

    tokens: tuple[str, ...]
    spelled: tuple[str, ...]
    implied: tuple[str, ...] = ()


def term_groups(
    question: str, languages: Iterable[str], terms: Mapping[str, TermList] | None = None
) -> list[TermGroup]:
    """The groups of `question` for passages in `languages`, stop words left out.

    `terms` are the lists by language; the one for the question's language adds statute words.
    Without one, the question is assumed to be in a language of the texts.
    """
    asked_in = guess_language(question)
    known = [language for language in ("da", "en") if language in set(languages)] or ["en"]
    listed = (terms or {}).get(asked_in)
    if not listed and asked_in not in known:
        asked_in = known[0]
    words = _WORD.findall(question.casefold())
    found: dict[str, TermGroup] = {}
    at = 0
    while at < len(words):
        statute, length = listed.at(words, at) if listed else ((), 1)
        said = [
            word for word in words[at : at + length] if word not in STOP_WORDS[asked_in] | COSTING
        ]
        if length > 1:  # the "a" of "a-kasse" says nothing without the rest
            said = [word for word in said if len(word) > 1]
        at += length
        stems = [stemmed for word in said for stemmed in _stems(word, asked_in, known)]
        legal = [stem(word, "da") for word in statute]
        tokens = tuple(dict.fromkeys([*stems, *legal]))
        if tokens:
            spelled, implied = (stems, legal) if asked_in in known else (legal, [])
            further = dict.fromkeys(token for token in implied if token not in spelled)
            group = TermGroup(tokens, tuple(dict.fromkeys(spelled)), tuple(further))
            found.setdefault(tokens[0], group)
    return list(found.values())


def _stems(word: str, asked_in: str, languages: Iterable[str]) -> Iterator[str]:
    """Possible stems of a question's word in texts; in another language, of a loan word."""
    for language in languages:
        if language == asked_in:
            yield stem(word if language == "da" else folded(word), language)
        else:
            yield stem(stem(word, asked_in), language)
