"""A model's judgement of the evidence, overridden where code can prove it wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.planning import LONGEST, TRUST
from lexhop.reasoning.chat.remarks import remarks
from lexhop.reasoning.chat.replies import AssessReply
from lexhop.reasoning.reference_following import FollowableReference, references_to_follow
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Query, Sufficiency, Task

Near = Callable[[str], Query | None]
"""Reads a text as a query where it has to do with what is asked; no other is run."""
_MOST_FOLLOWED = 3
_MOST_QUERIES = 2
_ALL = 60
_RESTS = 0.5
"""From what value on a reference is part of what an answer rests on."""


def assessment_of(
    reply: AssessReply, task: Task, asked: QueryTerms, packed: PackedContext, near: Near
) -> Assessment:
    """What is taken over of `reply`.

    An answer that rests on a provision with an unfollowed reference beside the very words that were
    asked for isn't sufficient yet. References are followed only where a passage prints them.
    """
    question, places = task.question, [one.passage.citation for one in packed.shown]
    rests = [packed.evidence[one - 1] for one in reply.rests_on if 0 < one <= len(packed.shown)]
    read = {key for one in packed.evidence for key in own_keys(one.passage)}
    unread = [
        one
        for one in references_to_follow(asked, rests, _ALL)
        if target_key(one.reference) not in read
    ]
    more = tuple(lead.query for lead in unread[:_MOST_FOLLOWED] if lead.value >= _RESTS)
    judged = Assessment(
        verdict="gap",
        sufficiency=reply.sufficiency,
        missing=remarks(reply.missing, asked.language, question),
        conflict=next(iter(remarks([reply.conflict], asked.language, question, places)), ""),
    )
    if reply.sufficiency in ("sufficient", "conflict"):
        if more:
            return replace(judged, sufficiency="gap", queries=more)
        return replace(judged, verdict="sufficient")
    if reply.sufficiency == "unanswerable" and not rests:
        return replace(judged, verdict="stagnated")
    found = references_to_follow(asked, packed.evidence, _ALL)
    follow = [query for text in reply.follow if (query := _followed(text, found, packed, near))]
    new = [query for text in reply.queries if (query := near(text))]
    queries = (*follow[:_MOST_FOLLOWED], *new[:_MOST_QUERIES])
    sufficiency: Sufficiency = "partial" if reply.sufficiency == "partial" else "gap"
    return replace(judged, sufficiency=sufficiency, queries=queries or more)


def _followed(
    text: str, found: Sequence[FollowableReference], packed: PackedContext, near: Near
) -> Query | None:
    """The reference in evidence that `text` names; else a search for it, where a passage has it."""
    words = " ".join(text.casefold().split())
    read = near(text)
    keys = set(read.keys) if read else set()
    for lead in found:
        if target_key(lead.reference) in keys or lead.reference.text.casefold() == words:
            return lead.query
    printed = any(words in one.text.casefold() for one in packed.shown)
    return Query(text=text.strip()[:LONGEST], trust=TRUST) if printed and words else None
