"""A model's plan, corrected by what code knows of the question."""

from collections.abc import Callable

from lexhop.reasoning.chat.replies import PlanReply
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Plan, Provenance, Query, Task

AsQuery = Callable[[str], Query]
"""Reads a text as a query, with its citations as lookups."""


def plan_from(reply: PlanReply, known: Plan, as_query: AsQuery, provenance: Provenance) -> Plan:
    """The plan in `reply`, with language, lookups and whole question of `known`, code's plan."""
    queries = list(known.queries[:1])
    named = [query for text in reply.read if (query := proposed(text, as_query)) and query.keys]
    searched = [query for text in reply.queries if (query := proposed(text, as_query))]
    for query in (*searched[: WEIGHTS.most_plan_queries - 1], *named[: WEIGHTS.most_followed]):
        if query.fingerprint not in {earlier.fingerprint for earlier in queries}:
            queries.append(query)
    return Plan(
        form=reply.form,
        language=known.language,
        queries=tuple(queries),
        target=" ".join(reply.target.split())[: WEIGHTS.longest_target],
        understood=known.understood,
        notices=known.notices,
        provenance=provenance,
    )


def understood(reply: PlanReply, task: Task, language: str) -> str:
    """The question as the model understands it in its conversation, "" if it stands alone.

    It has to be made of words of the question and of the turns before it.
    """
    said = " ".join(reply.understood.split())
    if not task.turns or not said or said == task.question or len(said) > WEIGHTS.longest_query:
        return ""
    before = [f"{turn.question} {' '.join(turn.provisions)}" for turn in task.turns]
    terms = QueryTerms(said, language, statement=True)
    own = terms.coverage([" ".join((task.question, *before))]) >= WEIGHTS.own_words
    return said if own else ""


def proposed(text: str, as_query: AsQuery) -> Query | None:
    """A model's query; None if it is blank or too long."""
    words = " ".join(text.split())
    if not words or len(words) > WEIGHTS.longest_query:
        return None
    read = as_query(words)
    return Query(
        text=words,
        keys=read.keys,
        locators=read.locators,
        provisions=read.provisions,
        trust=WEIGHTS.model_query_trust,
    )
