"""The pieces of a passage that a model can be shown alone, and which of them matter most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexhop.corpus.citations.locators import part_of, subsection_spans
from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Evidence, Passage

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage's text; `worth` is how much it matters beside others, from 0 to 1."""

    span: Span
    worth: float


def pieces_of(item: Evidence, about: QueryTerms | None = None) -> list[Piece]:
    """The pieces in reading order: subsections, and blocks of a subsection that is long.

    The worth of the requested part and of what covers the question best is 1. What these refer to
    in the same passage ("stk. 1") comes next; the rest by how much of the question it covers.
    """
    passage = item.passage
    spans = _spans(passage)
    values = [_value(passage.text[start:end], about) for start, end in spans]
    best = max(values, default=0.0) or 1.0
    asked = _asked(item)
    shares = [
        1.0 if _touches(span, asked) else value / best
        for span, value in zip(spans, values, strict=True)
    ]
    named = _referred_to(
        passage, spans, [place for place, share in enumerate(shares) if share == 1]
    )
    plain = WEIGHTS.plain_piece
    return [
        Piece(
            span,
            plain + (1 - plain) * max(shares[place], WEIGHTS.named_piece if place in named else 0),
        )
        for place, span in enumerate(spans)
    ]


def _spans(passage: Passage) -> list[Span]:
    """Subsections that are short enough, else their blocks."""
    blocks = block_spans(passage.text)
    found: list[Span] = []
    for start, end in subsection_spans(passage):
        inside = [block for block in blocks if start <= block[0] < end]
        if end - start <= WEIGHTS.whole_subsection or not inside:
            found.append((start, end))
        else:
            edges = [start, *(block[0] for block in inside[1:]), end]
            found += pairwise(edges)
    return found


def _value(text: str, about: QueryTerms | None) -> float:
    return about.weight(about.covered(text)) if about and about.terms else 0.0


def _asked(item: Evidence) -> Span:
    at = item.passage.text.find(item.span) if item.span else -1
    return (at, at + len(item.span)) if at >= 0 else (0, 0)


def _touches(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _referred_to(passage: Passage, spans: Sequence[Span], referring: Collection[int]) -> set[int]:
    """The places of pieces of the same passage that the `referring` ones refer to."""
    own = own_keys(passage)
    found: set[int] = set()
    for reference in passage.references:
        if not reference.locator or target_key(reference) not in own:
            continue
        at = offset_of(passage, reference)
        if not any(spans[place][0] <= at < spans[place][1] for place in referring):
            continue
        part = part_of(passage, reference.locator)
        found |= {place for place, span in enumerate(spans) if part and _touches(span, part)}
    return found
