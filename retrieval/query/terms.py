"""How far a text covers a question's terms, computed without a model."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from lexhop.corpus.text.analysis import STOP_WORDS, grams, stem, word_grams, words
from lexhop.retrieval.query.answer_type import answer_types_of
from lexhop.retrieval.query.expansion import TermList

_GENERIC_WORDS = """
hvad hvem hvor hvordan hvorfor hvornår hvilken hvilket hvilke kræver kræves siger står gælder regler
regel reglerne loven lovens lov efter ifølge findes forskel forskellen forhold hensyn mulighed
muligt betyder forstås stort stor meget mange længe henholdsvis samt egen egne helt får får give
giver går tage tager komme sker ske bliver blev måtte måske mener synes
what which when where who whom whose does did say says mean means rule rules under act section
according apply applies need needs must much many long happen happens difference between compared
compare name named called tell give
"""
_NO_CONTENT = frozenset(_GENERIC_WORDS.split()) | STOP_WORDS["da"] | STOP_WORDS["en"]
_ENOUGH_OF_A_WORD = 0.55
_SHORTEST_IN_PARTS = 6
"""Letters. Shorter words aren't matched by n-grams."""
_LISTED = 0.8
"""Coverage of an everyday word by a statute word from a list."""


@dataclass(frozen=True)
class QueryTerms:
    """A question's content words with weights, and the kind of fact that it asks for.

    `terms_of_law` are the lists by the language of the question; without one only the question's
    own words match.
    """

    question: str
    language: str
    terms_of_law: Mapping[str, TermList] = field(default_factory=dict)

    @cached_property
    def terms(self) -> dict[str, float]:
        """Weights by content word (as written, lower case); longer words weigh more."""
        plain = re.findall(r"[^\W_]+", self.question.casefold())
        kept = [word for word in plain if word not in _NO_CONTENT]
        return {word: min(len(word), 14) / 8 for word in dict.fromkeys(kept)}

    @cached_property
    def _law_words(self) -> dict[str, tuple[str, ...]]:
        """The stems of statute words for each listed term, alone or in a phrase."""
        listed = self.terms_of_law.get(self.language)
        plain = re.findall(r"[^\W_]+", self.question.casefold())
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

        A word is covered by its stem, by a statute word from the lists, or by most of its n-grams,
        so that parts of Danish compounds match.
        """
        known = self._known.get(text)
        if known is None:
            stems = _stems(text, self.language)
            known = {
                term: 1.0 if short in stems else self._share(term, stems, text)
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

    def _share(self, term: str, stems: frozenset[str], text: str) -> float:
        """How far `text` covers a term whose stem it doesn't have."""
        if not stems.isdisjoint(self._law_words.get(term, ())):
            return _LISTED
        if len(term) < _SHORTEST_IN_PARTS or term.isdigit():
            return 0.0
        own = word_grams(term)
        share = len(own & _parts(text)) / len(own)
        return share if share >= _ENOUGH_OF_A_WORD else 0.0

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
        """Content words that no text covers, the weightiest first."""
        gone = [term for term, share in self.together(texts).items() if not share]
        return tuple(sorted(gone, key=lambda term: -self.terms[term]))

    def has_asked_fact(self, text: str) -> bool:
        """Whether `text` has a fact of the kind asked for: an amount, a period, a date."""
        return any(fact.search(text) for fact in self._facts)

    @cached_property
    def _facts(self) -> list[re.Pattern[str]]:
        return answer_types_of(self.question)

    @property
    def asks_for_fact(self) -> bool:
        return bool(self._facts)


@lru_cache(maxsize=8192)
def _stems(text: str, asked_in: str) -> frozenset[str]:
    """Stems of `text` to match with: Danish ones, and those of the question's language."""
    danish = frozenset(words(text, "da"))
    return danish if asked_in == "da" else danish | frozenset(words(text, asked_in))


@lru_cache(maxsize=8192)
def _parts(text: str) -> frozenset[str]:
    return frozenset(grams(text))
