"""What the rankings hand on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

_TELLING = 5
"""Of how many the best coverage counts: a hop may put first what has few of the words itself."""


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
    """A passage in a ranking. `score`, `coverage` and `via` are a hit's."""

    place: PassageInfo
    score: float
    coverage: float
    via: str

    def times(self, factor: float) -> "Ranked":
        """The same with `factor` times its score."""
        return Ranked(self.place, factor * self.score, self.coverage, self.via)


def scaled(ranking: Iterable[Ranked]) -> list[Ranked]:
    """`ranking` best first, its scores such that the best is worth what the best ones cover.

    What has nothing is left out.

    So a ranking of which nothing has what was asked for is low throughout, and rankings of
    different kinds of text can be compared.
    """
    worth = [one for one in ranking if one.score > 0]
    ordered = sorted(worth, key=lambda one: (-one.score, one.place.id))
    if not ordered:
        return []
    strength = max(one.coverage for one in ordered[:_TELLING]) / ordered[0].score
    return [one.times(strength) for one in ordered]
