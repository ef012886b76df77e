"""What a model is shown of what decides, by recorded plans over the bundled example."""

import json
from pathlib import Path

import pytest

from lexhop.evals.bench.shown import PLANS, measure
from lexhop.state.options import PRESETS

ITEM = {
    "id": "E05",
    "question": "Hvor mange arbejdstimer svarer et årsværk til?",
    "gold": ["grønstøtteloven § 3", "grønstøtteloven § 99"],
    "stk": [[1], [1]],
}


async def test_shares_are_over_what_was_retrieved_for_each_preset(
    example_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "collections").mkdir()
    (tmp_path / "collections" / "bundled").symlink_to(example_folder)
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path))
    questions, plans = tmp_path / "q.jsonl", tmp_path / "p.jsonl"
    questions.write_text(json.dumps(ITEM))
    planned = [{"id": "E05", "queries": ["årsværk arbejdstimer"]}, {"id": "?", "queries": []}]
    plans.write_text("\n".join(map(json.dumps, planned)))
    figures = await measure(questions, "bundled", plans)
    assert figures.keys() == PRESETS.keys()
    for budget, results in figures.values():
        (result,) = results
        assert (result.retrieved, result.shown) == (1, 1)
        assert 0 < result.context_tokens <= budget < result.sent_tokens + budget
        assert result.cost_usd > 0


def test_recorded_plans_have_queries() -> None:
    plans = [json.loads(line) for line in PLANS.read_text("utf-8").splitlines()]
    assert len(plans) >= 50
    assert all(plan["queries"] and all(plan["queries"]) for plan in plans)
