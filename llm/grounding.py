"""The check that every answer passes: nothing is said that the evidence doesn't say verbatim.

Grounding is code and not a prompt. What fails is struck; the status says so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.places import citation_at
from state.plan import Draft, Quote, Sentence
from state.records import Citation, Evidence, Passage

Fault = Literal["uncited", "unknown_passage", "not_verbatim", "repealed", "figure_not_quoted"]

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_PLACE = re.compile(r"(?:§§?|\bstk\.|\bnr\.)\s*\d+(?:\s?(?:-|–|og|eller)\s?\d+)*|\b\d+\.\s?pkt\.")


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a sentence was struck: `sentence` is its place in the draft, from 0."""

    sentence: int
    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """What stood the check. `text` numbers its citations "[1]"; each is quoted verbatim."""

    text: str
    citations: tuple[Citation, ...]
    violations: tuple[Violation, ...]


def ground(draft: Draft, evidence: Sequence[Evidence]) -> Grounded:
    """Strike from `draft` what `evidence` doesn't bear out.

    A sentence stands if it has a quote; if each of its quotes stands verbatim (to the letter, white
    space included) in its passage; if none of these is repealed law; and if each figure that it
    states stands in its quotes, or, as the number of a section or of its parts, in their citations.
    """
    passages = {one.passage.id: one.passage for one in evidence}
    citations: list[Citation] = []
    texts: list[str] = []
    violations: list[Violation] = []
    for number, sentence in enumerate(draft.sentences):
        faults = list(_faults(number, sentence, passages))
        if faults:
            violations += faults
            continue
        marks = [_numbered(_cited(quote, passages), citations) for quote in sentence.quotes]
        texts.append(sentence.text + " " + "".join(f"[{mark}]" for mark in dict.fromkeys(marks)))
    return Grounded("\n\n".join(texts), tuple(citations), tuple(violations))


def _faults(number: int, sentence: Sentence, passages: dict[str, Passage]) -> list[Violation]:
    if not sentence.quotes:
        return [Violation(number, "uncited", sentence.text[:80])]
    faults = []
    for quote in sentence.quotes:
        passage = passages.get(quote.passage_id)
        if passage is None:
            faults.append(Violation(number, "unknown_passage", quote.passage_id))
        elif not quote.text.strip() or _start(quote, passage) < 0:
            faults.append(Violation(number, "not_verbatim", quote.text[:80]))
        elif passage.repealed:
            faults.append(Violation(number, "repealed", passage.citation))
    if not faults:
        faults += [
            Violation(number, "figure_not_quoted", figure)
            for figure in _unquoted_figures(sentence, passages)
        ]
    return faults


def _unquoted_figures(sentence: Sentence, passages: dict[str, Passage]) -> list[str]:
    """The figures of a sentence that neither its quotes nor the names of its sources have."""
    quoted = set(_FIGURE.findall(" ".join(quote.text for quote in sentence.quotes)))
    citations = [_cited(quote, passages) for quote in sentence.quotes]
    cited = {figure for one in citations for figure in _FIGURE.findall(one.citation)}
    said = sentence.text
    for name in sorted(_names(citations), key=len, reverse=True):
        said = said.replace(name, " ")
    places = _FIGURE.findall(" ".join(_PLACE.findall(said)))
    facts = _FIGURE.findall(_PLACE.sub(" ", said))
    unknown = [figure for figure in facts if figure not in quoted]
    return unknown + [figure for figure in places if figure not in quoted | cited]


def _names(citations: Sequence[Citation]) -> set[str]:
    names = {name for one in citations for name in (one.citation, one.provision, one.title)}
    return {name for name in names if name}


def _start(quote: Quote, passage: Passage) -> int:
    """Where the quote stands, -1 where it doesn't; a repeated one stands where it was taken."""
    if quote.start >= 0:
        return quote.start if passage.text.startswith(quote.text, quote.start) else -1
    return passage.text.find(quote.text)


def _cited(quote: Quote, passages: dict[str, Passage]) -> Citation:
    passage = passages[quote.passage_id]
    start = _start(quote, passage)
    return Citation(
        citation=citation_at(passage, start, start + len(quote.text)),
        quote=quote.text,
        url=passage.url,
        passage_id=passage.id,
        provision=passage.provision,
        title=passage.title,
    )


def _numbered(citation: Citation, citations: list[Citation]) -> int:
    """The number, from 1, of `citation` among `citations`, which take it in."""
    if citation not in citations:
        citations.append(citation)
    return citations.index(citation) + 1
