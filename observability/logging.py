"""Structured logs: a JSON line an event on stderr, with the run's id and no personal data."""

import json
import logging
import os
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TextIO

from lexhop.observability.redaction.redact import redact, redact_data
from lexhop.resilience.errors import Failure

_events = logging.getLogger("lexhop")
_events.addHandler(logging.NullHandler())
_run_id: ContextVar[str] = ContextVar("run_id", default="")
_OWN = ("time", "level", "event", "run_id", "error")
_KEY_BYTES = 32


def start_logging(level: str, stream: TextIO | None = None) -> None:
    """Write what our own packages log, from `level` on ("off" for nothing), to stderr or `stream`.

    Other libraries are left out: they log whole requests, and those contain questions. A later call
    replaces the settings of an earlier one.
    """
    handler: logging.Handler = logging.NullHandler()
    if level != "off":
        handler = logging.StreamHandler(stream or sys.stderr)
        handler.setFormatter(_JsonLines())
    _events.handlers = [handler]
    _events.propagate = level == "off"
    _events.setLevel(logging.NOTSET if level == "off" else level.upper())


def is_logging() -> bool:
    """Whether a handler is installed that writes anything."""
    return not all(isinstance(handler, logging.NullHandler) for handler in _events.handlers)


def log(
    event: str,
    *,
    level: int = logging.INFO,
    error: BaseException | None = None,
    **fields: object,
) -> None:
    """Log `event`, a few fixed words; what varies goes into `fields`.

    A question is never a field: log its `question_hash`.
    """
    if _events.isEnabledFor(level):
        _events.log(level, event, extra={"fields": fields, "error": error})


def bind_run(run_id: str) -> None:
    """Log events of this task, and of tasks that it begins, carry the run's id."""
    _run_id.set(run_id)


def question_hash(question: str, key: bytes) -> str:
    """A hash that is equal for equal questions, whatever their case and spaces.

    It is keyed, since questions can be guessed: without an installation's key nobody can test
    whether a question was asked there.
    """
    plain = " ".join(question.casefold().split())
    return blake2b(plain.encode(), key=key, digest_size=8).hexdigest()


def installation_key(folder: Path) -> bytes:
    """The key stored in `folder`, made if missing: 32 random bytes that only the owner can read."""
    path = folder / "question.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        drafted = folder / f"question.key.{os.getpid()}"
        drafted.touch(mode=0o600)
        drafted.write_bytes(os.urandom(_KEY_BYTES))
        try:
            os.link(drafted, path)  # fails where another process was faster, unlike a rename
        except FileExistsError:
            pass
        finally:
            drafted.unlink()
    return path.read_bytes()


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: Mapping[str, object] = getattr(record, "fields", {})
        raised = record.exc_info[1] if record.exc_info else None
        error: BaseException | None = getattr(record, "error", None) or raised
        at = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": redact(record.getMessage()),
        }
        if run_id := _run_id.get():
            line["run_id"] = redact(run_id)
        if error is not None:
            line["error"] = _error(error)
        for name, value in redact_data(fields).items():
            line[f"{name}_" if name in _OWN else name] = value
        return json.dumps(line, default=lambda other: redact(str(other)))


def _error(error: BaseException) -> dict[str, object]:
    """Type, place and cause; the message only of our own errors, as others may quote a question."""
    frames = traceback.extract_tb(error.__traceback__)
    told: dict[str, object] = {
        "type": type(error).__name__,
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if isinstance(error, Failure):
        told |= {"kind": error.kind, "message": redact(str(error))}
    if (cause := error.__cause__) is not None:
        told["cause"] = type(cause).__name__
    return told
