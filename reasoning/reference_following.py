"""Which of the references in the evidence are worth a hop."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.reference_offset import offset_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Query
from lexhop.state.records import Evidence, Passage, Reference

_STANDING = 0.25
"""What a reference counts for where its sentence has no word of the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowableReference:
    """A reference that leads out of the evidence, and how promising it is, from 0 to 1."""

    passage: Passage
    reference: Reference
    value: float

    @property
    def query(self) -> Query:
        return Query(
            text=self.reference.target,
            keys=(target_key(self.reference),),
            locators=(self.reference.locator,),
            via=self.passage.provision if self.passage.act else self.passage.title,
            trust=self.value,
        )


def references_to_follow(
    asked: QueryTerms, evidence: Sequence[Evidence], most: int
) -> list[FollowableReference]:
    """The references to what isn't in evidence yet, best first, each target once.

    A reference is worth as much as its passage is, and its sentence is near to the question.
    """
    known = {key for one in evidence for key in own_keys(one.passage)}
    best: dict[str, FollowableReference] = {}
    for item in evidence:
        for found in _of_passage(asked, item, known):
            key = target_key(found.reference)
            if key not in best or best[key].value < found.value:
                best[key] = found
    return sorted(best.values(), key=lambda lead: -lead.value)[:most]


def _of_passage(
    asked: QueryTerms, one: Evidence, known: Container[str]
) -> Iterable[FollowableReference]:
    """The references of a passage to provisions that aren't `known`."""
    text = one.passage.text
    spans = block_spans(text)
    near: dict[tuple[int, int], float] = {}
    for reference in one.passage.references:
        if target_key(reference) in known:
            continue
        at = offset_of(one.passage, reference)
        span = next((span for span in spans if span[0] <= at < span[1]), (0, 0))
        if span not in near:
            near[span] = asked.weight(asked.covered(text[span[0] : span[1]]))
        yield FollowableReference(
            passage=one.passage,
            reference=reference,
            value=one.score * (_STANDING + (1 - _STANDING) * near[span]),
        )


def links(source: Passage, target: Passage) -> Reference | None:
    """A reference from `source` to the provision (or text) that `target` is of, or None."""
    keys = own_keys(target)
    if own_keys(source) & keys:
        return None
    return next((one for one in source.references if target_key(one) in keys), None)
