"""Traces runs to LangSmith, without personal data and without delaying or failing a run."""

import logging
import os
import queue
import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import langsmith
from langchain_core.env import get_runtime_environment
from langsmith.run_helpers import get_current_run_tree, trace
from langsmith.utils import LangSmithError, LangSmithNotFoundError
from urllib3 import Retry

from lexhop.observability.client import RedactingClient, TokenPricing
from lexhop.observability.logging import log
from lexhop.observability.ports import Document, Report, _unread
from lexhop.observability.redaction.export import ExportRedaction

_TIMEOUT_MS = (2_000, 4_000)
_MOST_OPERATIONS = "1000"
_MOST_SCORES = 1024
_MOST_DOCUMENTS = 20
_PAUSE_S = 0.5
_PATIENCE = 6
_LOGGERS = ("langsmith", "langchain_core.tracers", "langchain_core.callbacks")


@dataclass(frozen=True, slots=True)
class _Score:
    trace_id: str
    project: str
    key: str
    score: float


class Tracing:
    """A `Tracer` over one client. Scores are sent in the background, after their traces."""

    def __init__(self, client: RedactingClient) -> None:
        self.client = client
        self._scores: queue.Queue[_Score] = queue.Queue(_MOST_SCORES)
        self._projects: dict[str, Any] = {}
        self._sender: threading.Thread | None = None
        self._closed = False

    @property
    def problems(self) -> int:
        """Warnings of the SDK so far, each a failure to send."""
        return _summary.problems

    def trace_id(self) -> str:
        run = get_current_run_tree()
        return str(run.trace_id) if run else ""

    def note(self, tags: Sequence[str] = (), /, **metadata: object) -> None:
        if trace_id := self.trace_id():
            self.client.note(trace_id, tags, metadata)

    def event(self, name: str, /, **fields: object) -> None:
        if run := get_current_run_tree():
            now = datetime.now(UTC).isoformat()
            run.add_event({"name": name, "time": now, "kwargs": fields})

    @contextmanager
    def searching(self, query: str) -> Iterator[Report]:
        if get_current_run_tree() is None:
            yield _unread
            return
        with trace("search", "retriever", inputs={"query": query}, client=self.client) as span:

            def report(documents: Sequence[Document]) -> None:
                span.add_metadata({"hits": len(documents)})
                span.end(outputs={"documents": list(documents[:_MOST_DOCUMENTS])})

            yield report

    def score(self, **scores: float) -> None:
        run = get_current_run_tree()
        if run is None or not run.session_name or not self.client.sends(run.trace_id):
            return
        if self._sender is None:
            self._sender = threading.Thread(target=self._send, daemon=True, name="feedback")
            self._sender.start()
        for key, score in scores.items():
            try:
                given = _Score(str(run.trace_id), run.session_name, key, round(score, 4))
                self._scores.put_nowait(given)
            except queue.Full:
                log("feedback dropped", level=logging.WARNING)

    def close(self, seconds: float = 3.0) -> None:
        """Send what is pending, in at most `seconds`."""
        until = time.monotonic() + seconds
        self._closed = True
        self.client.flush(timeout=seconds)
        while self._scores.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.01)
        self.client.flush(timeout=max(0.0, until - time.monotonic()))

    def _send(self) -> None:
        while True:
            score = self._scores.get()
            try:
                self._give(score)
            except Exception as error:  # noqa: BLE001 - it's only feedback, and the next may pass
                log("feedback not sent", level=logging.WARNING, error=error)
            finally:
                self._scores.task_done()

    def _give(self, score: _Score) -> None:
        self.client.create_feedback(
            score.trace_id,
            score.key,
            score=score.score,
            trace_id=score.trace_id,
            session_id=self._project(score.project),
        )

    def _project(self, name: str) -> Any:  # noqa: ANN401
        """The project's id. A new project exists once its first run has arrived."""
        for left in reversed(range(_PATIENCE)):
            if name not in self._projects:
                self.client.flush(timeout=_PAUSE_S)
                try:
                    self._projects[name] = self.client.read_project(project_name=name).id
                except LangSmithNotFoundError:
                    if not left:
                        raise
                    time.sleep(_PAUSE_S / 5 if self._closed else _PAUSE_S)
        return self._projects[name]


def start_tracing(redaction: ExportRedaction, *, cost: TokenPricing | None = None) -> Tracing:
    """Let LangChain, LangGraph and our code trace through one redacting client.

    If the endpoint is down, at most LANGSMITH_TRACING_QUEUE_MAX_SIZE operations (1000 by default)
    wait and the rest is dropped. Raises ValueError, and traces nothing, without a needed key.
    """
    get_runtime_environment()  # cached after this call, which starts a process
    client = open_client(redaction, cost=cost)
    langsmith.configure(client=client)
    return Tracing(client)


def stop_tracing() -> None:
    """Trace nothing any more, whatever the environment says."""
    langsmith.configure(enabled=False)


def open_client(redaction: ExportRedaction, *, cost: TokenPricing | None = None) -> RedactingClient:
    """A client for the endpoint and key of the environment, with short timeouts.

    Raises ValueError where there is no key and the endpoint needs one.
    """
    # Compressed runs would queue without a limit; a non-daemon thread could delay the exit.
    os.environ.setdefault("LANGSMITH_TRACING_QUEUE_MAX_SIZE", _MOST_OPERATIONS)
    os.environ.setdefault("LANGSMITH_DISABLE_RUN_COMPRESSION", "true")
    os.environ.setdefault("LANGSMITH_USE_DAEMON", "true")
    _quiet()
    with warnings.catch_warnings():
        warnings.simplefilter("error", langsmith.utils.LangSmithMissingAPIKeyWarning)
        try:
            return RedactingClient(
                redaction,
                cost=cost,
                retry_config=Retry(0),
                timeout_ms=_TIMEOUT_MS,
                omit_traced_runtime_info=True,
            )
        except (langsmith.utils.LangSmithMissingAPIKeyWarning, LangSmithError) as error:
            raise ValueError("LANGSMITH_API_KEY is not set") from error


class _Summary(logging.Handler):
    """Logs at most one short line a minute for the SDK's long warnings."""

    def __init__(self, pause_s: float = 60.0) -> None:
        super().__init__(logging.WARNING)
        self._pause_s = pause_s
        self._next = 0.0
        self._unsaid = 0
        self.problems = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.problems += 1
        self._unsaid += 1
        if record.created < self._next:
            return
        self._next = record.created + self._pause_s
        what = str(record.msg).split(":")[0].split(".")[0][:60]
        log("tracing", level=logging.WARNING, problem=what, times=self._unsaid)
        self._unsaid = 0


_summary = _Summary()


def _quiet() -> None:
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [_summary]
        logger.propagate = False
