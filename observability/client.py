"""The LangSmith client, which redacts all that it sends."""

from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol, cast
from uuid import UUID

from langsmith import Client

from lexhop.observability.redaction.export import ExportRedaction


class TokenPricing(Protocol):
    """The price of a model's tokens in US dollars; `cached` of the input tokens cost less."""

    def __call__(
        self, model: str, *, input_tokens: int, output_tokens: int, cached: int = 0
    ) -> float: ...


_MOST_NOTED = 4096
_MOST_BEGUN = 1024
_OF_RETRYING = ("stop_after_attempt", "retry_on", "to_ignore", "handle_response", "_context")


class RedactingClient(Client):
    """Sends all through `redaction`: content, errors, metadata, tags, events, feedback.

    The SDK's own anonymizer skips tags, events and what isn't a run. `cost` prices model calls. A
    span below the root is sent once, when it ends, which halves the requests.
    """

    def __init__(
        self,
        redaction: ExportRedaction,
        *,
        cost: TokenPricing | None = None,
        **given: Any,  # noqa: ANN401
    ) -> None:
        self._redaction = redaction
        self._cost = cost
        self._notes: OrderedDict[str, tuple[tuple[str, ...], dict[str, object]]] = OrderedDict()
        self._begun: OrderedDict[str, dict[str, Any]] = OrderedDict()
        super().__init__(**given)

    def sends(self, trace_id: UUID) -> bool:
        """Whether the trace is sampled."""
        return self._should_sample(trace_id)

    def note(self, trace_id: str, tags: Sequence[str], metadata: dict[str, object]) -> None:
        """Add tags and metadata to the trace's root, sent when it ends."""
        old_tags, old = self._notes.pop(trace_id, ((), {}))
        self._notes[trace_id] = (*old_tags, *tags), old | metadata
        while len(self._notes) > _MOST_NOTED:
            self._notes.popitem(last=False)

    def create_run(self, name: str, inputs: Any, run_type: Any, **more: Any) -> None:  # noqa: ANN401
        run = {"name": name, "inputs": inputs, "run_type": run_type, **more}
        if not (run.get("parent_run_id") and run.get("dotted_order")):
            self._post(run)
            return
        self._begun[str(run["id"])] = run
        while len(self._begun) > _MOST_BEGUN:
            self._post(self._begun.popitem(last=False)[1])

    def update_run(self, run_id: Any, **more: Any) -> None:  # noqa: ANN401
        begun = self._begun.pop(str(run_id), None)
        tags, noted = self._notes.pop(str(run_id), ((), {}))
        extra = dict(more.get("extra") or {})
        metadata = {**(extra.get("metadata") or {}), **noted}
        if more.get("run_type") == "llm":
            metadata = self._priced(metadata)
        if metadata:
            more["extra"] = {**extra, "metadata": metadata}
        if tags:
            more["tags"] = sorted({*(more.get("tags") or ()), *tags})
        if begun is not None:
            self._post(begun | {name: value for name, value in more.items() if value is not None})
            return
        if name := more.get("name"):
            more["name"] = self._redaction.name(name)
        super().update_run(run_id, **self._redaction.of_run(more))

    def flush(self, timeout: float | None = None) -> None:
        """Also send the spans that have begun and not ended."""
        with suppress(KeyError):  # popitem on an empty dict
            while True:
                self._post(self._begun.popitem(last=False)[1])
        super().flush(timeout)

    def _post(self, run: dict[str, Any]) -> None:
        redacted = self._redaction.of_run(run)
        redacted["name"] = self._redaction.name(run["name"])
        super().create_run(**redacted)

    def create_feedback(self, run_id: Any = None, key: str = "unnamed", **more: Any) -> Any:  # noqa: ANN401
        return super().create_feedback(run_id, key, **self._redaction.of_body(more))

    def request_with_retries(  # type: ignore[override] # its many options are passed on as they are
        self,
        method: str,
        pathname: str,
        /,
        **more: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Redacts the JSON of all requests that aren't runs: feedback, projects, data sets."""
        given = {**(more.pop("request_kwargs", None) or {}), **more}
        if given.get("data"):
            given["data"] = self._redaction.of_json(given["data"])
        if given.get("json"):
            given["json"] = self._redaction.of_content(given["json"])
        ours = {name: given.pop(name) for name in _OF_RETRYING if name in given}
        return super().request_with_retries(
            cast(Any, method), pathname, request_kwargs=given, **ours
        )

    def _priced(self, metadata: dict[str, Any]) -> dict[str, Any]:
        usage, model = metadata.get("usage_metadata"), metadata.get("ls_model_name")
        if not (self._cost and isinstance(usage, dict) and model):
            return metadata
        cached = (usage.get("input_token_details") or {}).get("cache_read") or 0
        cost = self._cost(
            model,
            input_tokens=usage["input_tokens"],
            output_tokens=usage["output_tokens"],
            cached=cached,
        )
        return {**metadata, "usage_metadata": {**usage, "total_cost": cost}} if cost else metadata
