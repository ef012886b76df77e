"""What can go wrong outside of this process, and whether trying again can help."""

from lexhop.state.records import FailureKind, Usage


class Failure(Exception):
    """Something outside failed. Adapters turn their library's errors into these.

    `usage` is what it cost all the same: a reply that can't be used is paid for.
    """

    def __init__(self, message: str, *, kind: FailureKind = "unavailable") -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.usage = Usage()


class Transient(Failure):
    """It failed now and may work in a moment: a time-out, a dropped connection, a full queue.

    `retry_after` is how many seconds the other side asks to wait, None where it doesn't say.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: FailureKind = "unavailable",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, kind=kind)
        self.retry_after = retry_after


class Permanent(Failure):
    """It would fail again: a wrong key, an unknown model, a refusal."""
