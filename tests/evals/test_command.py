"""`lexhop eval` as a user has it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from lexhop import app
from lexhop.composition.ports import Services
from lexhop.resilience.errors import Transient
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.research import Research
from tests.conftest import ROOT
from tests.in_process import lexhop
from tests.signals import interruptible

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
    assert "1.000 of " in done.out
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
        ((QUESTIONS, "--resume"), "--resume goes with --details"),
        ((QUESTIONS, "--gates", "g.toml", "--limit", "3"), "leave out --limit"),
        ((QUESTIONS, "--gates", "g.toml"), "g.toml: no such file"),
        ((QUESTIONS, "--baseline", str(tmp_path / "none.jsonl")), "no such file"),
        ((QUESTIONS, "--report", str(tmp_path)), "can't be written"),
        ((QUESTIONS, "--concurrency", "0"), "greater than or equal to 1"),
        ((QUESTIONS, "--details", str(tmp_path)), "can't be written"),
        ((QUESTIONS, "--details", str(tmp_path / "no" / "file")), "can't be written"),
        ((QUESTIONS,), "collection 'default' is empty"),
        (("--compare", str(broken), str(broken)), "line 1: not JSON"),
    ):
        done = lexhop("eval", *arguments)
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert done.err.count("\n") == 1


@dataclass(frozen=True)
class Breaking:
    """The real services, but asking a question that has `word` in it raises `error`."""

    real: Services
    word: str
    error: BaseException

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @asynccontextmanager
    async def graph(self, store: LanceStore, *, cached: bool) -> AsyncIterator["BreakingGraph"]:
        async with self.real.graph(store, cached=cached) as whole:
            yield BreakingGraph(whole, self.word, self.error)


@dataclass(frozen=True)
class BreakingGraph:
    whole: Any
    word: str
    error: BaseException

    async def ainvoke(self, start: Research, /) -> Any:
        if self.word in start.question:
            raise self.error
        return await self.whole.ainvoke(start)


def breaking(word: str, error: BaseException) -> Services:
    return cast("Services", Breaking(app.open_services(), word, error))


ASK = ("eval", QUESTIONS, "--target", "ask", "--limit", "4")


@pytest.mark.usefixtures("loaded")
def test_one_failing_question_is_reported_and_the_others_are_measured(tmp_path: Path) -> None:
    details = tmp_path / "details.jsonl"
    services = breaking("HBDL", Transient("the model\ndid not answer"))
    done = lexhop(*ASK, "--json", "--details", str(details), services=services)
    assert (done.code, done.err) == (1, "failed: E02: Transient: the model did not answer\n")
    figures = json.loads(done.out)
    assert (figures["n"], figures["failed"]) == (4, 1)
    assert [one["id"] for one in figures["failures"]] == ["E02"]
    done = lexhop(*ASK, "--details", str(details), "--resume")
    assert (done.code, done.err) == (0, "")
    rows = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert [(row["id"], row["error"]) for row in rows] == [
        ("E01", ""), ("E02", ""), ("E03", ""), ("E04", ""),
    ]  # fmt: skip


@pytest.mark.usefixtures("loaded")
def test_an_interrupted_run_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    details = tmp_path / "details.jsonl"
    services = breaking("GSTL", KeyboardInterrupt())
    done = lexhop(*ASK, "--details", str(details), services=services)
    assert (done.code, done.out) == (130, "")
    says = f"interrupted; what is done is in {details}: add --resume to go on"
    assert done.err == f"lexhop: {says}\n"
    kept = details.read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["E01", "E02"]
    untouched = breaking("cykelpuljelovens", RuntimeError("asked again"))
    done = lexhop(*ASK, "--details", str(details), "--resume", services=untouched)
    assert (done.code, done.err) == (0, "")
    lines = details.read_text("utf-8").splitlines()
    assert lines[:2] == kept
    assert [json.loads(line)["id"] for line in lines] == ["E01", "E02", "E03", "E04"]
    done = lexhop(*ASK, "--details", str(details), "--resume", "--preset", "precise")
    assert done.code == 2
    assert "line 1: was made by another preset; go on as it was begun" in done.err


@pytest.mark.usefixtures("loaded")
def test_control_c_leaves_whole_lines(tmp_path: Path) -> None:
    details = tmp_path / "details.jsonl"
    arguments = ["eval", QUESTIONS, "--repetitions", "1000", "--details", str(details)]
    process = subprocess.Popen(
        [sys.executable, "-m", "lexhop", *arguments],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    deadline = time.monotonic() + 60
    while not (details.is_file() and details.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.endswith("add --resume to go on\n")
    assert errors.count("\n") == 1
    rows = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert rows[0]["id"] == "E01"


@pytest.mark.usefixtures("loaded")
def test_a_run_is_reported_against_an_earlier_one(tmp_path: Path) -> None:
    before, page = tmp_path / "before.jsonl", tmp_path / "page.html"
    assert lexhop(*ASK, "--preset", "single_hop", "--details", str(before)).code == 0
    again = ("--concurrency", "2", "--repetitions", "2", "--baseline", str(before))
    done = lexhop(*ASK, *again, "--report", str(page))
    assert (done.code, done.err) == (0, "")
    for says in (
        "at 2 at a time, waiting for the others",
        "asked 2 times: ",
        "of the 4 answerable",
        "against the baseline",
        "4 questions are in one run only",
    ):
        assert says in " ".join(done.out.split())
    shown = page.read_text("utf-8")
    assert "examples, ask" in shown
    assert "Against the baseline" in shown
    assert "2 at a time, each 2 times" in shown
    figures = json.loads(lexhop(*ASK, *again, "--json").out)
    assert figures["concurrency"] == 2
    assert figures["baseline"]["unmatched"] == [f"E0{number} (run 2)" for number in range(1, 5)]
    assert figures["repetitions"]["unstable"] == 0
    assert (
        lexhop("eval", QUESTIONS, "--target", "ask", "--limit", "1", "--baseline", QUESTIONS).code
        == 2
    )
