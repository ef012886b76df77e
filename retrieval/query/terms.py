"""How far a text covers a question's terms, computed without a model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lexhop.corpus.text.analysis import STOP_WORDS, grams, stem, word_grams, words
from lexhop.retrieval.query.answer_type import (
    answer_types_of,
    asks_for_meaning,
    asks_for_rate,
)
from lexhop.retrieval.query.asking_words import ASKING, GENERIC
from lexhop.retrieval.query.expansion import TermList

_NO_CONTENT = GENERIC | STOP_WORDS["da"] | STOP_WORDS["en"]
_SHORTEST_IN_PARTS = 6
"""Letters. Shorter words aren't compared by parts."""
_SHORTEST_PART = 4
_LINKS = ("", "s", "e")
"""Letters that join the parts of a Danish compound."""
_DERIVED = 0.9
"""Coverage of a word by one that goes on after its stem: "indbetale" by "indbetaling"."""
_LISTED = 0.8
"""Coverage of an everyday word by the statute words from a list, if all of them are there."""
_IN_COMPOUND = 0.8
"""Coverage of a word by a compound that ends with it, and of a compound by its parts."""
_ALIKE = 0.4
"""The most that n-grams in common can cover: they are no evidence that a text has the word."""
_ENOUGH_OF_A_WORD = 0.55
_HAS = 0.5
"""The least coverage of a word that a text has."""
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class QueryTerms:
    """A question's content words with weights, and the kind of fact that it asks for.

    `terms_of_law` are the lists by the language of the question; without one only the question's
    own words match. `subjects` are the acts that single words are about. A `statement` is compared
    as a whole, by all of its words and by their n-grams: it may rephrase what it is held against.
    """

    question: str
    language: str
    terms_of_law: Mapping[str, TermList] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    statement: bool = False

    @cached_property
    def terms(self) -> dict[str, float]:
        """Weights by content word (as written, lower case); longer words weigh more.

        Words that ask for a kind of fact have no content in a question, but do in a statement.
        """
        plain = _plain(self.question)
        asking = frozenset[str]() if self.statement else ASKING
        kept = [word for word in plain if word not in _NO_CONTENT and word not in asking]
        return {word: min(len(word), 14) / 8 for word in dict.fromkeys(kept)}

    @cached_property
    def _law_words(self) -> dict[str, tuple[str, ...]]:
        """The stems of statute words for each listed term, alone or in a phrase."""
        listed = self.terms_of_law.get(self.language)
        plain = _plain(self.question)
        found: dict[str, tuple[str, ...]] = {}
        at = 0
        while listed and at < len(plain):
            statute, length = listed.at(plain, at)
            for word in plain[at : at + length]:
                found[word] = tuple(stem(legal, "da") for legal in statute)
            at += length
        return found

    def covered(self, text: str) -> Mapping[str, float]:
        """For each content word, how much of it `text` has, from 0 to 1.

        A word is covered by its stem, by a longer word that begins or ends with it, by the statute
        words from the lists, or by the parts of it as a compound. N-grams in common show that a
        text is near, never that it has the word.
        """
        known = self._known.get(text)
        if known is None:
            stems = _stems(text, self.language)
            known = {
                term: 1.0 if short in stems else self._share(term, short, stems, text)
                for term, short in self._term_stems.items()
            }
            self._known[text] = known
        return known

    @cached_property
    def _known(self) -> dict[str, Mapping[str, float]]:
        """What was covered by a text before: of one question the same texts are asked for often."""
        return {}

    @cached_property
    def _term_stems(self) -> dict[str, str]:
        return {term: stem(term, self.language) for term in self.terms}

    def _share(self, term: str, short: str, stems: frozenset[str], text: str) -> float:
        """How far `text` covers a term whose stem, `short`, it doesn't have."""
        law = self._law_words.get(term, ())
        listed = _LISTED * sum(word in stems for word in law) / len(law) if law else 0.0
        if term.isdigit() or len(short) < _SHORTEST_PART:
            return listed
        if self.statement:
            return max(listed, self._alike(term, text))
        joined = _joined(stems)
        return max(
            listed, _in_longer_words(short, joined), self._by_parts(term, short, joined, text)
        )

    def _by_parts(self, term: str, short: str, joined: str, text: str) -> float:
        if len(term) < _SHORTEST_IN_PARTS:
            return 0.0
        if self.language == "da" and _has_both_parts(short, joined):
            return _IN_COMPOUND
        return _ALIKE * self._alike(term, text)

    @staticmethod
    def _alike(term: str, text: str) -> float:
        """The share of n-grams in common, 0 if it is small."""
        if len(term) < _SHORTEST_IN_PARTS:
            return 0.0
        own = word_grams(term)
        share = len(own & _parts(text)) / len(own)
        return share if share >= _ENOUGH_OF_A_WORD else 0.0

    def covered_by_act(self, act: str) -> Mapping[str, float]:
        """The content words that `act` is about: it needn't repeat them."""
        return {term: 1.0 for term in self.terms if act and self.subjects.get(term) == act}

    def together(self, texts: Sequence[str]) -> dict[str, float]:
        """For each content word, the most that any of `texts` covers it."""
        by_text = [self.covered(text) for text in texts]
        return {
            term: max((covered[term] for covered in by_text), default=0.0) for term in self.terms
        }

    def coverage(self, texts: Sequence[str]) -> float:
        """The weighted share of the content words that `texts` have, from 0 to 1."""
        return self.weight(self.together(texts))

    def weight(self, covered: Mapping[str, float]) -> float:
        """The share of all content words, by weight, that `covered` has; 1 if there are none."""
        have = sum(self.terms[term] * share for term, share in covered.items())
        return have / self._total if self._total else 1.0

    @cached_property
    def _total(self) -> float:
        return sum(self.terms.values())

    def missing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Content words that no text has, the weightiest first."""
        gone = [term for term, share in self.together(texts).items() if share < _HAS]
        return tuple(sorted(gone, key=lambda term: -self.terms[term]))

    def has_asked_fact(self, text: str) -> bool:
        """Whether `text` has a fact of the kind asked for: an amount, a period, a date."""
        return any(fact.search(text) for fact in self._facts)

    @cached_property
    def _facts(self) -> list[re.Pattern[str]]:
        return answer_types_of(self.question)

    @cached_property
    def asks_for_rate(self) -> bool:
        return asks_for_rate(self.question)

    @property
    def asks_for_one_kind(self) -> bool:
        """Whether one kind of fact is asked for: "hvor meget" may be an amount or a rate."""
        return len(self._facts) == 1

    @cached_property
    def asks_for_meaning(self) -> bool:
        return asks_for_meaning(self.question)

    @property
    def asks_for_fact(self) -> bool:
        return bool(self._facts)


def _plain(text: str) -> list[str]:
    """The words of `text`, numbers without separators: "1.400" is "1400"."""
    return re.findall(r"[^\W_]+", _THOUSANDS.sub("", text.casefold()))


@lru_cache(maxsize=8192)
def _stems(text: str, asked_in: str) -> frozenset[str]:
    """Stems of `text` to match with: Danish ones, and those of the question's language."""
    text = _THOUSANDS.sub("", text)
    danish = frozenset(words(text, "da"))
    return danish if asked_in == "da" else danish | frozenset(words(text, asked_in))


