"""A hop counts as under way while its searches are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from lexhop.nodes.retrieve import Retrieve
from lexhop.observability.ports import NoTelemetry
from lexhop.retrieval.ports import Hit
from lexhop.state.plan import Query
from lexhop.state.research import Research


@dataclass
class Counting(NoTelemetry):
    active: int = 0

    @contextmanager
    def hop(self) -> Iterator[None]:
        self.active += 1
        yield
        self.active -= 1


@dataclass
class Looking:
    """A search that looks at the count while it searches."""

    telemetry: Counting
    seen: list[int] = field(default_factory=list)

    async def find(self, query: Query, **_: Any) -> list[Hit]:
        self.seen.append(self.telemetry.active)
        return []


async def test_a_hop_is_under_way_while_it_searches() -> None:
    telemetry = Counting()
    search = Looking(telemetry)
    await Retrieve(search=search, telemetry=telemetry)(Research(queries=(Query(text="a"),)))
    assert search.seen == [1]
    assert telemetry.active == 0
