"""What a node asks of whoever does the reasoning."""

from collections.abc import Sequence
from typing import Protocol

from lexhop.state.plan import Assessment, Draft, Plan, Task
from lexhop.state.records import Evidence


class Reasoner(Protocol):
    """Takes a question apart, judges evidence, and writes. Knows nothing of stores or graphs."""

    @property
    def name(self) -> str:
        """The model's name, "extractive" where there is none."""
        ...

    async def decompose(self, task: Task) -> Plan:
        """How to go about the question; at least one query."""
        ...

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        """What is missing, and the queries that may find it; asked ones may come again."""
        ...

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        """The answer, sentence by sentence with quotes; no sentence means that there is none."""
        ...
