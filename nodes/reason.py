"""After a hop: whether the evidence is enough, and what to search for next."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from lexhop.nodes.begun import plan_of
from lexhop.nodes.in_time import GRACE_S, in_time
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.reasoning.ports import Reasoner
from lexhop.state.plan import Assessment, Task
from lexhop.state.records import Hop, StopReason, Usage, Verdict
from lexhop.state.research import Research, Update

MOST_QUERIES = 6
"""Queries of a later hop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Records hops, and stops when another one can't help or isn't allowed."""

    reasoner: Reasoner
    clock: Callable[[], float] = time.time
    telemetry: Telemetry = NO_TELEMETRY

    async def __call__(self, state: Research) -> Update:
        self.telemetry.entered(state.run_id)
        plan = plan_of(state)
        with self.telemetry.hop():
            assessment = await in_time(
                self.reasoner.assess(_after_hop(state), plan, state.evidence),
                deadline=state.deadline,
                grace=GRACE_S["assess"],
                now=self.clock(),
                otherwise=Assessment(verdict="gap"),
            )
        asked = set(state.asked)
        fresh = {query.fingerprint: query for query in assessment.queries}
        queries = [query for mark, query in fresh.items() if mark not in asked][:MOST_QUERIES]
        barren = self._barren_hops(state)
        verdict: Verdict = assessment.verdict
        if verdict == "gap" and (barren >= 2 or not queries):
            verdict = "stagnated"
        hop = Hop(
            number=len(state.hops) + 1,
            queries=tuple(query.text for query in state.queries),
            found=state.found,
            verdict=verdict,
            missing=assessment.missing,
            took_ms=round((self.clock() - state.hop_started) * 1000, 1),
        )
        self.telemetry.hopped(hop)
        update: Update = {
            "assessment": assessment,
            "hops": (hop,),
            "queries": tuple(queries),
            "usage": assessment.provenance.usage,
            "failures": assessment.provenance.failures,
        }
        if stop := self._stop(state, verdict, hop.number, assessment.provenance.usage):
            update["stop_reason"] = stop
        return update

    def _stop(self, state: Research, verdict: Verdict, hop: int, spent: Usage) -> StopReason | None:
        if verdict == "sufficient":
            return "sufficient"
        if state.deadline and self.clock() >= state.deadline:
            return "deadline"
        if 0 < state.options.token_budget <= (state.usage + spent).tokens:
            return "budget"
        if verdict == "stagnated" and state.gaps:
            return "degraded"
        if not state.evidence and verdict == "stagnated":
            return "no_evidence"
        if verdict == "stagnated":
            return "stagnated"
        return "hop_limit" if hop >= state.options.hops else None

    @staticmethod
    def _barren_hops(state: Research) -> int:
        """How many hops in a row, up to this one, found nothing new."""
        known: set[str] = set()
        barren = 0
        for found in (*(hop.found for hop in state.hops), state.found):
            barren = 0 if set(found) - known else barren + 1
            known |= set(found)
        return barren


def _after_hop(state: Research) -> Task:
    """The task with the hop's own queries among those that were asked."""
    task = state.task
    return replace(task, asked=(*task.asked, *(query.text for query in state.queries)))
