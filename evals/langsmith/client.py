"""LangSmith for evaluations: redacts what is sent, and reports what didn't arrive."""

import logging
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from langsmith import tracing_context
from langsmith.utils import LangSmithError, LangSmithMissingAPIKeyWarning, get_env_var
from requests import RequestException
from urllib3 import Retry

from lexhop.observability.client import RedactingClient
from lexhop.observability.ports import Unreachable
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.state.errors import BadInput

_TIMEOUT_MS = (5_000, 15_000)
_PATIENCE_S = 30.0


class CountingClient(RedactingClient):
    """Counts the feedback given to it and the errors: evaluations send it from threads that nobody
    waits for and whose errors are lost.
    """

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
    """A client, and the redaction that everything it sends goes through."""

    client: CountingClient
    redaction: ExportRedaction

    def settle(self, feedback: int) -> str:
        """Waits, for at most half a minute, until all is sent, including `feedback` scores.

        Returns why some wasn't sent, or "".
        """
        until = time.monotonic() + _PATIENCE_S
        while self.client.feedback_given < feedback and time.monotonic() < until:
            time.sleep(0.01)
        self.client.flush(timeout=max(0.0, until - time.monotonic()))
        if self.client.feedback_given < feedback:
            return "it took too long"
        return self.client.lost[0] if self.client.lost else ""


def open_langsmith(redaction: ExportRedaction) -> LangSmith:
    """For the endpoint and key of the environment. Raises BadInput without a key.

    A client is made only then: it would call the endpoint at once.
    """
    if not get_env_var("API_KEY"):
        raise BadInput("LANGSMITH_API_KEY is not set; LangSmith needs it")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LangSmithMissingAPIKeyWarning)
        client = CountingClient(
            redaction,
            retry_config=Retry(2, read=0, backoff_factor=0.1, allowed_methods=None),
            timeout_ms=_TIMEOUT_MS,
            omit_traced_runtime_info=True,
        )
    return LangSmith(client, redaction)


@contextmanager
def reaching() -> Iterator[None]:
    """Turns any failure of LangSmith into Unreachable with a one-line message."""
    try:
        yield
    except (LangSmithError, RequestException) as error:
        said = type(error).__name__.removeprefix("LangSmith")
        raise Unreachable(
            f"LangSmith did not do it ({said}); see LANGSMITH_ENDPOINT and LANGSMITH_API_KEY"
        ) from error


def tracing(*, enabled: bool) -> AbstractContextManager[None]:
    """Switches tracing on or off in the block and tasks begun there, whatever the environment."""
    return tracing_context(enabled=enabled)


@contextmanager
def quiet() -> Iterator[None]:
    """Silences the SDK's warnings and logs in the block, as they contain questions."""
    logger = logging.getLogger("langsmith")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [logging.NullHandler()], False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.handlers, logger.propagate = before
