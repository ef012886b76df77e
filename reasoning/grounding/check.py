"""The check that every answer passes: nothing is said that the evidence doesn't say verbatim.

Grounding is code and not a prompt. What fails is struck; the status says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from lexhop.corpus.citations.act_names import ActNames
from lexhop.prompts import LANGUAGES, phrase
from lexhop.reasoning.grounding.arithmetic import NotCalculable
from lexhop.reasoning.grounding.attribution import misattributed
from lexhop.reasoning.grounding.calculation import calculated, with_result
from lexhop.reasoning.grounding.characters import plain
from lexhop.reasoning.grounding.claims import Claim
from lexhop.reasoning.grounding.conditions import condition_left_out
from lexhop.reasoning.grounding.contradictions import contradictions
from lexhop.reasoning.grounding.guidance import calls_guidance_law
from lexhop.reasoning.grounding.names import KnownNames
from lexhop.reasoning.grounding.prompt_injection import (
    instructions_in,
    is_order,
    names_of,
    overlaps,
)
from lexhop.reasoning.grounding.quoted import Quoted, quoted_from, start_of
from lexhop.reasoning.grounding.sources import NamedSources, acts_of
from lexhop.reasoning.grounding.statement import Statement
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Draft, GroundedSentence, Quote, Sentence
from lexhop.state.records import Citation, Evidence, Passage

Fault = Literal[
    "uncited",
    "unknown_passage",
    "not_verbatim",
    "repealed",
    "figure_not_quoted",
    "link_not_quoted",
    "source_not_quoted",
    "misattributed",
    "other_language",
    "negated",
    "unsupported",
    "off_topic",
    "not_calculable",
    "condition_left_out",
    "not_in_force",
    "law_from_guidance",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a sentence was struck: `sentence` is its place in the draft, from 0."""

    sentence: int
    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a sentence: the question, all sentences of its draft, the acts known."""

    question: str
    sentences: tuple[str, ...]
    acts: ActNames

    @property
    def all(self) -> str:
        return "\n".join((self.question, *self.sentences))


@dataclass(frozen=True, slots=True)
class Grounded:
    """What stood the check. `text` numbers its citations "[1]"; each is quoted verbatim.

    `addressed` are those of which the quoted text is an order to a model.
    """

    text: str
    citations: tuple[Citation, ...]
    violations: tuple[Violation, ...]
    said: tuple[GroundedSentence, ...]
    addressed: tuple[str, ...] = ()


def ground(
    draft: Draft,
    evidence: Sequence[Evidence],
    language: str = "",
    about: QueryTerms | None = None,
    question: str = "",
) -> Grounded:
    """Strike from `draft` what `evidence` doesn't bear out.

    A sentence stands if it has a quote; if each of its quotes stands verbatim (to the letter, white
    space included) in its passage; if none of these is repealed law; and if it claims nothing that
    its quotes don't: no figure, no link, nothing that they aren't about. It has to be in `language`
    and have to do with what is asked, where these are given. A figure that is reckoned may have
    operands from `question`; code does the calculation.
    """
    passages = {item.passage.id: item.passage for item in evidence}
    citations: list[Citation] = []
    texts: list[str] = []
    said: list[GroundedSentence] = []
    violations: list[Violation] = []
    addressed: dict[str, None] = {}
    texts_of_all = tuple(sentence.text for sentence in draft.sentences)
    beside = Beside(question, texts_of_all, acts_of(passages.values()))
    sources = {item.passage.id: item for item in evidence}
    for number, sentence in enumerate(draft.sentences):
        faults = list(_faults(number, sentence, passages, language, beside))
        if claimed := calls_guidance_law(sentence, sources):
            faults.append(Violation(number, "law_from_guidance", claimed))
        if about and not faults and _is_off_topic(sentence, about, said):
            faults.append(Violation(number, "off_topic", sentence.text[:80]))
        cited = (
            ()
            if faults
            else tuple(_citation(quote, sources[quote.passage_id]) for quote in sentence.quotes)
        )
        standing = GroundedSentence(text=sentence.text, citations=cited)
        if sentence.derivation and not faults:
            try:
                standing = _calculated(sentence, standing, language, question)
            except NotCalculable as error:
                faults.append(Violation(number, "not_calculable", str(error)))
        if faults:
            violations += faults
            continue
        said.append(standing)
        for quote, citation in zip(sentence.quotes, cited, strict=True):
            if _is_order(quote, passages[quote.passage_id]):
                addressed[citation.citation] = None
        marks = [_numbered(citation, citations) for citation in cited]
        texts.append(standing.text + " " + "".join(f"[{mark}]" for mark in dict.fromkeys(marks)))
    return Grounded(
        "\n\n".join(texts),
        tuple(citations),
        tuple(violations),
        tuple(said),
        addressed=tuple(addressed),
    )


def _citation(quote: Quote, source: Evidence) -> Citation:
    """The citation of a quote, which says what it is from."""
    kind = source.authority or source.passage.kind
    return replace(quoted_from(quote, source.passage).citation, kind=kind)


def _is_order(quote: Quote, passage: Passage) -> bool:
    """Whether the paragraph quoted from, or the name of its source, is an order to a model."""
    start = start_of(quote, passage)
    end = start + len(quote.text)
    orders = [
        span for span in instructions_in(passage.text) if is_order(passage.text[slice(*span)])
    ]
    return overlaps(orders, start, end) or any(map(is_order, names_of(passage)))


def _calculated(
    sentence: Sentence, standing: GroundedSentence, language: str, question: str
) -> GroundedSentence:
    """The sentence with its figure, reckoned by code. Raises NotCalculable."""
    if sentence.derivation is None:
        return standing
    known = language if language in LANGUAGES else "en"
    cited = zip(sentence.quotes, standing.citations, strict=True)
    places = {quote.text: citation.citation for quote, citation in cited}
    done = calculated(sentence.derivation, question=question, places=places, language=known)
    text = phrase(known, "applied", text=with_result(sentence.text, done))
    return replace(standing, text=text, calculation=done)


def _faults(
    number: int,
    sentence: Sentence,
    passages: dict[str, Passage],
    language: str,
    beside: Beside,
) -> Iterator[Violation]:
    if not sentence.quotes:
        yield Violation(number, "uncited", sentence.text[:80])
        return
    bad = [fault for quote in sentence.quotes if (fault := _fault_of(quote, passages))]
    if bad:
        yield from (Violation(number, fault, detail) for fault, detail in bad)
        return
    quoted = tuple(quoted_from(quote, passages[quote.passage_id]) for quote in sentence.quotes)
    beyond = beyond_quotes(sentence.text, quoted, language, beside)
    yield from (Violation(number, fault, detail) for fault, detail in beyond)


@lru_cache(maxsize=512)
def beyond_quotes(
    text: str, quoted: tuple[Quoted, ...], language: str, beside: Beside
) -> tuple[tuple[Fault, str], ...]:
    """What a sentence says that its quotes don't; kept, since a draft is checked several times.

    `beside` has what else is asked and said: names and conditions may stand there.
    """
    return tuple(_beyond(text, quoted, language, beside))


def _beyond(
    text: str, quoted: tuple[Quoted, ...], language: str, beside: Beside
) -> Iterator[tuple[Fault, str]]:
    read = plain(_without_repeated(text, quoted))
    sources = NamedSources(read, beside.acts, quoted)
    claim = Claim(
        text=plain(text),
        said=sources.without_citations,
        quoted=quoted,
        names=[name for one in quoted for name in _names_of(one)],
    )
    statement = Statement(sources.without_citations, language or quoted[0].language, quoted)
    yield from (("source_not_quoted", name) for name in sources.from_nowhere())
    yield from (("source_not_quoted", name) for name in _names(statement, beside))
    for figure in (*claim.figures_from_nowhere(), *claim.months_from_nowhere()):
        yield "figure_not_quoted", figure
    yield from (("link_not_quoted", link) for link in claim.links_from_nowhere())
    if language and not claim.can_be_in(language):
        yield "other_language", text[:80]
    denied = statement.denies != statement.law_denies
    negated = [*claim.negated(), *claim.reversed_limits(denied=denied)]
    yield from (("negated", words) for words in negated or dict.fromkeys(contradictions(statement)))
    yield from (("misattributed", figure) for figure in misattributed(statement))
    if language and not claim.is_supported(language):
        yield "unsupported", text[:80]
    yield from (
        ("condition_left_out", words) for words in condition_left_out(statement, beside.all)
    )


def _names(statement: Statement, beside: Beside) -> Iterator[str]:
    """Names of the sentence that neither the passages quoted from nor the question have."""
    texts = [beside.question]
    for one in statement.quoted:
        passage = one.passage
        texts += (plain(passage.text), passage.heading, *_names_of(one))
    known = KnownNames(texts, statement.language, foreign=statement.is_foreign)
    return known.unknown_in(beside.acts.without_names(statement.text))


def _without_repeated(text: str, quoted: Sequence[Quoted]) -> str:
    """`text` without what it repeats of its quotes to the letter: it needs no check."""
    repeated = [one.text for one in quoted if len(one.text) >= WEIGHTS.repeated and one.is_closed]
    for quote in sorted(repeated, key=len, reverse=True):
        text = text.replace(quote, " ")
    return text


def _names_of(quoted: Quoted) -> Iterator[str]:
    """Names of the source of a quote, and of what is referred to beside it."""
    citation = quoted.citation
    yield from (citation.citation, citation.provision, citation.title)
    yield from (reference.target for reference in quoted.references)


def _is_off_topic(sentence: Sentence, about: QueryTerms, said: Sequence[GroundedSentence]) -> bool:
    """Whether it has no word of what is asked, nor of what was said before: answers go on.

    What is quoted from a passage that was quoted before, a condition for example, goes on too.
    """
    quoted = {citation.passage_id for one in said for citation in one.citations}
    if any(quote.passage_id in quoted for quote in sentence.quotes):
        return False
    texts = [sentence.text, *(quote.text for quote in sentence.quotes)]
    before = " ".join(sentence.text for sentence in said)
    goes_on = bool(said) and QueryTerms(before, about.language, statement=True).coverage(texts) > 0
    return not goes_on and not about.coverage(texts)


def _fault_of(quote: Quote, passages: dict[str, Passage]) -> tuple[Fault, str] | None:
    passage = passages.get(quote.passage_id)
    if passage is None:
        return "unknown_passage", quote.passage_id
    start = start_of(quote, passage) if quote.text.strip() else -1
    if start < 0:
        return "not_verbatim", quote.text[:80]
    if passage.repealed:
        return "repealed", passage.citation
    if passage.act and any(_replaces(other, passage) for other in passages.values()):
        return "not_in_force", f"{passage.citation} ({passage.valid_from})"
    return None


def _replaces(other: Passage, passage: Passage) -> bool:
    """Whether `other` is of a later version of the same act: of those found the newest counts."""
    return other.act == passage.act and other.valid_from > passage.valid_from > ""


def _numbered(citation: Citation, citations: list[Citation]) -> int:
    """The number, from 1, of `citation` among `citations`, which take it in."""
    if citation not in citations:
        citations.append(citation)
    return citations.index(citation) + 1
