"""What a run is measured by, for those that must not know what counts it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol
from uuid import UUID

from lexhop.state.records import Answer, Hop

Document = Mapping[str, Any]
"""A passage in LangChain's shape: "page_content", "type": "Document", "metadata"."""
Report = Callable[[Sequence[Document]], None]


class Meter(Protocol):
    """Counts and times what happens. Never raises and never waits."""

    def answered(self, answer: Answer) -> None:
        """A question is done: its status, time, hops, tokens, cost and why it stopped."""
        ...

    def failed(self, kind: str, *, preset: str, seconds: float) -> None:
        """A question ended without an answer. `kind` is a FailureKind, or an error's name."""
        ...

    def hop(self) -> AbstractContextManager[object]:
        """A hop is under way within."""
        ...

    def retrieved(self, seconds: float) -> None:
        """One search is done."""
        ...

    def generated(self, role: str, seconds: float) -> None:
        """A reasoner has done one thing: `role` is "decompose", "assess", "write", "repair", ..."""
        ...

    def errored(self, kind: str) -> None:
        """Something failed that a run got over. `kind` is a FailureKind, or an error's name."""
        ...


class Unmetered:
    """A meter for when nobody reads it."""

    def answered(self, answer: Answer) -> None:
        pass

    def failed(self, kind: str, *, preset: str, seconds: float) -> None:
        pass

    def hop(self) -> AbstractContextManager[object]:
        return nullcontext()

    def retrieved(self, seconds: float) -> None:
        pass

    def generated(self, role: str, seconds: float) -> None:
        pass

    def errored(self, kind: str) -> None:
        pass


class Tracer(Protocol):
    """Where the runs of a graph are traced to. Never raises and never waits."""

    def trace_id(self) -> str:
        """The trace that this task works in, "" for none."""
        ...

    def note(self, tags: Sequence[str] = (), /, **metadata: object) -> None:
        """What the root of this trace is found by."""
        ...

    def event(self, name: str, /, **fields: object) -> None:
        """Something happened in the span that is under way."""
        ...

    def searching(self, query: str) -> AbstractContextManager[Report]:
        """A span for a search, given what it found."""
        ...

    def score(self, **scores: float) -> None:
        """Feedback on this trace."""
        ...


class NoSuchRun(LookupError):
    """No trace has that id."""


class Unreachable(Exception):
    """What keeps traces can't be asked; the message says why, in a few words."""


class Scores(Protocol):
    """Takes what users say of answers."""

    def give(self, run_id: UUID, *, key: str, score: float, comment: str = "") -> None:
        """Waits until it is taken. Raises NoSuchRun or Unreachable."""
        ...


class Telemetry(Protocol):
    """Told by a run what it does, for logs, metrics and traces. Never raises and never waits."""

    def entered(self, run_id: str) -> str:
        """This task works for that run from now on; the id that the run is known by, if any."""
        ...

    def began(self, question: str, *, preset: str, corpus_version: str) -> None: ...

    def hop(self) -> AbstractContextManager[object]:
        """Part of a hop is under way within."""
        ...

    def hopped(self, hop: Hop) -> None:
        """A hop is done."""
        ...

    def answered(self, answer: Answer, *, sentences: int, rejected: int) -> None:
        """`rejected` of the `sentences` that were written didn't stand."""
        ...

    def searching(self, query: str) -> AbstractContextManager[Report]:
        """A search is under way within."""
        ...

    def reasoned(self, role: str, seconds: float) -> None:
        """A model has given one reply, in that time."""
        ...

    def failed(self, what: str, kind: str, *, instead: str = "") -> None:
        """Something that a run got over; `instead` is who does it now."""
        ...


class NoTelemetry:
    """A watch for when nobody looks."""

    def entered(self, run_id: str) -> str:
        return run_id

    def began(self, question: str, *, preset: str, corpus_version: str) -> None:
        pass

    def hop(self) -> AbstractContextManager[object]:
        return nullcontext()

    def hopped(self, hop: Hop) -> None:
        pass

    def answered(self, answer: Answer, *, sentences: int, rejected: int) -> None:
        pass

    def searching(self, query: str) -> AbstractContextManager[Report]:  # noqa: ARG002
        return nullcontext(_unread)

    def reasoned(self, role: str, seconds: float) -> None:
        pass

    def failed(self, what: str, kind: str, *, instead: str = "") -> None:
        pass


def _unread(_documents: Sequence[Document]) -> None:
    """Where nobody reads what was found."""


NO_TELEMETRY = NoTelemetry()
