"""What a sentence claims beyond its quotes, and whether they support it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lexhop.corpus.text.language import is_plainly_not
from lexhop.reasoning.grounding.characters import odd_words, plain
from lexhop.reasoning.grounding.limits import Limit
from lexhop.reasoning.grounding.names import domains_in
from lexhop.reasoning.grounding.number_words import AND_A_HALF
from lexhop.reasoning.grounding.quantities import Quantity, quantities
from lexhop.reasoning.grounding.quoted import Quoted
from lexhop.reasoning.grounding.units import SPANS, UNIT, in_smaller
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_LEVEL = re.compile(r"\b(?:19|20)\d\d(?:[- ](?:niveau|level)\w*)", re.IGNORECASE)
"""The year whose prices an amount is in: the law says it once for all amounts of a subsection."""
_MONTHS = """
januar|january februar|february marts|march april maj|may juni|june juli|july august september
oktober|october november december
"""
_MONTH = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(_MONTHS.split()))
    + r")s?\b",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(r"(?:may|march)$", re.IGNORECASE)
_ONE_SPAN = re.compile(
    r"\b(?:inden|senest|efter|i|har|have|has|og|within|in|for|after|last|and)\s(?:for\s)?"
    r"(?:e[nt]|é[nt]|one|an?)\s(?P<unit>[^\W\d_]+)"
    rf"(?!{AND_A_HALF})",
    re.IGNORECASE,
)
LINK = re.compile(
    r"\w{1,20}://\S*|\bwww\.\S+|!?\[[^\[\]]*+\]\(\S*|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w+"
    r"|<[a-zA-Z/][^<>]*+>"
)
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
    """A sentence, `said` without citations, what it quotes, and the names of its sources.

    `names` are words that need no quote.
    """

    text: str
    said: str
    quoted: Sequence[Quoted]
    names: Sequence[str]

    @cached_property
    def quotes(self) -> list[str]:
        return [plain(one.text) for one in self.quoted]

    @cached_property
    def own_words(self) -> str:
        """The sentence without its quotes, its citations and the names of its sources."""
        said = self.said
        for words in sorted({*self.quotes, *self.names} - {""}, key=len, reverse=True):
            said = said.replace(words, " ")
        return said

    @cached_property
    def _figures(self) -> list[Quantity]:
        """The figures of the sentence in order, without those in citations."""
        around = {
            level[0].casefold()[:4]
            for one in self.quoted
            for level in _LEVEL.finditer(one.subsection)
        }
        said = _LEVEL.sub(lambda level: " " if level[0][:4] in around else level[0], self.own_words)
        return list(quantities(said))

    @cached_property
    def _quoted(self) -> list[Quantity]:
        return [figure for quote in self.quotes for figure in quantities(quote)]

    @cached_property
    def _quoted_around(self) -> list[Quantity]:
        return [figure for one in self.quoted for figure in quantities(plain(one.sentence))]

    def figures_from_nowhere(self) -> list[str]:
        """Figures and number words with a unit that aren't in the quotes.

        A figure must also have the unit that the quotes give it, if any.
        """
        quoted = {figure.value for figure in self._quoted}
        measures = {figure.measure for figure in self._quoted}
        words = set(re.findall(r"[^\W\d_]+", " ".join(self.quotes).casefold()))
        unknown = []
        for figure in self._figures:
            units = {other.unit for other in self._quoted if other.value == figure.value} - {""}
            if figure.is_article or figure.measure in measures:
                continue
            if figure.value not in quoted and figure.text.casefold() not in words:
                unknown.append(figure.text)
            elif figure.unit and units and figure.unit not in units:
                unknown.append(figure.words)
        return [*unknown, *self._one_span_from_nowhere(), *odd_words(self.own_words, self._read)]

    @cached_property
    def _read(self) -> str:
        """The subsections quoted from, in plain characters."""
        return "\n".join(plain(one.subsection) for one in self.quoted)

    def _one_span_from_nowhere(self) -> Iterator[str]:
        """ "En uge" where the quotes have spans of time, but none of one week.

        Elsewhere "en" is an article, which isn't a figure.
        """
        spans = {figure.measure for figure in self._quoted if figure.unit in SPANS}
        for match in _ONE_SPAN.finditer(self.own_words) if spans else ():
            unit = UNIT.match(match["unit"])
            measure = in_smaller("1", str(unit.lastgroup)) if unit else None
            named = re.search(rf"\b{re.escape(match['unit'][:3])}", self._read, re.IGNORECASE)
            if measure and measure not in spans and not named:
                yield match[0]

    def months_from_nowhere(self) -> list[str]:
        """Names of months that the subsections quoted from haven't got."""
        around = {month for one in self.quoted for month, _ in _months_of(one.subsection)}
        return [word for month, word in _months_of(self.own_words) if month not in around]

    def reversed_limits(self, *, denied: bool) -> list[str]:
        """Word pairs of the sentence and its quotes that limit a figure in opposite ways.

        `denied` says whether one of both denies what the other affirms: then a size must turn. When
        something is due doesn't turn with that.
        """
        return [
            f"{limit.word} … {opposite[0]}"
            for figure in self._figures
            for limit in figure.limits
            if not (denied and limit.axis == "size")
            if (opposite := self._opposite(figure, limit))
        ]

    def _opposite(self, figure: Quantity, limit: Limit) -> list[str]:
        """The quotes' words that limit the figure the other way, if none limits it the same."""
        same = _limits_like(figure, limit, self._quoted) or _limits_like(
            figure, limit, self._quoted_around
        )
        if not same and figure.unit in SPANS and not _has_a_start(figure):
            same = _time_limits_like(figure, limit, self._quoted_around)
        return [] if any(other.up == limit.up for other in same) else [other.word for other in same]

    def negated(self) -> list[str]:
        """Word pairs with a negation between them in only one of the sentence and its quotes.

        This sees no negation that is put in other words.
        """
        said, quoted = _pairs(self.own_words), [_pairs(quote) for quote in self.quotes]
        plain = said[0] - said[1]
        denied = said[1] - said[0]
        every = [
            set[tuple[str, str]]().union(*(pairs[kind] for pairs in quoted)) for kind in (0, 1)
        ]
        wrong = (plain & (every[1] - every[0])) | (denied & (every[0] - every[1]))
        return [" … ".join(pair) for pair in sorted(wrong)]

    def links_from_nowhere(self) -> list[str]:
        """Addresses and markup not in the quotes, which a reader's program might fetch or run."""
        text = self.text
        for words in self.quotes:
            text = text.replace(words, " ")
        known = " ".join(self.quotes)
        links = [link for link in LINK.findall(text) if link not in known]
        return links or list(domains_in(LINK.sub(" ", text), known))

    def can_be_in(self, language: str) -> bool:
        return not is_plainly_not(language, self.own_words)

    @cached_property
    def _repeats_a_figure(self) -> bool:
        """Whether it has a figure of the quotes, with its unit."""
        quoted = {figure.measure for figure in self._quoted if figure.unit}
        return any(figure.measure in quoted for figure in self._figures)

    def is_supported(self, language: str) -> bool:
        """Whether its words are those of the subsections quoted from, and the quotes carry them.

        Quotes in another language alone can't tell. Beside one in its own they can: then it has
        words of the one or of the other, such as names.
        """
        own = [one for one in self.quoted if one.language == language]
        if not own or self._repeats_a_figure:
            return True
        said = QueryTerms(_NEUTRAL.sub("", self.own_words), language, statement=True)
        around = said.coverage([*(one.subsection for one in own), *self.names])
        foreign = [one.subsection for one in self.quoted if one not in own]
        if around < WEIGHTS.supported and not (foreign and said.coverage(foreign)):
            return False
        borne = said.coverage([*(one.text for one in own), *self.names])
        return borne >= WEIGHTS.borne or any(_carries(one.text, language) for one in self.quoted)


