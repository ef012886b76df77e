"""A reasoner that falls back to another, step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lexhop.reasoning.ports import Reasoner
from lexhop.resilience.errors import Failure
from lexhop.state.plan import Assessment, Draft, Plan, Provenance, Task
from lexhop.state.records import Evidence


def _untold(failure: Failure) -> None:
    """Ignores a failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallbackReasoner:
    """Uses `first`, and `last` for each step where that fails.

    `on_failure` is called with each failure, and the result's provenance records it.
    """

    first: Reasoner
    last: Reasoner
    on_failure: Callable[[Failure], None] = _untold

    @property
    def name(self) -> str:
        return self.first.name

    async def decompose(self, task: Task) -> Plan:
        try:
            return await self.first.decompose(task)
        except Failure as failure:
            self.on_failure(failure)
            plan = await self.last.decompose(task)
            return replace(plan, provenance=_instead(plan.provenance, failure))

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        try:
            return await self.first.assess(task, plan, evidence)
        except Failure as failure:
            self.on_failure(failure)
            found = await self.last.assess(task, plan, evidence)
            return replace(found, provenance=_instead(found.provenance, failure))

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        try:
            return await self.first.write(task, plan, evidence, assessment)
        except Failure as failure:
            self.on_failure(failure)
            draft = await self.last.write(task, plan, evidence, assessment)
            return replace(draft, provenance=_instead(draft.provenance, failure))


def _instead(made: Provenance, failure: Failure) -> Provenance:
    """The provenance of the fallback's result, with the failure's kind and its cost added."""
    return replace(made, usage=made.usage + failure.usage, failures=(failure.kind,))
