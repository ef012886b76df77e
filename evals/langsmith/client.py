"""LangSmith as evaluations use it: what leaves is cleaned, and what doesn't arrive is told."""

import logging
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from langsmith import tracing_context
from langsmith.utils import LangSmithError, LangSmithMissingAPIKeyWarning
from requests import RequestException
from urllib3 import Retry

from lexhop.observability.client import RedactingClient
from lexhop.observability.ports import Unreachable
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.state.errors import BadInput

_TIMEOUT_MS = (5_000, 15_000)
_PATIENCE_S = 30.0


class CountingClient(RedactingClient):
    """Counts the feedback that it was given: evaluations give it in threads of their own, which
    nobody waits for and in which errors get lost."""

    def __init__(self, redaction: ExportRedaction, **given: Any) -> None:  # noqa: ANN401
        self.feedback_given = 0
        self.lost: list[str] = []
        self._counting = threading.Lock()
        super().__init__(redaction, tracing_error_callback=self._lose, **given)

    def create_feedback(self, run_id: Any = None, key: str = "unnamed", **more: Any) -> Any:  # noqa: ANN401
        try:
            return super().create_feedback(run_id, key, **more)
        except Exception as error:
            self._lose(error)
            raise
        finally:
            with self._counting:
                self.feedback_given += 1

    def _lose(self, error: Exception) -> None:
        self.lost.append(type(error).__name__)


@dataclass(frozen=True, slots=True)
class LangSmith:
    """What is known of LangSmith. `redaction` is what everything goes through that leaves."""

    client: CountingClient
    redaction: ExportRedaction

    def settle(self, feedback: int) -> str:
        """Waits until all that was given has been sent, so many scores among it; why some wasn't.

        "" where all arrived. Blocks for half a minute at most.
        """
        until = time.monotonic() + _PATIENCE_S
        while self.client.feedback_given < feedback and time.monotonic() < until:
            time.sleep(0.01)
        self.client.flush(timeout=max(0.0, until - time.monotonic()))
        if self.client.feedback_given < feedback:
            return "it took too long"
        return self.client.lost[0] if self.client.lost else ""


def open_langsmith(redaction: ExportRedaction) -> LangSmith:
    """For the endpoint and with the key of the environment. Raises BadInput without a key."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LangSmithMissingAPIKeyWarning)
        client = CountingClient(
            redaction,
            retry_config=Retry(2, read=0, backoff_factor=0.1, allowed_methods=None),
            timeout_ms=_TIMEOUT_MS,
            omit_traced_runtime_info=True,
        )
    if not client.api_key:
        raise BadInput("LANGSMITH_API_KEY is not set; LangSmith needs it")
    return LangSmith(client, redaction)


@contextmanager
def reaching() -> Iterator[None]:
    """Raises Unreachable, in one line, for whatever LangSmith doesn't do."""
    try:
        yield
    except (LangSmithError, RequestException) as error:
        said = type(error).__name__.removeprefix("LangSmith")
        raise Unreachable(
            f"LangSmith did not do it ({said}); see LANGSMITH_ENDPOINT and LANGSMITH_API_KEY"
        ) from error


def tracing(*, enabled: bool) -> AbstractContextManager[None]:
    """Within, and in tasks begun within, runs are traced or not, whatever the environment says."""
    return tracing_context(enabled=enabled)


@contextmanager
def quiet() -> Iterator[None]:
    """Within, the SDK warns and logs nothing: questions are in that, and we say it in a line."""
    logger = logging.getLogger("langsmith")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [logging.NullHandler()], False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.handlers, logger.propagate = before