def _limits_like(figure: Quantity, limit: Limit, others: Iterable[Quantity]) -> list[Limit]:
    """The limits of the same figure in the same sense."""
    return [
        other
        for quoted in others
        if quoted.measure == figure.measure
        or (quoted.value == figure.value and not (quoted.unit and figure.unit))
        for other in quoted.limits
        if other.axis == limit.axis
    ]


def _has_a_start(figure: Quantity) -> bool:
    """Whether it says from when it counts backwards: "at least 14 days before"."""
    return any(limit.axis == "from" and not limit.up for limit in figure.limits)


def _time_limits_like(figure: Quantity, limit: Limit, others: Iterable[Quantity]) -> list[Limit]:
    """Limits that turn "at least" a span into "within" it, or the other way round."""
    return [
        other
        for quoted in others
        if quoted.measure == figure.measure and not _has_a_start(quoted)
        for other in quoted.limits
        if {(other.axis, other.up), (limit.axis, limit.up)} == {("size", True), ("deadline", False)}
    ]


def _months_of(text: str) -> Iterator[tuple[str, str]]:
    for match in _MONTH.finditer(text):
        beside = text[max(0, match.start() - 4) : match.end() + 3]
        if not _AMBIGUOUS.fullmatch(match[0]) or (
            match[0][0].isupper() and re.search(r"\d", beside)
        ):
            yield str(match.lastgroup), match[0]


def _carries(quote: str, language: str) -> bool:
    """Whether a quote says anything: a figure, or some words of content."""
    content = QueryTerms(quote, language, statement=True).terms
    return len(content) >= WEIGHTS.carrying or any(word[0].isdigit() for word in content)
