"""How well a search does, by kind of question."""

from collections.abc import Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.act_names import ActNames
from lexhop.evals.harness.metrics import all_found_at
from lexhop.retrieval.ports import Search
from lexhop.retrieval.query.parsing import plan_of
from lexhop.state.records import Passage
from tests.memory_store import MemoryStore
from tests.retrieval.small import fill


@dataclass(frozen=True)
class Question:
    """`gold` are the provisions that answer it, all of them among the first few found.

    `spare` is how many others may be among these.
    """

    text: str
    kind: str
    gold: tuple[str, ...]
    spare: int = 0

    @property
    def first(self) -> int:
        return len(self.gold) + self.spare


async def stored(passages: Sequence[Passage]) -> MemoryStore:
    store = MemoryStore()
    await fill(store, *passages)
    return store


def names_of(passages: Sequence[Passage]) -> ActNames:
    names = ActNames()
    for act in dict.fromkeys(one.act for one in passages if one.act):
        names.add(act, [f"{act[:2]}l".upper()])
    return names


async def found(search: Search, question: Question, names: ActNames) -> list[str]:
    """The provisions that the question as a whole brings, as the command `search` asks it."""
    (query, *_) = plan_of(question.text, names).queries
    hits = await search.find(query, limit=question.first)
    return [hit.passage.provision for hit in hits]


async def scores(
    search: Search, questions: Sequence[Question], names: ActNames
) -> dict[str, float]:
    """The share of the questions of each kind for which all gold is among what is found."""
    got: dict[str, list[float]] = {}
    for one in questions:
        score = all_found_at(one.first, one.gold, await found(search, one, names))
        got.setdefault(one.kind, []).append(score or 0.0)
    return {kind: round(sum(each) / len(each), 3) for kind, each in got.items()}
