"""`lexhop eval` as a user has it."""

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.evals.in_process import lexhop

QUESTIONS = str(ROOT / "examples" / "questions.jsonl")


@pytest.fixture
def loaded() -> None:
    done = lexhop("ingest", str(ROOT / "examples" / "acts"), str(ROOT / "examples" / "handbook"))
    assert done.code == 0, done.err


@pytest.mark.usefixtures("loaded")
def test_search_is_evaluated_with_details(tmp_path: Path) -> None:
    details = tmp_path / "details.jsonl"
    done = lexhop("eval", QUESTIONS, "--json", "--details", str(details))
    assert (done.code, done.err) == (0, "")
    figures = json.loads(done.out)
    assert set(figures) >= {"n", "recall@2", "recall@5", "recall@10", "recall@20", "by_type"}
    assert (figures["n"], figures["answerable"], figures["unknown_gold"]) == (24, 21, 0)
    assert figures["by_type"]["citation"]["recall@2"] == 1.0
    lines = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert len(lines) == 24
    assert lines[0]["ranked"][0] == "cykelpuljeloven § 9"
    assert lines[0]["answer"] is None


@pytest.mark.usefixtures("loaded")
def test_answers_are_evaluated_and_two_runs_compared(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    done = lexhop("eval", QUESTIONS, "--target", "ask", "--details", one, "--limit", "4")
    assert done.code == 0
    assert "quotes" in done.out
    assert "1.000 verbatim" in done.out
    done = lexhop(
        "eval", QUESTIONS, "--target", "ask", "--preset", "single_hop", "--details", two,
        "--limit", "4", "--json",
    )  # fmt: skip
    figures = json.loads(done.out)
    assert figures["n"] == 4
    assert figures["hops"]["mean"] <= 1.0
    compared = json.loads(lexhop("eval", "--compare", one, two, "--json").out)
    differing = compared["better"] + compared["worse"] + compared["otherwise"]
    assert differing == len(compared["changes"])
    assert differing + compared["unchanged"] == 4
    assert "0 better, 0 worse" in lexhop("eval", "--compare", one, one).out


def test_a_comparison_shows_what_changed(tmp_path: Path) -> None:
    for name, ranked in (("a", ["x § 2"]), ("b", ["x § 1"])):
        row = {"id": "Q7", "question": "Why?", "gold": ["x § 1"], "ranked": ranked}
        (tmp_path / name).write_text(json.dumps(row), encoding="utf-8")
    done = lexhop("eval", "--compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "1 better, 0 worse" in done.out
    assert "+1.000" in done.out
    assert "0.00→1.00" in done.out
    assert "Q7 Why?" in done.out


@pytest.mark.usefixtures("loaded")
def test_gold_that_is_not_loaded_is_a_warning(tmp_path: Path) -> None:
    dataset = tmp_path / "q.jsonl"
    dataset.write_text('{"id": "1", "question": "Why?", "gold": ["no-such-page"]}', "utf-8")
    done = lexhop("eval", str(dataset))
    assert done.code == 0
    assert "warning: 1 gold not in the collection and never found: no-such-page" in done.err


def test_bad_input_is_one_line_and_exit_code_two(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "1"', encoding="utf-8")
    for arguments, says in (
        ((), "give a file of questions"),
        ((QUESTIONS, "--compare", "a", "b"), "give a file of questions"),
        ((str(broken),), f"{broken}, line 1: not JSON"),
        ((str(tmp_path / "none.jsonl"),), "no such file"),
        ((QUESTIONS, "--preset", "fast"), "--preset goes with --target ask"),
        ((QUESTIONS, "--target", "ask", "--preset", "fsat"), "unknown preset 'fsat'"),
        ((QUESTIONS, "--details", str(tmp_path)), "can't be written"),
        ((QUESTIONS, "--details", str(tmp_path / "no" / "file")), "can't be written"),
        ((QUESTIONS,), "collection 'default' is empty"),
        (("--compare", str(broken), str(broken)), "line 1: not JSON"),
    ):
        done = lexhop("eval", *arguments)
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert done.err.count("\n") == 1
