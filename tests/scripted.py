"""A reasoner that says what a test tells it to, and stores that fail on order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lexhop.resilience.errors import Transient
from lexhop.retrieval.ports import Candidate, Channel
from lexhop.state.plan import Assessment, Draft, Plan, Query, Quote, Sentence, Task
from lexhop.state.records import Evidence
from tests.memory_store import MemoryStore

NOTHING_MORE = Assessment(verdict="gap")


@dataclass
class Scripted:
    """Goes through `assessments`, the last one over and over; quotes all evidence by default."""

    queries: tuple[Query, ...]
    assessments: tuple[Assessment, ...] = (NOTHING_MORE,)
    draft: Draft | None = None
    name: str = "scripted"
    assessed: int = 0
    seen: list[int] = field(default_factory=list)

    async def decompose(self, task: Task) -> Plan:
        return Plan(form="open", language="da", queries=self.queries)

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        self.seen.append(len(evidence))
        self.assessed += 1
        return self.assessments[min(self.assessed, len(self.assessments)) - 1]

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        if self.draft is not None:
            return self.draft
        quotes = [Quote(passage_id=one.passage.id, text=one.passage.text) for one in evidence]
        return Draft(sentences=tuple(Sentence(text=one.text, quotes=(one,)) for one in quotes))


class FlakyStore(MemoryStore):
    """Fails for every search that holds the token `word`."""

    word = "umu"

    async def match(
        self, channel: Channel, tokens: Sequence[str], **options: Any
    ) -> list[Candidate]:
        if self.word in tokens:
            raise Transient("the store did not answer")
        return await super().match(channel, tokens, **options)
