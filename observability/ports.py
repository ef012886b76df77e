"""Ports for metrics, traces and feedback, so that a run needs none of their libraries."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol
from uuid import UUID

from lexhop.state.records import Answer, Hop

Document = Mapping[str, Any]
"""A passage as LangChain traces it: "page_content", "type": "Document", "metadata"."""
Report = Callable[[Sequence[Document]], None]


class Meter(Protocol):
    """Counts and times of runs. Never raises and never waits."""

    def answered(self, answer: Answer) -> None:
        """Count a finished question: status, time, hops, tokens, cost and stop reason."""
        ...

    def failed(self, kind: str, *, preset: str, seconds: float) -> None:
        """Count a question without an answer. `kind` is a FailureKind, or an error's name."""
        ...

    def hop(self) -> AbstractContextManager[object]:
        """A hop runs inside the block."""
        ...

    def retrieved(self, seconds: float) -> None:
        """Time one search."""
        ...

    def generated(self, role: str, seconds: float) -> None:
        """Time one step of a reasoner: `role` is "decompose", "assess", "write", "repair", ..."""
        ...

    def errored(self, kind: str) -> None:
        """Count a failure that the run survived. `kind` is a FailureKind, or an error's name."""
        ...


class Unmetered:
    """Discards all measurements."""

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
    """Traces the runs of a graph. Never raises and never waits."""

    def trace_id(self) -> str:
        """The id of this task's trace, "" for none."""
        ...

    def note(self, tags: Sequence[str] = (), /, **metadata: object) -> None:
        """Add tags and metadata, by which a trace can be found, to its root."""
        ...

    def event(self, name: str, /, **fields: object) -> None:
        """Add an event to the current span."""
        ...

    def searching(self, query: str) -> AbstractContextManager[Report]:
        """A span for a search; call the report with the documents found."""
        ...

    def score(self, **scores: float) -> None:
        """Attach feedback to this trace."""
        ...


class NoSuchRun(LookupError):
    """No trace has this id."""


class Unreachable(Exception):
    """The trace store can't be reached; the message says why, in a few words."""


class Scores(Protocol):
    """Sends user feedback on answers."""

    def give(self, run_id: UUID, *, key: str, score: float, comment: str = "") -> None:
        """Send one score and wait for it. Raises NoSuchRun or Unreachable."""
        ...


class Telemetry(Protocol):
    """Reports of a run, for logs, metrics and traces. Never raises and never waits."""

    def entered(self, run_id: str) -> str:
        """Bind this task to a run; returns the id that the run is known by, "" for none."""
        ...

    def began(self, question: str, *, preset: str, corpus_version: str) -> None: ...

    def hop(self) -> AbstractContextManager[object]:
        """Part of a hop runs inside the block."""
        ...

    def hopped(self, hop: Hop) -> None:
        """A hop is finished."""
        ...

    def answered(self, answer: Answer, *, sentences: int, rejected: int) -> None:
        """`rejected` of the `sentences` that were written failed the check."""
        ...

    def searching(self, query: str) -> AbstractContextManager[Report]:
        """A search runs inside the block; call the report with the documents found."""
        ...

    def reasoned(self, role: str, seconds: float) -> None:
        """A model has given one reply, in `seconds`."""
        ...

    def failed(self, what: str, kind: str, *, instead: str = "") -> None:
        """A failure that the run survived; `instead` names what took over, if anything."""
        ...


class NoTelemetry:
    """Discards all reports."""

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
    """Discards the documents of a search."""


NO_TELEMETRY = NoTelemetry()
