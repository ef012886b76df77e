"""Drafts of a question set from traces: what users asked and weren't content with."""

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
    """A line of a question file for each question whose answer was scored less than `below`.

    They have no "gold", so that nothing is measured by them before somebody has written it; beside
    the question stand what the answer cited and what the user said. Each question is there once,
    and those whose text wasn't traced aren't. `project` is the environment's where it isn't given.
    Raises DatasetError where there is no such project, and Unreachable.
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
        draft = _draft(run, [one for one in given if str(one.run_id) == run_id])
        if draft["question"] not in ("", _WITHHELD):
            drafts.setdefault(draft["question"], draft)
    return list(drafts.values())


def _feedback(langsmith: LangSmith, run_ids: list[str], key: str) -> list[Feedback]:
    return [
        one
        for at in range(0, len(run_ids), _AT_ONCE)
        for one in langsmith.client.list_feedback(
            run_ids=run_ids[at : at + _AT_ONCE], feedback_key=[key]
        )
    ]


def _draft(run: Run, given: list[Feedback]) -> dict[str, Any]:
    """Cleaned once more: not every client that traces there need have been ours."""
    inputs = run.inputs or {}
    asked = inputs.get("input") if isinstance(inputs.get("input"), Mapping) else inputs
    question = str((asked or {}).get("question") or "").strip()
    answer = (run.outputs or {}).get("answer")
    citations = answer.get("citations", []) if isinstance(answer, Mapping) else []
    draft = {
        "id": str(run.id),
        "question": question,
        "lang": guess_language(question),
        "type": "feedback",
        "cited": list(dict.fromkeys(one["provision"] for one in citations if "provision" in one)),
        "comments": [one.comment for one in given if one.comment],
    }
    cleaned: dict[str, Any] = redact_data(draft)
    return cleaned
