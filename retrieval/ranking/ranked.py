"""A ranked passage, and operations on rankings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from lexhop.state.records import Origin


class PassageInfo(Protocol):
    """What the ordering of passages needs to know of one."""

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
    """A passage in a ranking. `score`, `coverage` and `origin` become the hit's."""

    place: PassageInfo
    score: float
    coverage: float
    origin: Origin

    def times(self, factor: float) -> "Ranked":
        """The same with its score multiplied by `factor`."""
        return Ranked(self.place, factor * self.score, self.coverage, self.origin)


def scaled(ranking: Iterable[Ranked], telling: int) -> list[Ranked]:
    """`ranking` best first, rescaled so that the best score is the best coverage.

    Passages that score 0 are left out. The best coverage is that of the `telling` best, since a hop
    may put first what has few of the words itself.

    A ranking in which nothing matches well is then low throughout, so that rankings of different
    kinds of text can be compared.
    """
    worth = [item for item in ranking if item.score > 0]
    ordered = sorted(worth, key=lambda item: (-item.score, item.place.id))
    if not ordered:
        return []
    strength = max(item.coverage for item in ordered[:telling]) / ordered[0].score
    return [item.times(strength) for item in ordered]


def provisions_first(ranked: Sequence[Ranked], earned: float) -> list[Ranked]:
    """`ranked` with further passages of a provision moved back, and repealed ones to the end.

    A further passage keeps its place if it has a share of `earned` of the best one's score.
    """
    best: dict[tuple[str, str], float] = {}
    kept: list[Ranked] = []
    again: list[Ranked] = []
    for item in ranked:
        of_best = best.setdefault((item.place.document_id, item.place.provision), item.score)
        (kept if item.score >= earned * of_best else again).append(item)
    return sorted([*kept, *again], key=lambda item: item.place.repealed)
