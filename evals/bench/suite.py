"""All that is measured of lexhop on one machine, for docs/benchmarks.md.

What a user runs is measured as a user runs it, through the command line. LanceDB as it comes gets
the same passages and questions in the same run.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexhop.composition.opening import stores_in
from lexhop.evals.bench.baselines import StockFusion, StockWords, load_stock
from lexhop.evals.bench.overhead import measure_overhead
from lexhop.evals.bench.page import Benchmarks, SetFigures, render
from lexhop.evals.harness.datasets import EvalQuestion, read_questions
from lexhop.evals.harness.machine import this_machine
from lexhop.evals.harness.run import run
from lexhop.evals.harness.summary import summary

ROOT = Path(__file__).resolve().parents[2]
COLD_RUNS = 3

Lexhop = Callable[..., dict[str, Any]]
"""Runs lexhop with these arguments and returns its --json output."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """Documents and questions about them. `language` is LanceDB's name of their language."""

    name: str
    documents: tuple[Path, ...]
    questions: Path
    language: str = "English"

    @property
    def is_there(self) -> bool:
        return all(path.exists() for path in (*self.documents, self.questions))


def sets_of(root: Path, shared: Path) -> list[QuestionSet]:
    """The bundled example, and the test data sets beside the project."""
    examples = root / "examples"
    tax = shared / "bench" / "dk-tax" / "questions.jsonl"
    return [
        QuestionSet(
            name="examples",
            documents=(examples / "acts", examples / "handbook"),
            questions=examples / "questions.jsonl",
            language="Danish",
        ),
        QuestionSet(
            name="dk-tax",
            documents=(shared / "corpora" / "dk-tax",),
            questions=tax,
            language="Danish",
        ),
        *(
            QuestionSet(
                name=name,
                documents=(shared / "bench" / name / "corpus.jsonl",),
                questions=shared / "bench" / name / "questions.jsonl",
            )
            for name in ("musique", "hotpotqa", "2wiki")
        ),
    ]


def measure(
    given: QuestionSet,
    data_dir: Path,
    lexhop: Lexhop,
    clock: Callable[[], float] = time.perf_counter,
) -> SetFigures:
    """Ingest the set into `data_dir`, which `lexhop` uses as well, and measure it there."""
    collection = ("--collection", given.name)
    ingest = lexhop("ingest", *map(str, given.documents), *collection)
    search = lexhop("eval", str(given.questions), *collection)
    ask = lexhop("eval", str(given.questions), *collection, "--target", "ask")
    questions = read_questions(given.questions)
    cold = []
    for _ in range(COLD_RUNS):
        started = clock()
        lexhop("ask", *collection, "--", questions[0].question)
        cold.append(clock() - started)
    words, fusion, load_s = asyncio.run(_baselines(given, questions, data_dir))
    return SetFigures(
        name=given.name,
        ingest=ingest,
        search=search,
        ask=ask,
        stock_words=words,
        stock_fusion=fusion,
        stock_load_s=load_s,
        cold_ask_s=statistics.median(cold),
    )


async def _baselines(
    given: QuestionSet, questions: Sequence[EvalQuestion], data_dir: Path
) -> tuple[dict[str, Any], dict[str, Any], float]:
    store = stores_in(data_dir).store(given.name)
    passages = [passage async for passage in store.passages()]
    stock = await load_stock(data_dir / "stock" / given.name, passages, given.language)
    words = await run(questions, StockWords(stock), store)
    fusion = await run(questions, StockFusion(stock), store)
    return summary(words), summary(fusion), stock.load_s


def command_line(data_dir: Path) -> Lexhop:
    """The installed `lexhop`, each call in its own process, with default settings."""
    script = Path(sys.executable).with_name("lexhop")
    program = [str(script)] if script.exists() else [sys.executable, "-m", "lexhop"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEXHOP_")}
    environment = {**kept, "LEXHOP_DATA_DIR": str(data_dir), "LANGSMITH_TRACING": "false"}

    def lexhop(*arguments: str) -> dict[str, Any]:
        command, *rest = arguments
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [*program, command, "--json", *rest],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"bench: lexhop {command} failed with {done.returncode}; see above")
        printed: dict[str, Any] = json.loads(done.stdout)
        return printed

    return lexhop


def write_page(
    sets: Sequence[QuestionSet], out: Path, lexhop_in: Callable[[Path], Lexhop] = command_line
) -> None:
    """Measure those of `sets` that exist, in a temporary folder, and write the page to `out`."""
    _say("measuring the graph ...")
    overhead = asyncio.run(measure_overhead())
    measured = []
    with tempfile.TemporaryDirectory(prefix="lexhop-bench-") as folder:
        lexhop = lexhop_in(Path(folder))
        for question_set in sets:
            if question_set.is_there:
                _say(f"measuring {question_set.name} ...")
                measured.append(measure(question_set, Path(folder), lexhop))
    given = Benchmarks(
        machine=this_machine(),
        sets=measured,
        absent=[question_set.name for question_set in sets if not question_set.is_there],
        overhead=overhead,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(render(given), encoding="utf-8")
    _say(f"written to {out}")


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def main() -> None:
    """Read the paths from the command line."""
    parser = argparse.ArgumentParser(prog="python -m lexhop.evals.bench", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="test data")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    write_page(sets_of(ROOT, given.shared), given.out)
