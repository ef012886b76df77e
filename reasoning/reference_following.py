"""Selects the references in the evidence that are worth a hop."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Query
from lexhop.state.records import Evidence, Passage, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowableReference:
    """A reference to outside the evidence; `value` is how promising it is, from 0 to 1."""

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
    query_terms: QueryTerms, evidence: Sequence[Evidence], most: int, loaded: Container[str] = ()
) -> list[FollowableReference]:
    """The references to what isn't in evidence yet, best first, one for each target.

    Prose refers to provisions of many acts: only those of `loaded` ones lead anywhere. A
    reference's value is its passage's score, scaled by how far its block covers the question.
    """
    known = {key for item in evidence for key in own_keys(item.passage)}
    best: dict[str, FollowableReference] = {}
    for item in evidence:
        for found in _of_passage(query_terms, item, known):
            if not (item.passage.act or _is_there(found.reference, loaded)):
                continue
            key = target_key(found.reference)
            if key not in best or best[key].value < found.value:
                best[key] = found
    return sorted(best.values(), key=lambda followable: -followable.value)[:most]


def _of_passage(
    query_terms: QueryTerms, item: Evidence, known: Container[str]
) -> Iterable[FollowableReference]:
    """The references of a passage to provisions that aren't `known`."""
    text = item.passage.text
    spans = block_spans(text)
    near: dict[tuple[int, int], float] = {}
    for reference in item.passage.references:
        if target_key(reference) in known:
            continue
        at = offset_of(item.passage, reference)
        span = next((span for span in spans if span[0] <= at < span[1]), (0, 0))
        if span not in near:
            near[span] = query_terms.weight(query_terms.covered(text[span[0] : span[1]]))
        yield FollowableReference(
            passage=item.passage,
            reference=reference,
            value=item.score
            * (WEIGHTS.reference_alone + (1 - WEIGHTS.reference_alone) * near[span]),
        )


def _is_there(reference: Reference, loaded: Container[str]) -> bool:
    act, mark, _ = reference.target.rpartition(" § ")
    return not mark or act in loaded


def links(source: Passage, target: Passage) -> Reference | None:
    """A reference from `source` to the provision (or text) of `target`, or None."""
    keys = own_keys(target)
    if own_keys(source) & keys:
        return None
    return next(
        (reference for reference in source.references if target_key(reference) in keys), None
    )
