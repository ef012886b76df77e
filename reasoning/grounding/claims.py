"""What a sentence says beyond the words that it quotes, and whether the quotes bear that out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lexhop.corpus.text.language import is_plainly_not
from lexhop.reasoning.grounding.quantities import FIGURE, Limit, Quantity, quantities, value_of
from lexhop.retrieval.query.terms import QueryTerms

_SUPPORTED = 0.2
"""The share of a sentence's content words that its quotes have at least: they may be put in other
words, but not be about something else."""
_PLACE = re.compile(r"(?:§§?|\bstk\.|\bnr\.)\s*\d+(?:\s?(?:-|–|og|eller)\s?\d+)*|\b\d+\.\s?pkt\.")
LINK = re.compile(r"\w+://\S*|\bwww\.\S+|!?\[[^\]]*\]\(\S*|\b[\w.+-]+@[\w-]+\.\w+|<[a-zA-Z/][^>]*>")
_END = re.compile(r"[.!?:;,]\s")
_NEUTRAL = re.compile(
    r"^\s*(?:ja|nej|yes|no)\b|\b(?:henviser til|refers to|kort sagt|svaret|følger|fremgår|lyder|"
    r"fastsætter|bestemmer|altså|derfor|bestemmelsen|teksten|kilden|in short|the answer|follows|"
    r"states?|provides|provision|source|text|therefore|thus|reads)\b",
    re.IGNORECASE,
)
"""Says nothing that a quote could have, beside what follows."""
_NOT = frozenset("ikke aldrig ej not never".split())  # noqa: SIM905


def _pairs(text: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Words side by side in a sentence: as they stand, and with a negation between them."""
    plain: set[tuple[str, str]] = set()
    denied: set[tuple[str, str]] = set()
    for sentence in _END.split(text.casefold()):
        words = re.findall(r"[^\W_]+", sentence)
        plain.update(pairwise(words))
        denied.update(
            (before, after)
            for before, between, after in zip(words, words[1:], words[2:], strict=False)
            if between in _NOT
        )
    return plain, denied


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence, its quotes, and their citations, names and languages."""

    text: str
    quotes: Sequence[str]
    places: Sequence[str]
    names: Sequence[str]
    languages: Sequence[str]

    @cached_property
    def _said(self) -> str:
        """The sentence without its quotes and the names of its sources."""
        said = self.text
        for words in sorted({*self.quotes, *self.names} - {""}, key=len, reverse=True):
            said = said.replace(words, " ")
        return said

    @cached_property
    def _figures(self) -> list[Quantity]:
        """The figures of the sentence in its order, places apart."""
        return list(quantities(_PLACE.sub(" ", self._said)))[::-1]

    @cached_property
    def _quoted(self) -> list[Quantity]:
        return [one for quote in self.quotes for one in quantities(quote)]

    def figures_from_nowhere(self) -> list[str]:
        """Figures, numbers in words with a unit, and places that aren't those quoted.

        A figure has the unit that the quotes give it, if they give it any.
        """
        places = FIGURE.findall(" ".join(_PLACE.findall(self._said)))
        if not (places or self._figures):
            return []
        quoted = {one.value for one in self._quoted}
        words = set(re.findall(r"[^\W\d_]+", " ".join(self.quotes).casefold()))
        cited = {value_of(figure) for place in self.places for figure in FIGURE.findall(place)}
        unknown = [figure for figure in places if value_of(figure) not in quoted | cited]
        for one in self._figures:
            units = {other.unit for other in self._quoted if other.value == one.value} - {""}
            if one.is_article:
                continue
            if one.value not in quoted and one.text.casefold() not in words:
                unknown.append(one.text)
            elif one.unit and units and one.unit not in units:
                unknown.append(one.words)
        return unknown

    def reversed_limits(self) -> list[str]:
        """The words of a sentence and its quotes that limit the same figure from two sides."""
        return [
            f"{limit.word} … {opposite[0]}"
            for one in self._figures
            for limit in one.limits
            if (opposite := self._opposite(one, limit))
        ]

    def _opposite(self, figure: Quantity, limit: Limit) -> list[str]:
        """What the quotes say of a figure instead, if they never say the same."""
        same = [
            other
            for quoted in self._quoted
            if quoted.value == figure.value
            if quoted.unit == figure.unit or not (quoted.unit and figure.unit)
            for other in quoted.limits
            if other.axis == limit.axis
        ]
        return [] if any(one.up == limit.up for one in same) else [one.word for one in same]

    def negated(self) -> list[str]:
        """Two words that a quote has with "not" between them and the sentence without, or so.

        More can't be told by words alone: a negation may be put in many others.
        """
        said, quoted = _pairs(self._said), [_pairs(one) for one in self.quotes]
        plain = said[0] - said[1]
        denied = said[1] - said[0]
        every = [set[tuple[str, str]]().union(*(one[kind] for one in quoted)) for kind in (0, 1)]
        wrong = (plain & (every[1] - every[0])) | (denied & (every[0] - every[1]))
        return [" … ".join(pair) for pair in sorted(wrong)]

    def links_from_nowhere(self) -> list[str]:
        """Addresses and markup: what would make a reader's program fetch or run something."""
        return [link for link in LINK.findall(self._said) if link not in " ".join(self.quotes)]

    def can_be_in(self, language: str) -> bool:
        return not is_plainly_not(language, self._said)

    def is_supported(self, language: str) -> bool:
        """Whether the quotes have some of its words; those in another language can't tell."""
        if any(one != language for one in self.languages):
            return True
        said = QueryTerms(_NEUTRAL.sub("", self._said), language)
        return said.coverage([*self.quotes, *self.names]) >= _SUPPORTED
