"""What a sentence claims beyond its quotes, and whether they support it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lexhop.corpus.text.language import is_plainly_not
from lexhop.reasoning.grounding.quantities import FIGURE, Limit, Quantity, quantities, value_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_PLACE = re.compile(r"(?:§§?|\bstk\.|\bnr\.)\s*\d+(?:\s?(?:-|–|og|eller)\s?\d+)*|\b\d+\.\s?pkt\.")
LINK = re.compile(r"\w+://\S*|\bwww\.\S+|!?\[[^\]]*\]\(\S*|\b[\w.+-]+@[\w-]+\.\w+|<[a-zA-Z/][^>]*>")
_END = re.compile(r"[.!?:;,]\s")
_NEUTRAL = re.compile(
    r"^\s*(?:ja|nej|yes|no)\b|\b(?:henviser til|refers to|kort sagt|svaret|følger|fremgår|lyder|"
    r"fastsætter|bestemmer|altså|derfor|bestemmelsen|teksten|kilden|in short|the answer|follows|"
    r"states?|provides|provision|source|text|therefore|thus|reads)\b",
    re.IGNORECASE,
)
"""Words of the sentence that no quote needs to have."""
_NOT = frozenset("ikke aldrig ej not never".split())  # noqa: SIM905


def _pairs(text: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of neighbouring words, and pairs with only a negation between them."""
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
        """The figures of the sentence in order, without those in citations."""
        return list(quantities(_PLACE.sub(" ", self._said)))[::-1]

    @cached_property
    def _quoted(self) -> list[Quantity]:
        return [figure for quote in self.quotes for figure in quantities(quote)]

    def figures_from_nowhere(self) -> list[str]:
        """Figures, number words with a unit, and section numbers that aren't in the quotes.

        A figure must also have the unit that the quotes give it, if any.
        """
        places = FIGURE.findall(" ".join(_PLACE.findall(self._said)))
        if not (places or self._figures):
            return []
        quoted = {figure.value for figure in self._quoted}
        words = set(re.findall(r"[^\W\d_]+", " ".join(self.quotes).casefold()))
        cited = {value_of(figure) for place in self.places for figure in FIGURE.findall(place)}
        unknown = [figure for figure in places if value_of(figure) not in quoted | cited]
        for figure in self._figures:
            units = {other.unit for other in self._quoted if other.value == figure.value} - {""}
            if figure.is_article:
                continue
            if figure.value not in quoted and figure.text.casefold() not in words:
                unknown.append(figure.text)
            elif figure.unit and units and figure.unit not in units:
                unknown.append(figure.words)
        return unknown

    def reversed_limits(self) -> list[str]:
        """Word pairs of the sentence and its quotes that limit a figure in opposite ways."""
        return [
            f"{limit.word} … {opposite[0]}"
            for figure in self._figures
            for limit in figure.limits
            if (opposite := self._opposite(figure, limit))
        ]

    def _opposite(self, figure: Quantity, limit: Limit) -> list[str]:
        """The quotes' words that limit the figure the other way, if none limits it the same."""
        same = [
            other
            for quoted in self._quoted
            if quoted.value == figure.value
            if quoted.unit == figure.unit or not (quoted.unit and figure.unit)
            for other in quoted.limits
            if other.axis == limit.axis
        ]
        return [] if any(other.up == limit.up for other in same) else [other.word for other in same]

    def negated(self) -> list[str]:
        """Word pairs with a negation between them in only one of the sentence and its quotes.

        This sees no negation that is put in other words.
        """
        said, quoted = _pairs(self._said), [_pairs(quote) for quote in self.quotes]
        plain = said[0] - said[1]
        denied = said[1] - said[0]
        every = [
            set[tuple[str, str]]().union(*(pairs[kind] for pairs in quoted)) for kind in (0, 1)
        ]
        wrong = (plain & (every[1] - every[0])) | (denied & (every[0] - every[1]))
        return [" … ".join(pair) for pair in sorted(wrong)]

    def links_from_nowhere(self) -> list[str]:
        """Addresses and markup not in the quotes, which a reader's program might fetch or run."""
        return [link for link in LINK.findall(self._said) if link not in " ".join(self.quotes)]

    def can_be_in(self, language: str) -> bool:
        return not is_plainly_not(language, self._said)

    def is_supported(self, language: str) -> bool:
        """Whether the quotes have enough of its words; True if a quote is in another language."""
        if any(other != language for other in self.languages):
            return True
        said = QueryTerms(_NEUTRAL.sub("", self._said), language)
        return said.coverage([*self.quotes, *self.names]) >= WEIGHTS.supported
