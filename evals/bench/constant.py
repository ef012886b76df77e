"""A store and a reasoner with constant replies, so that only the graph is measured.

The only passage is looked up by its key: there is nothing to rank.
"""

from collections.abc import Sequence
from typing import Self

from lexhop.retrieval.ports import (
    NO_FILTERS,
    Candidate,
    Channel,
    Contents,
    Filters,
    Frequencies,
    Hit,
)
from lexhop.state.plan import Assessment, Draft, Plan, Query, Quote, Sentence, Task
from lexhop.state.records import Act, Evidence, Passage

_PASSAGE = Passage(
    id="d:1", document_id="d", provision="d", citation="d", title="", text="It is.", kind="prose"
)
_KEYS = ("d",)


class ConstantStore:
    """Has the same passage under every key, and finds nothing by searching."""

    async def version(self) -> str:
        return "1"

    async def at(self, version: str) -> Self:
        return self

    async def contents(self) -> Contents:
        return Contents()

    async def match(
        self,
        channel: Channel,
        tokens: Sequence[str],
        *,
        limit: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        return []

    async def match_law(
        self,
        tokens: Sequence[str],
        *,
        limit: int,
        orders: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        return []

    async def frequencies(self, channel: Channel, tokens: Sequence[str]) -> Frequencies:
        return Frequencies(passages=1, mean_length=1.0, having={})

    async def candidates_by_key(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        return []

    async def candidates_by_title(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        return []

    async def knn(self, text: str, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        return []

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        return [_PASSAGE for passage_id in ids if passage_id == _PASSAGE.id]

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        return [_PASSAGE]

    async def citing(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Passage]:
        return []

    async def document(self, document_id: str) -> list[Passage]:
        return []

    async def newest(self, acts: Sequence[str], *, as_of: str = "") -> dict[str, str]:
        return {}

    async def acts(self) -> list[Act]:
        return []

    async def count(self) -> int:
        return 1


class ConstantReasoner:
    """Asks for another hop every time, and answers with the only passage."""

    name = "constant"

    async def decompose(self, task: Task) -> Plan:
        return Plan(form="open", language="en", queries=(_query(task.question),))

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        return Assessment(verdict="gap", queries=(_query("more"),))

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        quote = Quote(passage_id=_PASSAGE.id, text=_PASSAGE.text)
        return Draft(sentences=(Sentence(text=_PASSAGE.text, quotes=(quote,)),))


def _query(text: str) -> Query:
    return Query(text=text, keys=_KEYS, locators=("",))
