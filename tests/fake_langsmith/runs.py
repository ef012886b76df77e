"""The runs, feedback and projects that were sent, as they can be asked for again."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from tests.fake_langsmith.filters import predicate
from tests.fake_langsmith.wire import Part

Row = dict[str, Any]
TENANT = "00000000-0000-4000-8000-000000000001"
_ASKABLE = {
    "session",
    "run_type",
    "reference_example",
    "filter",
    "is_root",
    "parent_run",
    "start_time",
    "error",
    "id",
    "trace",
    "select",
    "limit",
    "cursor",
}


class Runs:
    """Merges what comes of a run: a POST when it starts, a PATCH when it ends, in any order."""

    def __init__(self) -> None:
        self.by_id: dict[str, Row] = {}
        self.feedback: dict[str, Row] = {}
        self.projects: dict[str, Row] = {}
        self.attachments: dict[str, tuple[str, bytes]] = {}

    def take(self, operation: str, run: Mapping[str, Any]) -> None:
        """`operation` is "post" or "patch"."""
        kept = self.by_id.setdefault(str(run["id"]), {"id": str(run["id"]), "operations": []})
        kept["operations"].append(operation)
        kept |= {name: value for name, value in run.items() if value is not None}
        if operation == "post" and "session_id" not in kept:
            kept["session_id"] = self.project(str(run.get("session_name") or "default"))["id"]

    def take_parts(self, parts: Iterable[Part]) -> None:
        for part in parts:
            kind, _, rest = part.name.partition(".")
            run_id, _, field = rest.partition(".")
            if kind == "feedback":
                self.take_feedback(dict(part.json()))  # type: ignore[call-overload]
            elif kind == "attachment":
                self._attach(run_id, field, part)
            elif field:
                self.by_id[run_id][field] = part.json()
            else:
                self.take(kind, dict(part.json()))  # type: ignore[call-overload]

    def take_feedback(self, feedback: Row) -> Row:
        feedback = {"run_id": None, "trace_id": None, **feedback}
        kept = self.feedback.setdefault(str(feedback["id"]), {})
        kept |= feedback
        return kept

    def feedback_on(self, runs: Iterable[str] = (), keys: Iterable[str] = ()) -> list[Row]:
        wanted, keys = set(runs), set(keys)
        return [
            one
            for one in self.feedback.values()
            if (not wanted or str(one["run_id"]) in wanted) and (not keys or one["key"] in keys)
        ]

    def query(self, asked: Mapping[str, Any]) -> list[Row]:
        """Raises ValueError for a condition that isn't known here."""
        if unknown := set(asked) - _ASKABLE:
            raise ValueError(f"runs can't be asked for by {', '.join(sorted(unknown))} here")
        wanted = predicate(asked.get("filter", ""))
        return [
            run
            for run in self.by_id.values()
            if "name" in run and _matches(run, asked) and any(map(wanted, self._with_feedback(run)))
        ]

    def project(self, name: str) -> Row:
        known = next((one for one in self.projects.values() if one["name"] == name), None)
        return known or self.new_project({"name": name})

    def new_project(self, given: Mapping[str, Any]) -> Row:
        project = {
            "id": str(uuid.uuid4()),
            "tenant_id": TENANT,
            "reference_dataset_id": None,
            **{name: value for name, value in given.items() if value is not None},
        }
        self.projects[project["id"]] = project
        return project

    def _attach(self, run_id: str, name: str, part: Part) -> None:
        place = f"/attachments/{run_id}/{name}"
        self.attachments[place] = part.content_type, part.content
        urls = self.by_id[run_id].setdefault("s3_urls", {})
        urls[f"attachment.{name}"] = {"presigned_url": place, "mime_type": part.content_type}

    def _with_feedback(self, run: Row) -> list[Row]:
        """The run as filters see it, once for each feedback on it."""
        given = self.feedback_on([run["id"]])
        return [
            run | {"feedback_key": one["key"], "feedback_score": one.get("score")} for one in given
        ] or [run]


def _matches(run: Row, asked: Mapping[str, Any]) -> bool:
    return (
        run["session_id"] in asked.get("session", [run["session_id"]])
        and run["run_type"] == asked.get("run_type", run["run_type"])
        and run["id"] in asked.get("id", [run["id"]])
        and str(run.get("trace_id")) == str(asked.get("trace", run.get("trace_id")))
        and run.get("reference_example_id")
        in asked.get("reference_example", [run.get("reference_example_id")])
        and asked.get("is_root", not run.get("parent_run_id")) == (not run.get("parent_run_id"))
        and run.get("parent_run_id") == asked.get("parent_run", run.get("parent_run_id"))
        and bool(run.get("error")) == asked.get("error", bool(run.get("error")))
        and str(run["start_time"]) >= str(asked.get("start_time", ""))
    )
