"""What a question is about, and whether a text is about the same, strictly: no word counts by half.

Coverage by n-grams finds passages; it doesn't tell that one has the answer. Here a word is told
only by its stem, as a part of a compound, or by the statute words that a list gives for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lexhop.corpus.text.analysis import stem
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.query.terms import QueryTerms

_WORD = re.compile(r"[^\W_]+")
_KINDS = """
procent procenten pct sats satser satsen beløb beløbet grænse grænsen loft loftet frist fristen
gebyr gebyret pris prisen størrelse størrelsen højst højest højeste mindst mindste senest tidligst
maksimalt årligt årlig år måned måneder dag dage uge uger gang gange tid kroner kr høj høje stor
stort store lang langt kort hurtigt ofte mange meget koster koste kost betale betaler betalt
betales betaling skal må kan få fås giver given gives bruge bruges gælder gælde gør sker siger
danske danmark dansk regel regler reglerne loven antal andel del dele samlet total inden måtte bør
værdi værdien svar hvornår hvilken hvilket hvor pligt ret mulighed muligt almindelig almindelige
forskellig ens normalt rate percent per cent amount limit deadline fee cost price pay paid year
years month months day days high low long much many danish denmark maximum minimum least most last
lasts
"""
_KIND_WORDS = frozenset(_KINDS.split())
_TAILS = (
    "procent",
    "procenten",
    "satsen",
    "sats",
    "grænsen",
    "grænse",
    "beløbet",
    "beløb",
    "fristen",
    "frist",
    "loftet",
    "gebyret",
    "prisen",
)
_SHORTEST_PART = 4
_MOST_OF = 0.6
"""The share of a compound that a word in the text has to be."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that say what a question is about, without those for the kind of fact it asks.

    `weights` are by word; `forms` the ways in which a text may have each.
    """

    weights: Mapping[str, float]
    forms: Mapping[str, tuple[str, ...]]
    listed: Mapping[str, tuple[str, ...]]

    def told(self, text: str) -> dict[str, float]:
        """For each word whether `text` tells it, from 0 to 1: by a list alone it does so nearly."""
        stems = text_stems(text)
        return {
            word: 1.0
            if any(_has(stems, form) for form in forms)
            else WEIGHTS.by_list * self._by_list(stems, word)
            for word, forms in self.forms.items()
        }

    def _by_list(self, stems: frozenset[str], word: str) -> bool:
        """Whether a text has the first two statute words, or the only one, for an everyday word."""
        statute = self.listed.get(word, ())[:2]
        return bool(statute) and all(_has(stems, part) for part in statute)

    def share(self, told: Mapping[str, float]) -> float:
        """The share of the words, by weight, that `told` has; 0 where there are none."""
        total = sum(self.weights.values())
        return sum(self.weights[word] * told[word] for word in told) / total if total else 0.0

    def untold(self, told: Mapping[str, float]) -> tuple[str, ...]:
        """The words that aren't told, the weightiest first."""
        gone = [word for word, share in told.items() if not share]
        return tuple(sorted(gone, key=lambda word: -self.weights[word]))


def subject_of_terms(query_terms: QueryTerms) -> Subject:
    """The subject of a question's content words."""
    weights: dict[str, float] = {}
    forms: dict[str, tuple[str, ...]] = {}
    listed = _listed(query_terms.question, query_terms.terms_of_law.get(query_terms.language))
    for word, weight in query_terms.terms.items():
        short = stem(word, query_terms.language)
        if word in _KIND_WORDS or short in _KIND_WORDS or word.isdigit():
            continue
        weights[word] = weight
        forms[word] = (short, *_without_kind(short))
    return Subject(weights, forms, {word: listed[word] for word in weights if word in listed})


def _without_kind(short: str) -> list[str]:
    """What a compound with a kind of fact at its end is about: "momssats" is about "moms"."""
    for tail in _TAILS:
        base = short.removesuffix(tail)
        if base != short and len(base) >= _SHORTEST_PART - 1:
            return [base, *([base[:-1]] if len(base) > _SHORTEST_PART else [])]
    return []


def _listed(question: str, terms: TermList | None) -> dict[str, tuple[str, ...]]:
    """The stems of statute words for each everyday word, alone or in a phrase."""
    plain = _WORD.findall(question.casefold())
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while terms and at < len(plain):
        statute, length = terms.at(plain, at)
        for word in plain[at : at + length]:
            found[word] = tuple(stem(legal, "da") for legal in statute)
        at += length
    return {word: statute for word, statute in found.items() if statute}


@lru_cache(maxsize=4096)
def text_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, numbers included."""
    return frozenset(stem(word, "da") for word in _WORD.findall(text.casefold()))


def _has(stems: frozenset[str], part: str) -> bool:
    """Whether a text has `part` as a word or in a compound, or all that `part` is made of.

    "Aktieindkomst" is an "indkomst", and a "rejsefradrag" a "fradrag" to do with a "rejse".
    """
    if part in stems:
        return True
    if len(part) < _SHORTEST_PART:
        return False
    if any(len(other) > len(part) and other.startswith(part) for other in stems):
        return True
    if any(len(other) > len(part) and other.endswith(part) for other in stems):
        return True
    return any(
        (
            _SHORTEST_PART <= len(other) >= _MOST_OF * len(part)
            and len(part) - len(other) >= _SHORTEST_PART - 1
            and part.endswith(other)
        )
        or (
            len(other) >= _SHORTEST_PART
            and part.endswith(other)
            and _begins(stems, part[: -len(other)])
        )
        for other in stems
    )


def _begins(stems: frozenset[str], first: str) -> bool:
    """Whether a text has the first part of a compound, with or without a letter that joins."""
    plain = {first, first.removesuffix("s"), first.removesuffix("e"), first.removesuffix("te")}
    return any(len(part) >= _SHORTEST_PART - 1 and part in stems for part in plain)
