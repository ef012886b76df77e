"""Drafts a question set from traces: questions whose answers users scored low."""

import json
from collections.abc import Mapping
from typing import Any

from langsmith.schemas import Feedback, Run
from langsmith.utils import LangSmithNotFoundError, get_tracer_project

from lexhop.corpus.text.language import guess_language
from lexhop.evals.harness.datasets import DatasetError
from lexhop.evals.langsmith.client import LangSmith, quiet, reaching
from lexhop.observability.redaction.redact import redact_data

_AT_ONCE = 50
_WITHHELD = "[TEXT]"


def disliked(
    langsmith: LangSmith, *, below: float, key: str, project: str = ""
) -> list[dict[str, Any]]:
    """A draft line of a question file for each question whose answer was scored below `below`.

    Drafts have no "gold", so that none is measured before somebody has written it; they include
    what the answer cited and users' comments. Each question occurs once; those whose text wasn't
    traced are left out. `project` defaults to the environment's. Raises DatasetError for an unknown
    project, and Unreachable.
    """
    name = project or get_tracer_project()
    with reaching(), quiet():
        try:
            runs = {
                str(run.id): run
                for run in langsmith.client.list_runs(
                    project_name=name,
                    is_root=True,
                    filter=f"and(eq(feedback_key, {json.dumps(key)}), lt(feedback_score, {below}))",
                )
            }
        except LangSmithNotFoundError as error:
            raise DatasetError(f"LangSmith has no project {name!r}; name one: --project") from error
        given = _feedback(langsmith, list(runs), key)
    drafts: dict[str, dict[str, Any]] = {}
    for run_id, run in runs.items():
        draft = _draft(run, [feedback for feedback in given if str(feedback.run_id) == run_id])
        if draft["question"] not in ("", _WITHHELD):
            drafts.setdefault(draft["question"], draft)
    return list(drafts.values())


def _feedback(langsmith: LangSmith, run_ids: list[str], key: str) -> list[Feedback]:
    return [
        feedback
        for at in range(0, len(run_ids), _AT_ONCE)
        for feedback in langsmith.client.list_feedback(
            run_ids=run_ids[at : at + _AT_ONCE], feedback_key=[key]
        )
    ]


def _draft(run: Run, given: list[Feedback]) -> dict[str, Any]:
    """Redacted again, since the trace may come from another client."""
    inputs = run.inputs or {}
    start = inputs.get("input") if isinstance(inputs.get("input"), Mapping) else inputs
    question = str((start or {}).get("question") or "").strip()
    answer = (run.outputs or {}).get("answer")
    citations = answer.get("citations", []) if isinstance(answer, Mapping) else []
    draft = {
        "id": str(run.id),
        "question": question,
        "lang": guess_language(question),
        "type": "feedback",
        "cited": list(
            dict.fromkeys(
                citation["provision"] for citation in citations if "provision" in citation
            )
        ),
        "comments": [feedback.comment for feedback in given if feedback.comment],
    }
    cleaned: dict[str, Any] = redact_data(draft)
    return cleaned
