"""A model's plan, corrected by what code knows of the question."""

from collections.abc import Callable

from lexhop.reasoning.chat.replies import PlanReply
from lexhop.state.plan import Plan, Provenance, Query

MOST_QUERIES = 4
"""Queries of the first hop, the whole question included."""
TRUST = 0.8
"""Trust in hits of a model's own query, below that of the question's."""
LONGEST = 300
_LONGEST_TARGET = 120

AsQuery = Callable[[str], Query]
"""Reads a text as a query, with its citations as lookups."""


def plan_from(reply: PlanReply, known: Plan, as_query: AsQuery, provenance: Provenance) -> Plan:
    """The plan in `reply`, with language, lookups and whole question of `known`, code's plan."""
    queries = list(known.queries[:1])
    for text in reply.queries:
        query = proposed(text, as_query)
        if query and query.fingerprint not in {earlier.fingerprint for earlier in queries}:
            queries.append(query)
    return Plan(
        form=reply.form,
        language=known.language,
        queries=tuple(queries[:MOST_QUERIES]),
        target=" ".join(reply.target.split())[:_LONGEST_TARGET],
        provenance=provenance,
    )


def proposed(text: str, as_query: AsQuery) -> Query | None:
    """A model's query; None if it is blank or too long."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        return None
    read = as_query(words)
    return Query(
        text=words,
        keys=read.keys,
        locators=read.locators,
        provisions=read.provisions,
        trust=TRUST,
    )
