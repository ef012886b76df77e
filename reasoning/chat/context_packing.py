"""Selects the evidence that a model is shown, within a budget of tokens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lexhop.corpus.text.tokens import estimate_tokens
from lexhop.prompts import phrase
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.grounding.prompt_injection import instructions_in, speaks_by_name
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.records import Evidence, Passage

_LEFT_OUT = "[…]"

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextPassage:
    """A passage as a model sees it: whole subsections, without instructions to a model."""

    evidence: Evidence
    text: str

    @property
    def passage(self) -> Passage:
        return self.evidence.passage


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedContext:
    """`shown[i]` is passage number i + 1. `left_out` and `purged` are citations.

    `left_out` didn't fit, in whole or in part; `purged` had instructions to a model.
    """

    shown: tuple[ContextPassage, ...]
    left_out: tuple[str, ...] = ()
    purged: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(context.evidence for context in self.shown)


def pack(
    evidence: Sequence[Evidence], budget: int, count: Count = estimate_tokens
) -> PackedContext:
    """The best of `evidence` within `budget` tokens, best first; `count` counts a text's tokens.

    Passages that were looked up come first, then by score. A passage that doesn't fit is cut at
    subsections, the requested part first. Of repealed law only the citation is shown; a passage
    whose name is an instruction to a model isn't shown.
    """
    shown: list[ContextPassage] = []
    left_out: list[str] = []
    purged: list[str] = []
    left = budget
    for item in sorted(evidence, key=lambda item: (item.origin.kind != "citation", -item.score)):
        if speaks_by_name(item.passage):
            purged.append(phrase(item.passage.language, "a_source"))
            continue
        if item.passage.repealed:
            shown.append(
                ContextPassage(evidence=item, text=phrase(item.passage.language, "repealed_text"))
            )
            continue
        purge = instructions_in(item.passage.text)
        if purge:
            purged.append(item.passage.citation)
        text = _fitting(item, purge, left - WEIGHTS.fence_tokens, count)
        if text != _whole(item.passage.text, purge):
            left_out.append(item.passage.citation)
        if text:
            left -= count(text) + WEIGHTS.fence_tokens
            shown.append(ContextPassage(evidence=item, text=text))
    return PackedContext(
        shown=tuple(shown), left_out=tuple(left_out), purged=tuple(dict.fromkeys(purged))
    )


_Spans = Sequence[tuple[int, int]]


def _whole(text: str, purge: _Spans) -> str:
    for start, end in reversed(purge):
        text = text[:start] + _LEFT_OUT + text[end:]
    return text


def _fitting(item: Evidence, purge: _Spans, budget: int, count: Count) -> str:
    """As much of the passage as fits in `budget` tokens, in its order; "" if nothing does."""
    text = item.passage.text
    whole = _whole(text, purge)
    if count(whole) <= budget:
        return whole
    if budget <= 0:
        return ""
    wanted = text.find(item.span) if item.span else 0
    spans = [span for span in block_spans(text) if not _hit(span, purge)]
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (not span[0] <= wanted < span[1], span[0])):
        cost = count(text[span[0] : span[1]]) + 2
        if cost <= budget:
            budget -= cost
            kept.append(span)
    return _joined(text, sorted(kept))


def _hit(span: tuple[int, int], purge: _Spans) -> bool:
    return any(start < span[1] and span[0] < end for start, end in purge)


def _joined(text: str, spans: _Spans) -> str:
    """The text of the spans, with a mark for each omission."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if text[at:start].strip():
            parts.append(_LEFT_OUT)
        parts.append(text[start:end].strip())
        at = end
    if parts and text[at:].strip():
        parts.append(_LEFT_OUT)
    return "\n\n".join(parts)
