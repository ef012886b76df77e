"""Failures outside of this process, and whether a retry can help."""

from lexhop.state.records import FailureKind, Usage


class Failure(Exception):
    """Something outside failed. Adapters translate their library's errors into these.

    `usage` is what the call cost: an unusable reply is paid for as well.
    """

    def __init__(self, message: str, *, kind: FailureKind = "unavailable") -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.usage = Usage()


class Transient(Failure):
    """It may work in a moment: a timeout, a dropped connection, a full queue.

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
