"""A circuit breaker: stops calling for a while what keeps failing."""

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from purgatory.domain.model import Context, OpenedState

from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import FailureKind

_log = logging.getLogger(__name__)
T = TypeVar("T")
BreakerState = Literal["closed", "open", "half_open"]

_DOWN: frozenset[FailureKind] = frozenset({"timeout", "connection", "unavailable", "rate_limited"})
_SAYS_NOTHING: frozenset[FailureKind] = frozenset({"deadline", "breaker_open"})
"""Failures on this side, which tell nothing about the state of the other."""


class Breaker:
    """Guards one dependency: opens after `failures` in a row, for `open_s` seconds.

    Then one call probes, and others are refused until it ends. Only a sign that the dependency is
    down counts as a failure. Any other reply, a refusal too, counts as a success, and a call that
    is cancelled or out of time as neither.

    The state machine is purgatory's. Its own wrapper around a call isn't used, since that lets all
    calls through when half open, and takes a cancelled one for a failure.
    """

    def __init__(self, name: str, *, failures: int = 5, open_s: float = 30.0) -> None:
        self.name = name
        self._context = Context(name, failures, open_s)
        self._probing = False

    @property
    def state(self) -> BreakerState:
        """ "half_open" if the next call would be a probe, or a probe is running."""
        if self._context.state == "closed":
            return "closed"
        opened_at = self._context.opened_at
        still_open = opened_at is not None and time.time() <= opened_at + self._context.ttl
        return "open" if still_open else "half_open"

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`. Raises Permanent of kind "breaker_open" if calls are refused."""
        is_probe = self._enter()
        state_then = self._context.state
        try:
            result = await call()
        except Failure as error:
            self._note(error, state_then)
            raise
        else:
            self._note(None, state_then)
            return result
        finally:
            if is_probe:
                self._probing = False

    def _enter(self) -> bool:
        """Whether the call is a probe. Raises Permanent of kind "breaker_open" if it is refused."""
        try:
            self._context.handle_new_request()
        except OpenedState as opened:
            opened.with_traceback(None)  # the same error each time: its traceback would grow
            raise self._refusal() from None
        finally:
            self._context.messages.clear()
        is_probe = self._context.state == "half-opened"
        if is_probe and self._probing:
            raise self._refusal()
        self._probing = self._probing or is_probe
        return is_probe

    def _note(self, error: Failure | None, state_then: str) -> None:
        """Record an outcome, unless the state has changed since its call began."""
        if self._context.state != state_then or (error and error.kind in _SAYS_NOTHING):
            return
        if isinstance(error, Transient) and error.kind in _DOWN:
            self._context.handle_exception(error)
        else:
            self._context.handle_end_request()
        self._context.messages.clear()
        if self._context.state != state_then and error:
            _log.warning(
                "%s fails (%s): not used for %g s", self.name, error.kind, self._context.ttl
            )
        elif self._context.state != state_then:
            _log.warning("%s works again", self.name)

    def _refusal(self) -> Permanent:
        return Permanent(f"{self.name} keeps failing and is left alone", kind="breaker_open")
