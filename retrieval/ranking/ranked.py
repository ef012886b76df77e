"""What the rankings hand on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lexhop.state.records import Origin


class PassageInfo(Protocol):
    """Where a passage stands: all that putting passages in order asks of one."""

    @property
    def id(self) -> str: ...
    @property
    def document_id(self) -> str: ...
    @property
    def provision(self) -> str: ...
    @property
    def act(self) -> str: ...
    @property
    def valid_from(self) -> str: ...
    @property
    def repealed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in a ranking. `score`, `coverage` and `origin` are a hit's."""

    place: PassageInfo
    score: float
    coverage: float
    origin: Origin

    def times(self, factor: float) -> "Ranked":
        """The same with `factor` times its score."""
        return Ranked(self.place, factor * self.score, self.coverage, self.origin)


def scaled(ranking: Iterable[Ranked], telling: int) -> list[Ranked]:
    """`ranking` best first, its scores such that the best is worth what the best ones cover.

    What has nothing is left out. The best coverage is that of the `telling` best, since a hop may
    put first what has few of the words itself.

    So a ranking of which nothing has what was asked for is low throughout, and rankings of
    different kinds of text can be compared.
    """
    worth = [one for one in ranking if one.score > 0]
    ordered = sorted(worth, key=lambda one: (-one.score, one.place.id))
    if not ordered:
        return []
    strength = max(one.coverage for one in ordered[:telling]) / ordered[0].score
    return [one.times(strength) for one in ordered]


def provisions_first(ranked: Sequence[Ranked], earned: float) -> list[Ranked]:
    """`ranked` with further pieces of a provision behind, and what is repealed at the end.

    A further piece keeps its place with a share of `earned` of the best piece's score.
    """
    best: dict[tuple[str, str], float] = {}
    kept: list[Ranked] = []
    again: list[Ranked] = []
    for item in ranked:
        of_best = best.setdefault((item.place.document_id, item.place.provision), item.score)
        (kept if item.score >= earned * of_best else again).append(item)
    return sorted([*kept, *again], key=lambda item: item.place.repealed)
