"""A model's assessment of the evidence, corrected where code can prove it wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from lexhop.reasoning.chat.reading_list import Readable
from lexhop.reasoning.chat.remarks import Remarks
from lexhop.reasoning.chat.replies import AssessReply
from lexhop.reasoning.chat.shared_context import SharedContext
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Assessment, Query, Sufficiency, Task
from lexhop.state.records import Verdict

Near = Callable[[str], Query | None]
"""Reads a text as a query; None if it has nothing to do with the question."""


def assessment_of(
    reply: AssessReply, task: Task, shared: SharedContext, near: Near, remarks: Remarks
) -> Assessment:
    """The assessment in `reply`, as far as code confirms it.

    An answer isn't sufficient yet if it rests on a provision with an unread reference beside the
    question's own words. That nothing here can answer is believed only after a second look.
    """
    packed, readables = shared.packed, shared.readables
    rests = dict.fromkeys(number for number in reply.rests_on if 0 < number <= len(packed.shown))
    ids = [packed.shown[number - 1].passage.id for number in rests]
    judged = Assessment(
        verdict="gap",
        sufficiency=reply.sufficiency,
        missing=remarks(reply.missing),
        conflict=next(iter(remarks([reply.conflict])), ""),
        rests_on=tuple(dict.fromkeys((*ids, *task.rests_on))),
    )
    decisive = tuple(
        readable.query
        for readable in readables
        if readable.source in rests and readable.value >= WEIGHTS.rests_on
    )[: WEIGHTS.most_followed]
    if reply.sufficiency in ("sufficient", "conflict"):
        if decisive:
            return replace(judged, sufficiency="gap", queries=decisive)
        return replace(judged, verdict="sufficient")
    queries = _asked_for(reply, readables, near) or decisive
    if reply.sufficiency == "unanswerable" and not rests:
        verdict: Verdict = "stagnated" if task.hop else "gap"
        return replace(judged, verdict=verdict, queries=queries)
    sufficiency: Sufficiency = "partial" if reply.sufficiency == "partial" else "gap"
    return replace(judged, sufficiency=sufficiency, queries=queries)


def _asked_for(reply: AssessReply, readables: Sequence[Readable], near: Near) -> tuple[Query, ...]:
    """What the model asks to read: numbers of the list, provisions that it knows, new searches."""
    follow = [
        readables[number - 1].query
        for number in dict.fromkeys(reply.follow)
        if 0 < number <= len(readables)
    ]
    named = [query for text in reply.read if (query := near(text)) and query.keys]
    new = [query for text in reply.queries if (query := near(text))]
    return (
        *follow[: WEIGHTS.most_followed],
        *(replace(query, trust=1.0) for query in named[: WEIGHTS.most_followed]),
        *new[: WEIGHTS.most_new_queries],
    )
