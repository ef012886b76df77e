"""Selects the evidence that a model is shown, within a budget of tokens."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lexhop.corpus.citations.locators import citation_at
from lexhop.corpus.text.tokens import estimate_model_tokens
from lexhop.prompts import phrase
from lexhop.reasoning.chat.pieces import Piece, Span, pieces_of
from lexhop.reasoning.grounding.prompt_injection import instructions_in, speaks_by_name
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.records import Evidence, Passage

LEFT_OUT = "[…]"

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextPassage:
    """A passage as a model sees it: the pieces at `spans`."""

    evidence: Evidence
    text: str
    spans: tuple[Span, ...] = ()

    @property
    def passage(self) -> Passage:
        return self.evidence.passage

    def shows(self, start: int, end: int) -> bool:
        """Whether all words of that span are shown; of repealed law, there is nothing to show."""
        if self.passage.repealed:
            return True
        words = self.passage.text[start:end].rstrip()
        return any(low <= start and start + len(words) <= high for low, high in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPart:
    """A part of the evidence that wasn't shown. `locator` is "" for all of the passage."""

    evidence: Evidence
    citation: str

    @property
    def passage(self) -> Passage:
        return self.evidence.passage

    @property
    def requested(self) -> bool:
        return self.evidence.requested

    @property
    def locator(self) -> str:
        return self.citation.removeprefix(self.passage.provision).removeprefix(", ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedContext:
    """`shown[i]` is passage number i + 1, in the order in which they were found.

    `unread` is what didn't fit, the most decisive first; `addressing` are citations of passages
    whose text or name reads like an order to a model.
    """

    shown: tuple[ContextPassage, ...]
    unread: tuple[UnreadPart, ...] = ()
    addressing: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(context.evidence for context in self.shown)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The citations of what didn't fit."""
        return tuple(dict.fromkeys(part.citation for part in self.unread))


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A passage while the budget is spent; `kept` are its spans that are to be shown."""

    item: Evidence
    rank: tuple[int, float]
    pieces: Sequence[Piece] = ()
    kept: list[Span] = field(default_factory=list)


def pack(
    evidence: Sequence[Evidence],
    budget: int,
    count: Count = estimate_model_tokens,
    *,
    rests_on: Sequence[str] = (),
    about: QueryTerms | None = None,
) -> PackedContext:
    """The most decisive of `evidence` within `budget` tokens; `count` counts a text's tokens.

    What an answer rests on (ids of passages) comes first, then what was requested, then the best
    found. Passages are cut between their pieces, and those that cover more of `about` are kept.
    They stand in the order in which they were found, so that a prompt begins like the one before
    it. Of repealed law only the citation is shown.
    """
    candidates: list[_Candidate] = []
    for item in evidence:
        candidate = _Candidate(item=item, rank=_rank(item, rests_on))
        if not item.passage.repealed:
            candidate.pieces = pieces_of(item, about)
        candidates.append(candidate)
    _spend(candidates, budget, count)
    ranked = sorted(candidates, key=lambda candidate: candidate.rank, reverse=True)
    shown = tuple(shown for candidate in candidates if (shown := _shown(candidate)))
    return PackedContext(
        shown=shown,
        unread=tuple(part for candidate in ranked for part in _unread(candidate)),
        addressing=tuple(one.passage.citation for one in shown if _addresses_a_model(one)),
    )


def _addresses_a_model(shown: ContextPassage) -> bool:
    return bool(instructions_in(shown.text)) or speaks_by_name(shown.passage)


def _rank(item: Evidence, rests_on: Sequence[str]) -> tuple[int, float]:
    """Larger is more decisive; the second number is what pieces' worth scales."""
    ids = list(rests_on)
    place = len(ids) - ids.index(item.passage.id) if item.passage.id in ids else 0
    return place, item.score * (WEIGHTS.requested if item.requested else 1.0)


def _spend(candidates: Sequence[_Candidate], budget: int, count: Count) -> None:
    """Keeps pieces, the most decisive first, as long as they fit in the budget."""
    left = budget
    order = sorted(
        (
            (-candidate.rank[0], -candidate.rank[1] * piece.worth, number, piece.span)
            for number, candidate in enumerate(candidates)
            for piece in candidate.pieces
        )
    )
    for _, _, number, (start, end) in order:
        candidate = candidates[number]
        cost = count(candidate.item.passage.text[start:end])
        cost += WEIGHTS.mark_tokens if candidate.kept else WEIGHTS.fence_tokens
        if cost <= left:
            left -= cost
            candidate.kept.append((start, end))


def _shown(candidate: _Candidate) -> ContextPassage | None:
    """The passage as it is shown; None if nothing of it fits."""
    item = candidate.item
    if item.passage.repealed:
        return ContextPassage(evidence=item, text=phrase(item.passage.language, "repealed_text"))
    spans = _joined(candidate.kept)
    text = _text(item.passage.text, spans)
    return ContextPassage(evidence=item, text=text, spans=tuple(spans)) if text else None


def _unread(candidate: _Candidate) -> list[UnreadPart]:
    passage = candidate.item.passage
    if candidate.pieces and not candidate.kept:
        return [UnreadPart(evidence=candidate.item, citation=passage.citation)]
    gone = _joined(piece.span for piece in candidate.pieces if piece.span not in candidate.kept)
    return [
        UnreadPart(
            evidence=candidate.item,
            citation=citation_at(passage, *_stripped(passage.text, span)),
        )
        for span in gone
    ]


def _stripped(text: str, span: Span) -> Span:
    return span[0], span[0] + len(text[span[0] : span[1]].rstrip())


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, with those that meet made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _text(text: str, spans: Sequence[Span]) -> str:
    """The text of the spans, with a mark for each omission."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        if text[at:start].strip():
            parts.append(LEFT_OUT)
        if words := text[start:end].strip():
            parts.append(words)
        at = end
    if parts and text[at:].strip():
        parts.append(LEFT_OUT)
    return "\n\n".join(parts)
