"""A model's assessment of the evidence, corrected where code can prove it wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.remarks import remarks
from lexhop.reasoning.chat.replies import AssessReply
from lexhop.reasoning.reference_following import FollowableReference, references_to_follow
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Query, Sufficiency, Task

Near = Callable[[str], Query | None]
"""Reads a text as a query; None if it has nothing to do with the question."""
_ALL = 60


def assessment_of(
    reply: AssessReply, task: Task, query_terms: QueryTerms, packed: PackedContext, near: Near
) -> Assessment:
    """The assessment in `reply`, as far as code confirms it.

    An answer isn't sufficient yet if it rests on a provision with an unfollowed reference beside
    the question's own words. References are followed only if a passage prints them.
    """
    question, places = task.question, [context.passage.citation for context in packed.shown]
    rests = [
        packed.evidence[number - 1] for number in reply.rests_on if 0 < number <= len(packed.shown)
    ]
    read = {key for item in packed.evidence for key in own_keys(item.passage)}
    unread = [
        followable
        for followable in references_to_follow(query_terms, rests, _ALL)
        if target_key(followable.reference) not in read
    ]
    more = tuple(
        followable.query
        for followable in unread[: WEIGHTS.most_followed]
        if followable.value >= WEIGHTS.rests_on
    )
    judged = Assessment(
        verdict="gap",
        sufficiency=reply.sufficiency,
        missing=remarks(reply.missing, query_terms.language, question),
        conflict=next(iter(remarks([reply.conflict], query_terms.language, question, places)), ""),
    )
    if reply.sufficiency in ("sufficient", "conflict"):
        if more:
            return replace(judged, sufficiency="gap", queries=more)
        return replace(judged, verdict="sufficient")
    if reply.sufficiency == "unanswerable" and not rests:
        return replace(judged, verdict="stagnated")
    found = references_to_follow(query_terms, packed.evidence, _ALL)
    follow = [query for text in reply.follow if (query := _followed(text, found, packed, near))]
    new = [query for text in reply.queries if (query := near(text))]
    queries = (*follow[: WEIGHTS.most_followed], *new[: WEIGHTS.most_new_queries])
    sufficiency: Sufficiency = "partial" if reply.sufficiency == "partial" else "gap"
    return replace(judged, sufficiency=sufficiency, queries=queries or more)


def _followed(
    text: str, found: Sequence[FollowableReference], packed: PackedContext, near: Near
) -> Query | None:
    """The query of the reference that `text` names; else a search for it, if a passage has it."""
    words = " ".join(text.casefold().split())
    read = near(text)
    keys = set(read.keys) if read else set()
    for followable in found:
        if (
            target_key(followable.reference) in keys
            or followable.reference.text.casefold() == words
        ):
            return followable.query
    printed = any(words in context.text.casefold() for context in packed.shown)
    return (
        Query(text=text.strip()[: WEIGHTS.longest_query], trust=WEIGHTS.model_query_trust)
        if printed and words
        else None
    )
