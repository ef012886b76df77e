"""The benchmark, on documents small enough to measure at once."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lexhop.evals.bench.baselines import StockFusion, StockWords, load_stock
from lexhop.evals.bench.overhead import Overhead, measure_overhead
from lexhop.evals.bench.page import Benchmarks, render
from lexhop.evals.bench.suite import Lexhop, QuestionSet, command_line, measure, sets_of, write_page
from lexhop.evals.harness.machine import this_machine
from lexhop.retrieval.stores.lance.store import LanceStore
from tests import in_process
from tests.conftest import ROOT

BASELINES = (StockWords, StockFusion)


def lexhop(command: str, *arguments: str) -> dict[str, Any]:
    done = in_process.lexhop(command, "--json", *arguments)
    assert done.code == 0, done.err
    printed: dict[str, Any] = json.loads(done.out)
    return printed


def written(folder: Path) -> QuestionSet:
    documents, questions = folder / "corpus.jsonl", folder / "questions.jsonl"
    pages = [
        {"id": "otter", "title": "Otter Bay", "text": "Otter Bay is a bay on Selkie Island."},
        {"id": "selkie", "title": "Selkie Island", "text": "Mara Finch governs the island."},
        {"id": "heron", "title": "Heron Hill", "text": "Heron Hill has a windmill."},
    ]
    asked = [
        {"id": "1", "question": "Who governs the island that Otter Bay is on?",
         "gold": ["otter", "selkie"], "answers": ["Mara Finch"], "type": "bridge"},
        {"id": "2", "question": "What does Heron Hill have?", "gold": ["heron"], "type": "single"},
    ]  # fmt: skip
    for path, rows in ((documents, pages), (questions, asked)):
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return QuestionSet(name="isles", documents=(documents,), questions=questions)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "lexhop-data"


def test_a_set_is_loaded_and_measured_beside_both_baselines(tmp_path: Path, data_dir: Path) -> None:
    measured = measure(written(tmp_path), data_dir, lexhop)
    assert measured.ingest["documents"] == 3
    for figures in (measured.search, measured.stock_words, measured.stock_fusion):
        assert figures["n"] == 2
        assert figures["recall@20"] == 1.0
    assert measured.ask["quotes"]["verbatim"] == 1.0
    assert measured.stock_load_s > 0
    assert measured.cold_ask_s > 0


def test_the_page_is_the_same_for_the_same_figures(tmp_path: Path, data_dir: Path) -> None:
    measured = measure(written(tmp_path), data_dir, lexhop)
    times = {"p50": 3.0, "p95": 4.0}
    fixed = replace(
        measured,
        ingest={**measured.ingest, "took_s": 1.5},
        search={**measured.search, "latency_ms": times},
        stock_load_s=0.5,
        cold_ask_s=1.25,
    )
    given = Benchmarks(
        machine={"processor": "a small one", "Python": "3.11"},
        sets=(fixed,),
        absent=("musique",),
        overhead=Overhead(graph_ms=2.0, bare_ms=1.0),
    )
    page = render(given)
    assert page == render(given)
    for line in (
        "| processor | a small one |",
        "| isles | 3 | 3 | 1 | 1 | 2 | 2 |",
        "| isles | 1.50 | 0.50 | 3.0 | 1.25 |",
        "2.00 ms; a bare LangGraph loop of the same four steps: 1.00 ms",
        "Not on this machine, so not measured: musique.",
    ):
        assert line in page
    assert "| isles | **lexhop** | 0." in page or "| isles | **lexhop** | 1." in page
    assert "| 3.0 | 4.0 |" in page
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert all(line.endswith(" |") for line in rows)


def test_the_bundled_example_is_there_and_test_data_may_be_absent(tmp_path: Path) -> None:
    there = {one.name: one.is_there for one in sets_of(ROOT, tmp_path)}
    assert there == {
        "examples": True, "dk-tax": False, "musique": False, "hotpotqa": False, "2wiki": False,
    }  # fmt: skip


def test_what_is_there_is_measured_and_the_page_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lexhop_in(folder: Path) -> Lexhop:
        monkeypatch.setenv("LEXHOP_DATA_DIR", str(folder))
        return lexhop

    there = written(tmp_path)
    absent = replace(there, name="elsewhere", questions=tmp_path / "none.jsonl")
    out = tmp_path / "docs" / "benchmarks.md"
    write_page([there, absent], out, lexhop_in)
    page = out.read_text("utf-8")
    assert "| isles | BM25 | " in page
    assert "so not measured: elsewhere" in page


def test_the_command_line_is_run_in_the_given_folder_and_its_failure_ends_the_run(
    tmp_path: Path,
) -> None:
    installed = command_line(tmp_path)
    assert installed("collections") == {"collections": []}
    with pytest.raises(SystemExit, match="lexhop search failed with 2"):
        installed("search", "words")


async def test_a_baseline_does_not_depend_on_the_order_it_is_given_passages_in(
    tmp_path: Path, examples: LanceStore
) -> None:
    passages = [passage async for passage in examples.passages()]
    led = []
    for name, given in (("one", passages), ("two", passages[::-1])):
        stock = await load_stock(tmp_path / name, given, "Danish")
        led.append([await way(stock)("Hvornår lukkes et havnebad?") for way in BASELINES])
    assert led[0] == led[1]
    assert all(found.led for found in led[0])


async def test_the_graph_is_timed_against_a_bare_loop() -> None:
    overhead = await measure_overhead(rounds=3)
    assert overhead.graph_ms > 0
    assert overhead.bare_ms > 0


def test_the_machine_is_named() -> None:
    machine = this_machine()
    assert "cores" in machine["processor"]
    assert machine["lancedb"]
