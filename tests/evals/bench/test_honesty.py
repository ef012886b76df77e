"""Whether what is called an answer is one: counted by split, with whole figures only."""

import json
from pathlib import Path

import pytest

from lexhop.evals.bench.honesty import EVERYDAY, counted, has_fact, measure
from lexhop.state.records import Answer, Citation

ITEM = {"split": "a", "gold": ["broloven § 4"], "key_facts": ["12 kr."]}


def answer(quote: str, provision: str = "broloven § 4") -> Answer:
    cited = Citation(citation=provision, quote=quote, url="", passage_id="p", provision=provision)
    return Answer(question="?", text="", status="answered", citations=(cited,))


@pytest.mark.parametrize(
    ("given", "has"),
    [
        (answer("Afgiften er 12\n kr. for en bil."), True),
        (answer("Afgiften er 112 kr."), False),
        (answer("Afgiften er 12 kr.", "broloven § 5"), False),
        (answer("Afgiften er fri."), False),
    ],
)
def test_a_fact_counts_as_a_whole_figure_from_a_gold_provision(given: Answer, has: bool) -> None:
    assert has_fact(ITEM, given) is has


def test_lines_are_by_split_and_status() -> None:
    beside = {"split": "a", "gold": [], "key_facts": []}
    lines = counted([(ITEM, answer("12 kr.")), (beside, answer("x"))])
    assert " ".join(lines[0].split()) == "a answered 1 of 1 with the fact 1; without gold 1"


async def test_the_example_is_asked(
    example_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "collections").mkdir()
    (tmp_path / "collections" / "bundled").symlink_to(example_folder)
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path))
    item = {"split": "a", "question": "CPL § 9", "gold": ["cykelpuljeloven § 9"], "key_facts": []}
    questions = tmp_path / "q.jsonl"
    questions.write_text(json.dumps(item))
    lines = await measure("bundled", questions)
    assert lines[0].split()[:3] == ["a", "answered", "1"]


def test_the_everyday_questions_are_whole() -> None:
    items = [json.loads(line) for line in EVERYDAY.read_text("utf-8").splitlines()]
    assert len({item["id"] for item in items}) == len(items) > 350
    assert all(bool(item["gold"]) == (item["type"] != "unanswerable") for item in items)
