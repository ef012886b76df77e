"""What leaves this process of a run: reduced to the needed fields, and redacted."""

import dataclasses
import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from lexhop.observability.redaction.redact import redact, redact_data, withhold
from lexhop.state.plan import Query
from lexhop.state.records import Evidence, Passage
from lexhop.state.research import Research

Text = Literal["redacted", "none"]

_PARTS = ("inputs", "outputs", "serialized", "attachments")
_CONTENT = frozenset(
    {
        *("inputs", "outputs", "metadata", "extra", "description", "comment", "value"),
        *("correction", "error", "source_info", "feedback_source", "events", "tags"),
    }
)
_WHO = ("author_name", "author_email")
_OUR_WORDS = frozenset(
    {
        *("preset", "status", "stop_reason", "model", "question_hash", "corpus_version", "verdict"),
        *("collection", "prompt", "prompt_hash", "language", "langgraph_node", "run_type"),
        *("ls_provider", "ls_model_name", "ls_model_type", "ls_integration", "ls_method"),
    }
)
_OUR_EVENTS = frozenset({"name", "time", "kind", "what", "instead", "tier"})
_OUR_TAG = re.compile(r"[a-z_]{1,16}|(?:graph|seq):step:\d{1,6}")
_OUR_NAME = re.compile(r"[A-Za-z_]{1,40}")
_ERROR_TYPE = re.compile(r"[A-Za-z_][\w.]{0,80}")
_LEFT_OUT = frozenset({"asked", "found", "passage_id", "response_format"})
"""Ids and schemas, which add nothing to citations, queries and names of prompts."""
_DEEPEST = 8
_UNREADABLE = "[UNREADABLE]"


@dataclasses.dataclass(frozen=True, slots=True)
class ExportRedaction:
    """Redacts texts, or with "none" lets only our own words out; never raises."""

    text: Text = "redacted"

    def data(self, given: object, keep: Collection[str] = _OUR_WORDS) -> Any:  # noqa: ANN401
        """A redacted copy; texts under the keys in `keep` are our own words."""
        try:
            lean = _lean(given)
            return redact_data(lean) if self.text == "redacted" else withhold(lean, keep)
        except Exception:  # noqa: BLE001 - what can't be read can't be known to be clean
            return _UNREADABLE

    def name(self, name: str) -> str:
        """A span's name: one of our nodes, or of LangChain's classes."""
        if self.text == "none" and not _OUR_NAME.fullmatch(name):
            return "[TEXT]"
        return redact(name)

    def of_run(self, run: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a run with redacted content; ids and times stay."""
        ways: dict[str, Callable[[Any], Any]] = {
            **dict.fromkeys(_PARTS, self._record),
            "extra": self._record,
            "tags": self._tags,
            "events": self._events,
            "error": self._error,
        }
        return {
            name: ways[name](value) if name in ways and value else value
            for name, value in run.items()
        }

    def of_body(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a request body, with only those redacted that can hold content."""
        return {
            name: self._content(name, value) if name in _CONTENT and value else value
            for name, value in body.items()
        }

    def of_json(self, body: Any) -> Any:  # noqa: ANN401
        """A JSON request body, redacted; any other body is returned as it is."""
        if not isinstance(body, str | bytes):
            return body
        try:
            given = json.loads(body)
        except ValueError:
            return body
        text = json.dumps(self.of_content(given), ensure_ascii=False, default=str)
        return text.encode() if isinstance(body, bytes) else text

    def of_content(self, given: Any) -> Any:  # noqa: ANN401
        """`of_body` of an object, or of each object in a list."""
        if isinstance(given, list):
            return [self.of_content(item) for item in given]
        return self.of_body(given) if isinstance(given, Mapping) else given

    def _content(self, name: str, value: Any) -> Any:  # noqa: ANN401
        match name:
            case "tags":
                return self._tags(value)
            case "error":
                return self._error(value)
        return self.data(_anonymous(value))

    def _record(self, value: Any) -> Any:  # noqa: ANN401
        cleaned = self.data(_anonymous(value))
        return cleaned if isinstance(cleaned, dict) else {"value": cleaned}

    def _events(self, events: Any) -> Any:  # noqa: ANN401
        cleaned = self.data(events, _OUR_EVENTS)
        return cleaned if isinstance(cleaned, list) else []

    def _tags(self, tags: Any) -> list[str]:  # noqa: ANN401
        given = [redact(str(tag)) for tag in tags]
        return (
            given if self.text == "redacted" else [tag for tag in given if _OUR_TAG.fullmatch(tag)]
        )

    def _error(self, error: Any) -> str:  # noqa: ANN401
        if self.text == "redacted":
            return redact(str(error))
        found = _ERROR_TYPE.match(str(error))
        return found[0] if found else _UNREADABLE


def _anonymous(value: Any) -> Any:  # noqa: ANN401
    """Without the author of the last commit, which evaluations send along."""
    if not isinstance(value, Mapping):
        return value
    return {key: _anonymous(item) for key, item in value.items() if key not in _WHO}


def _lean(value: object, depth: int = 0) -> object:  # noqa: C901 - a line a record
    """States and passages reduced to what identifies them; spans below have the details."""
    if depth > _DEEPEST:
        return value
    match value:
        case str() | int() | float() | None:
            return value
        case Research():
            return _state(value, depth)
        case Evidence():
            return {
                "citation": value.passage.citation,
                "score": round(value.score, 4),
                "hop": value.hop,
                "via": value.via,
            }
        case Passage():
            return value.citation
        case Query():
            return value.text
        case Mapping():
            if "answer" in value and "question" in value:  # a final state
                return {"answer": _lean(value["answer"], depth + 1)}
            kept = {key: item for key, item in value.items() if key not in _LEFT_OUT}
            return {key: _lean(item, depth + 1) for key, item in kept.items()}
        case list() | tuple():
            return [_lean(item, depth + 1) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return _lean({name: item for name, item in fields.items() if item or item == 0}, depth)
    return value


def _state(state: Research, depth: int) -> object:
    return {
        "question": state.question,
        "options": _lean(state.options, depth + 1),
        "queries": [query.text for query in state.queries],
        "evidence": len(state.evidence),
        "hops": len(state.hops),
        "stop_reason": state.stop_reason,
    }