@lru_cache(maxsize=8192)
def _parts(text: str) -> frozenset[str]:
    return frozenset(grams(text))


@lru_cache(maxsize=8192)
def _joined(stems: frozenset[str]) -> str:
    """Stems between blanks, to look for their beginnings and ends in one go."""
    return f" {' '.join(stems)} "


def _in_longer_words(short: str, joined: str) -> float:
    """Coverage of the stem `short` by words derived from it, or compounds that end in it."""
    if len(short) > _SHORTEST_PART and f" {short}" in joined:
        return _DERIVED
    return _IN_COMPOUND if f"{short} " in joined else 0.0


def _has_both_parts(short: str, joined: str) -> bool:
    """Whether both parts of a compound are there: "afgift" and "gave" of "gaveafgift"."""
    for cut in range(_SHORTEST_PART, len(short) - _SHORTEST_PART + 1):
        last, first = short[cut:], short[:cut]
        if f" {last} " in joined and any(
            first.endswith(link) and _begins(first.removesuffix(link), joined) for link in _LINKS
        ):
            return True
    return False


def _begins(part: str, joined: str) -> bool:
    """Whether a word begins with `part` and has at most two letters more, as an ending has."""
    if len(part) < _SHORTEST_PART - 1 or f" {part}" not in joined:
        return False
    return re.search(rf" {re.escape(part)}\w{{0,2}} ", joined) is not None
