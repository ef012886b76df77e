"""The port of reasoners, as the nodes use them."""

from collections.abc import Sequence
from typing import Protocol

from lexhop.state.plan import Assessment, Draft, Plan, Task
from lexhop.state.records import Evidence


class Reasoner(Protocol):
    """Plans, assesses evidence and writes. It knows neither stores nor graphs."""

    @property
    def name(self) -> str:
        """The model's name, or "extractive"."""
        ...

    async def decompose(self, task: Task) -> Plan:
        """The plan for the question, with at least one query."""
        ...

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        """What is missing, and queries to find it, which may include ones already run."""
        ...

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        """The draft, sentence by sentence with quotes; without sentences there is no answer."""
        ...
