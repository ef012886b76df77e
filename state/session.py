"""Earlier questions of a conversation, as far as a later one may lean on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

KEPT_S = 30 * 60.0
"""Seconds after which a turn is forgotten."""
MOST_TURNS = 6
LONGEST_NAME = 100
"""Characters of a session's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question that was answered: as it stands alone, and the provisions that were cited.

    `at` is in seconds since the epoch.
    """

    question: str
    provisions: tuple[str, ...] = ()
    status: str = ""
    at: float = 0.0


class Sessions(Protocol):
    """The turns of conversations by name, kept for `KEPT_S`. It never fails a question."""

    async def turns(self, name: str) -> tuple[Turn, ...]:
        """The newest last."""
        ...

    async def add(self, name: str, turn: Turn) -> None: ...


class NoSessions:
    """Keeps nothing."""

    async def turns(self, name: str) -> tuple[Turn, ...]:  # noqa: ARG002 - none has a name
        return ()

    async def add(self, name: str, turn: Turn) -> None:
        """Forgets it."""


NO_SESSIONS: Sessions = NoSessions()


def recent(turns: Sequence[Turn], now: float) -> tuple[Turn, ...]:
    """The last turns that are not forgotten yet."""
    return tuple(turn for turn in turns if now - turn.at < KEPT_S)[-MOST_TURNS:]
