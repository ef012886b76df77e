"""Gates: what they say of figures, and that a build which got worse is stopped."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.evals.harness.datasets import DatasetError, read_questions
from lexhop.evals.harness.gates import GateReport, Gates, check, dataset_name, read_gates
from lexhop.evals.harness.run import AnswerGraph, AnswerTarget, SearchTarget, Target, run
from lexhop.evals.harness.summary import summary
from lexhop.evals.harness.targets import searches_over
from lexhop.graph.build import build_graph
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.retrieval.ports import NO_FILTERS, Filters
from lexhop.retrieval.ranking.channels import NONE
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from lexhop.state.records import Answer, Passage
from lexhop.state.research import Research
from tests.conftest import ROOT
from tests.in_process import lexhop

GATES = ROOT / "evals" / "gates.toml"
QUESTIONS = ROOT / "examples" / "questions.jsonl"
FIGURES: dict[str, Any] = {
    "recall@10": 0.5,
    "mrr": None,
    "quotes": {"n": 3, "verbatim": 0.9999},
    "failed": 1,
    "by_type": {"single": {"recall@2": 0.25}},
}


@dataclass(frozen=True)
class Case:
    gates: Gates
    failures: tuple[str, ...]


def least(tolerance: float = 0.0, /, **gates: float) -> Gates:
    names = {name.replace("__", "@").replace("_of_", "."): gate for name, gate in gates.items()}
    return Gates(at_least=names, tolerance=tolerance)


@pytest.mark.parametrize(
    "case",
    [
        Case(least(recall__10=0.5), ()),
        Case(least(recall__10=0.55), ("recall@10 0.5 is below the gate 0.55 (dk-tax, ask)",)),
        Case(least(0.05, recall__10=0.55), ()),
        Case(least(0.04, recall__10=0.55), ("recall@10 0.5 is below the gate 0.55 (dk-tax, ask)",)),
        Case(
            least(0.05, quotes_of_verbatim=1.0),
            ("quotes.verbatim 0.9999 is below the gate 1 (dk-tax, ask)",),
        ),
        Case(least(mrr=0.1), ("mrr has no figure, and its gate is 0.1 (dk-tax, ask)",)),
        Case(Gates(at_least={"by_type.single.recall@2": 0.2}), ()),
        Case(
            Gates(at_most={"failed": 0}, tolerance=2.0),
            ("failed 1 is above the gate 0 (dk-tax, ask)",),
        ),
        Case(Gates(at_most={"failed": 1, "recall@10": 0.5}), ()),
        Case(
            Gates(at_most={"recall@10": 0.4, "mrr": 1.0}, tolerance=0.05),
            (
                "recall@10 0.5 is above the gate 0.4 (dk-tax, ask)",
                "mrr has no figure, and its gate is 1 (dk-tax, ask)",
            ),
        ),
    ],
)
def test_a_fall_says_what_fell_and_how_far(case: Case) -> None:
    verdict = check(case.gates, FIGURES, of="dk-tax, ask")
    assert verdict.failures == case.failures
    number = len(case.gates.at_least) + len(case.gates.at_most)
    assert verdict.passed == number - len(case.failures)


@pytest.mark.parametrize("name", ["recal@10", "quotes", "quotes.n.x"])
def test_a_gate_on_no_figure_is_refused(name: str) -> None:
    with pytest.raises(DatasetError, match=f"a gate is on {name}, which is"):
        check(Gates(at_least={name: 0.5}), FIGURES, of="x")


@pytest.mark.parametrize(
    ("path", "name"),
    [("bench/dk-tax/questions.jsonl", "dk-tax"), ("bench/tax.jsonl", "tax")],
)
def test_a_set_is_named_by_its_file_or_folder(path: str, name: str) -> None:
    assert dataset_name(Path(path)) == name


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[examples", "not TOML"),
        ("[other.ask]", r"no gates in \[examples.ask\]; it has \[other.ask\]"),
        ("", r"no gates in \[examples.ask\]; it has none"),
        ("x = 1", r"no gates in \[examples.ask\]; it has none"),
        ("[examples.ask]\nat_lest = {}", "examples.ask.at_lest: Extra inputs"),
        ('[examples.ask]\nat_least = { mrr = "a" }', "examples.ask.at_least.mrr: "),
    ],
)
def test_a_file_without_the_right_gates_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match=says):
        read_gates(path, "examples", "ask")


def test_gates_that_can_not_be_read_are_named(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none.toml", "no such file"), (tmp_path, "can't be read")):
        with pytest.raises(DatasetError, match=says):
            read_gates(path, "examples", "ask")


class ForgetfulGraph:
    """Loses every second citation of an answer."""

    def __init__(self, whole: AnswerGraph) -> None:
        self.whole = whole

    async def ainvoke(self, start: Research, /) -> Mapping[str, Any]:
        state = await self.whole.ainvoke(start)
        answer: Answer = state["answer"]
        return {**state, "answer": replace(answer, citations=answer.citations[1::2])}


class CarelessGraph(ForgetfulGraph):
    """Puts a word of its own into each quote, and always answers."""

    async def ainvoke(self, start: Research, /) -> Mapping[str, Any]:
        state = await self.whole.ainvoke(start)
        answer: Answer = state["answer"]
        quotes = tuple(replace(one, quote=f"{one.quote} vist") for one in answer.citations)
        return {**state, "answer": replace(answer, citations=quotes, status="answered")}


class UnlinkedStore(LanceStore):
    """Its passages have lost their references."""

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        return [replace(one, references=()) for one in await super().get(ids)]

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        found = await super().by_key(keys, filters=filters)
        return [replace(one, references=()) for one in found]


def asking(store: LanceStore) -> AnswerTarget:
    return AnswerTarget(build_graph(store, ExtractiveReasoner(acts=known_acts())), Options())


def verdict_on(target: Target, store: LanceStore, name: str) -> GateReport:
    figures = summary(asyncio.run(run(read_questions(QUESTIONS), target, store)))
    gates = read_gates(GATES, "examples", name)
    return check(gates, {"unknown_gold": 0, **figures}, of=f"examples, {name}")


def fallen(verdict: GateReport) -> set[str]:
    return {failure.partition(" ")[0] for failure in verdict.failures}


@pytest.fixture
def loaded() -> None:
    done = lexhop("ingest", str(ROOT / "examples" / "acts"), str(ROOT / "examples" / "handbook"))
    assert done.code == 0, done.err


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("target", ["search", "ask"])
def test_the_bundled_example_passes_its_gates(target: str) -> None:
    done = lexhop("eval", str(QUESTIONS), "--target", target, "--gates", str(GATES))
    assert (done.code, done.err) == (0, "")
    assert "gates hold" in done.out


def test_a_build_that_loses_citations_is_stopped(examples: LanceStore) -> None:
    forgetful = AnswerTarget(ForgetfulGraph(asking(examples).graph), Options())
    verdict = verdict_on(forgetful, examples, "ask")
    assert "citation_recall" in fallen(verdict)


def test_a_build_that_misquotes_is_stopped(examples: LanceStore) -> None:
    careless = AnswerTarget(CarelessGraph(asking(examples).graph), Options())
    verdict = verdict_on(careless, examples, "ask")
    assert "quotes.verbatim 0 is below the gate 1 (examples, ask)" in verdict.failures
    assert "abstained.unanswerable 0 is below the gate 0.6 (examples, ask)" in verdict.failures


def test_a_build_that_follows_no_reference_is_stopped(examples: LanceStore) -> None:
    unlinked = UnlinkedStore(examples.folder)
    verdict = verdict_on(asking(unlinked), examples, "ask")
    assert "recall@10" in fallen(verdict), verdict


def test_a_search_that_looks_nothing_up_is_stopped(examples: LanceStore) -> None:
    search_by = asyncio.run(searches_over(examples, known_acts()))
    broken = SearchTarget(search_by(replace(NONE, words=True)))
    verdict = verdict_on(broken, examples, "search")
    assert "mrr" in fallen(verdict)


@pytest.mark.usefixtures("loaded")
def test_a_fall_is_a_line_each_and_exit_code_one(tmp_path: Path) -> None:
    gates = tmp_path / "gates.toml"
    gates.write_text(
        '[examples.ask]\nat_least = { "recall@2" = 1.0, "quotes.verbatim" = 1.0 }', "utf-8"
    )
    arguments = ("eval", str(QUESTIONS), "--target", "ask", "--gates", str(gates))
    done = lexhop(*arguments, "--preset", "single_hop")
    assert done.code == 1
    [line] = done.err.splitlines()
    assert line.startswith("gate: recall@2 0.")
    assert line.endswith(" is below the gate 1 (examples, ask)")


def test_gates_that_nest_without_end_are_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "gates.toml"
    path.write_text("a = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(DatasetError, match=r"gates\.toml: not TOML"):
        read_gates(path, "law", "ask")
