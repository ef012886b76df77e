"""A question as groups of tokens: a passage has a group when it has one of its tokens."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lexhop.corpus.text.analysis import STOP_WORDS, folded, stem
from lexhop.corpus.text.language import guess_language
from lexhop.retrieval.query.expansion import TermList

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One thing that a question names, by the stems that it may have in a text.

    `spelled` are those that are also compared by their letters: words of the texts' language.
    `implied` are those of which letters count less: statute words that a list gives for them.
    """

    tokens: tuple[str, ...]
    spelled: tuple[str, ...]
    implied: tuple[str, ...] = ()


def term_groups(
    question: str, languages: Iterable[str], terms: Mapping[str, TermList] | None = None
) -> list[TermGroup]:
    """The groups of `question` for passages in `languages`, stop words left out.

    `terms` are the lists by language; that of the question's language adds statute words. Where
    there is none, a question is taken to be in a language of the texts.
    """
    asked_in = guess_language(question)
    known = [one for one in ("da", "en") if one in set(languages)] or ["en"]
    listed = (terms or {}).get(asked_in)
    if not listed and asked_in not in known:
        asked_in = known[0]
    words = _WORD.findall(question.casefold())
    found: dict[str, TermGroup] = {}
    at = 0
    while at < len(words):
        statute, length = listed.at(words, at) if listed else ((), 1)
        said = [word for word in words[at : at + length] if word not in STOP_WORDS[asked_in]]
        if length > 1:  # the "a" of "a-kasse" says nothing without the rest
            said = [word for word in said if len(word) > 1]
        at += length
        stems = [one for word in said for one in _stems(word, asked_in, known)]
        legal = [stem(word, "da") for word in statute]
        tokens = tuple(dict.fromkeys([*stems, *legal]))
        if tokens:
            spelled, implied = (stems, legal) if asked_in in known else (legal, [])
            further = dict.fromkeys(one for one in implied if one not in spelled)
            group = TermGroup(tokens, tuple(dict.fromkeys(spelled)), tuple(further))
            found.setdefault(tokens[0], group)
    return list(found.values())


def _stems(word: str, asked_in: str, languages: Iterable[str]) -> Iterator[str]:
    """What a word of a question may be in texts: itself or, in another language, a loan."""
    for language in languages:
        if language == asked_in:
            yield stem(word if language == "da" else folded(word), language)
        else:
            yield stem(stem(word, asked_in), language)
