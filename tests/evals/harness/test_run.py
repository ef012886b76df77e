"""Running a search or a graph over questions, on the bundled example."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from lexhop.corpus.citations.act_names import known_acts
from lexhop.evals.harness.datasets import EvalQuestion
from lexhop.evals.harness.details import detail
from lexhop.evals.harness.run import (
    AnswerTarget,
    QuestionResult,
    RunConfig,
    SearchTarget,
    TargetOutput,
    run,
    unknown_gold,
)
from lexhop.evals.harness.summary import summary
from lexhop.evals.harness.targets import search_over
from lexhop.graph.build import build_graph
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.resilience.errors import Transient
from lexhop.retrieval.ports import Hit
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from lexhop.state.records import Answer, Citation, Hop, Origin, Passage
from lexhop.state.research import Research

NAMES = known_acts()
CITED = EvalQuestion(
    id="cited",
    question="Hvad siger CPL § 6, stk. 1?",
    language="da",
    type="citation",
    gold=("cykelpuljeloven § 6",),
)
REPEALED = EvalQuestion(id="repealed", question="Hvad siger CPL § 7?", language="da", type="none")


async def test_a_search_ranks_each_provision_once_with_what_led_to_it(examples: LanceStore) -> None:
    search = await search_over(examples, NAMES)
    [outcome] = await run([CITED], SearchTarget(search), examples)
    assert outcome.ranked[0] == "cykelpuljeloven § 6"
    assert outcome.via[0] == "citation"
    assert len(set(outcome.ranked)) == len(outcome.ranked) == len(outcome.via) > 5
    assert outcome.answer is None


async def test_answers_rank_what_they_cite_before_other_evidence(examples: LanceStore) -> None:
    graph = build_graph(examples, ExtractiveReasoner(acts=NAMES))
    asking = AnswerTarget(graph, Options(preset="fast"))
    cited, repealed = await run([CITED, REPEALED], asking, examples)
    assert cited.ranked[0] == "cykelpuljeloven § 6"
    assert cited.via[0] == "cited"
    assert cited.answer is not None
    assert cited.answer.status == "answered"
    assert cited.verbatim == (True,) * len(cited.answer.citations)
    assert repealed.answer is not None
    assert repealed.answer.status == "abstained"


async def test_a_quote_that_is_not_in_the_store_is_found_out(examples: LanceStore) -> None:
    [passage] = await examples.by_key(["cykelpuljeloven§6"])

    def quoting(quote: str, passage_id: str = passage.id) -> Citation:
        return Citation(citation="", quote=quote, url="", passage_id=passage_id)

    answer = Answer(
        question="?",
        text="",
        status="answered",
        citations=(
            quoting(passage.text[:20]),
            quoting(passage.text[:20].upper()),
            quoting(passage.text[:20], "no such passage"),
            quoting(" "),
        ),
        corpus_version=await examples.version(),
    )

    async def target(question: str) -> TargetOutput:
        return TargetOutput(led=(), answer=answer)

    [outcome] = await run([CITED], target, examples)
    assert outcome.verbatim == (True, False, False, False)
    assert summary([outcome])["quotes"] == {"n": 4, "verbatim": 0.25}


async def test_the_first_question_is_warmed_up_and_progress_is_told(examples: LanceStore) -> None:
    asked: list[str] = []
    told: list[tuple[int, int, str]] = []
    seconds = count(step=2)

    async def search(question: str, limit: int) -> Sequence[Hit]:
        asked.append(question)
        return []

    outcomes = await run(
        [CITED, REPEALED],
        SearchTarget(search),
        examples,
        RunConfig(progress=lambda *step: told.append(step), clock=lambda: float(next(seconds))),
    )
    assert asked == [CITED.question, CITED.question, REPEALED.question]
    assert told == [(0, 2, "cited"), (1, 2, "repealed"), (2, 2, "")]
    assert [one.took_ms for one in outcomes] == [2000.0, 2000.0]


async def test_the_graph_gets_the_options(examples: LanceStore) -> None:
    class Graph:
        async def ainvoke(self, start: Research, /) -> Mapping[str, Any]:
            answer = Answer(
                question=start.question, text="", status="abstained", preset=start.options.preset
            )
            return {"answer": answer, "evidence": ()}

    [outcome] = await run([CITED], AnswerTarget(Graph(), Options(preset="single_hop")), examples)
    assert outcome.answer is not None
    assert outcome.answer.preset == "single_hop"


async def test_gold_that_no_passage_has_is_told(examples: LanceStore) -> None:
    gold = ("CykelPuljeloven §6", "cykelpuljeloven § 99", "kestrel-service", "Kestrel Service")
    found = await unknown_gold([replace(CITED, gold=gold), REPEALED], examples)
    assert found == ["cykelpuljeloven § 99", "Kestrel Service"]


def outcome(question: EvalQuestion, *ranked: str, answer: Answer | None = None) -> QuestionResult:
    return QuestionResult(
        question=question,
        ranked=ranked,
        via=("words",) * len(ranked),
        took_ms=1.234,
        answer=answer,
        verbatim=(True,) * (len(answer.citations) if answer else 0),
    )


def test_questions_without_gold_count_for_abstention_only() -> None:
    figures = summary([outcome(CITED, "cykelpuljeloven § 6"), outcome(REPEALED, "x")])
    assert (figures["n"], figures["answerable"]) == (2, 1)
    assert (figures["recall@2"], figures["all_found@20"], figures["mrr"]) == (1.0, 1.0, 1.0)
    assert figures["latency_ms"] == {"p50": 1.23, "p95": 1.23, "p95_ratio": 1.0}
    assert figures["by_type"]["citation"]["recall@5"] == 1.0
    assert figures["by_type"]["none"]["recall@5"] is None
    assert figures["by_language"]["da"]["n"] == 2
    assert "status" not in figures
    assert figures["over"]["recall@2"] == 1


def test_answers_are_measured_on_what_they_cite_and_say() -> None:
    facts = replace(CITED, key_facts=("75.000 kr.", "6 år"), answers=("Aldrig",))
    short = replace(CITED, id="short", answers=("ja", "jo"))
    hop = Hop(number=1, queries=(), found=(), verdict="sufficient")
    cites = [
        Citation(citation="", quote="q", url="", passage_id="p", provision=name)
        for name in ("cykelpuljeloven § 6", "cykelpuljeloven § 9", "cykelpuljeloven § 6")
    ]
    said = Answer(
        question="",
        text="Højst 75.000 kr. [1]",
        status="answered",
        citations=tuple(cites),
        hops=(hop,),
    )
    refused = Answer(question="", text="ja", status="abstained", stop_reason="no_evidence")
    figures = summary(
        [
            outcome(facts, answer=said),
            outcome(short, answer=refused),
            outcome(REPEALED, answer=refused),
            outcome(REPEALED, answer=said),
        ]
    )
    assert figures["status"] == {"abstained": 2, "answered": 2}
    assert figures["abstained"] == {"answerable": 0.5, "unanswerable": 0.5}
    assert figures["citation_precision"] == 0.5
    assert figures["citation_recall"] == 0.5
    assert figures["key_facts"] == 0.5
    assert figures["answer_stated"] == 0.0
    assert figures["over"]["key_facts"] == figures["over"]["answer_stated"] == 1
    assert figures["over"]["citation_recall"] == 2
    assert figures["over"]["citation_precision"] == 1
    assert (figures["tokens"], figures["cost_usd"]) == (0, 0.0)
    assert figures["hops"] == {"mean": 0.5, "0": 2, "1": 2}
    assert figures["stop_reasons"] == {"no_evidence": 2, "sufficient": 2}


def test_a_detail_line_has_the_fields_of_the_contract() -> None:
    line = detail(outcome(CITED, "cykelpuljeloven § 6"), {"target": "search"})
    scores = line.pop("scores")
    assert line == {
        "id": "cited",
        "repetition": 1,
        "question": CITED.question,
        "lang": "da",
        "type": "citation",
        "gold": ["cykelpuljeloven § 6"],
        "ranked": ["cykelpuljeloven § 6"],
        "via": ["words"],
        "took_ms": 1.23,
        "answer": None,
        "verbatim": [],
        "error": "",
        "judged": [],
        "made_by": {"target": "search"},
    }
    assert (scores["recall@2"], scores["mrr"]) == (1.0, 1.0)
    assert "citation_recall" not in scores
    answer = Answer(question="?", text="t", status="partial")
    line = detail(outcome(CITED, answer=answer))
    assert line["answer"]["status"] == "partial"
    assert line["scores"]["citation_recall"] == 0.0


async def test_a_question_that_fails_is_reported_and_the_others_go_on(examples: LanceStore) -> None:
    async def target(question: str) -> TargetOutput:
        if question == CITED.question:
            raise Transient("the store\ndid not answer")
        return TargetOutput(led=(("x", "words"),))

    failed, other = await run([CITED, REPEALED], target, examples)
    assert failed.error == "Transient: the store did not answer"
    assert (failed.ranked, failed.answer, failed.took_ms) == ((), None, 0.0)
    assert other.ranked == ("x",)
    figures = summary([failed, replace(other, took_ms=7.0)])
    assert (figures["n"], figures["failed"], figures["recall@10"]) == (2, 1, 0.0)
    assert figures["latency_ms"]["p50"] == 7.0


async def test_several_at_a_time_are_bounded_and_keep_their_order(examples: LanceStore) -> None:
    running: set[str] = set()
    most = 0
    full = asyncio.Event()

    async def target(question: str) -> TargetOutput:
        nonlocal most
        running.add(question)
        most = max(most, len(running))
        if len(running) == 3:
            full.set()
        if question != "warm":
            await asyncio.wait_for(full.wait(), timeout=10)
        await asyncio.sleep(0.001 * (9 - int(question[-1])) if question != "warm" else 0)
        running.discard(question)
        return TargetOutput(led=((question, ""),))

    asked = [replace(CITED, id=str(number), question=f"q{number}") for number in range(9)]
    asked.insert(0, replace(CITED, id="warm", question="warm"))
    outcomes = await run(asked, target, examples, RunConfig(concurrency=3))
    assert most == 3
    assert [one.question.id for one in outcomes] == [one.id for one in asked]
    assert [one.ranked for one in outcomes] == [(one.question,) for one in asked]


async def test_repetitions_show_how_far_a_figure_spreads(examples: LanceStore) -> None:
    asked: list[str] = []

    async def target(question: str) -> TargetOutput:
        asked.append(question)
        found = "cykelpuljeloven § 6" if len(asked) < 3 else "another"
        return TargetOutput(led=((found, "words"),))

    outcomes = await run([CITED], target, examples, RunConfig(repetitions=2))
    assert [one.repetition for one in outcomes] == [1, 2]
    figures = summary(outcomes)
    assert (figures["n"], figures["recall@10"]) == (1, 0.5)
    assert figures["over"]["recall@10"] == 2
    assert figures["repetitions"] == {"n": 2, "unstable": 0, "recall@10": [0.0, 1.0]}


async def test_what_is_finished_is_not_asked_again(examples: LanceStore) -> None:
    asked: list[str] = []

    async def target(question: str) -> TargetOutput:
        asked.append(question)
        return TargetOutput(led=())

    finished = outcome(CITED, "kept")
    kept: list[QuestionResult] = []

    async def keep(one: QuestionResult) -> None:
        kept.append(one)

    way = RunConfig(finished=[finished], keep=keep)
    outcomes = await run([CITED, REPEALED], target, examples, way)
    assert asked == [REPEALED.question, REPEALED.question]
    assert outcomes[0] is finished
    assert kept == [outcomes[1]]
    assert await run([CITED], target, examples, RunConfig(finished=[finished])) == [finished]
    assert len(asked) == 2


async def test_a_passage_in_several_pieces_is_one_name(examples: LanceStore) -> None:
    def hit(piece: int, name: str) -> Hit:
        passage = Passage(
            id=f"{name}:{piece}", document_id="d", provision=name, citation="", title="", text=""
        )
        return Hit(passage=passage, score=1.0, origin=Origin("mention", f"page {piece}"))

    async def search(question: str, limit: int) -> Sequence[Hit]:
        return [hit(1, "a § 1"), hit(2, "a § 2"), hit(3, "a § 1")]

    [found] = await run([CITED], SearchTarget(search), examples)
    assert found.ranked == ("a § 1", "a § 2")
    assert found.via == ("mentioned by page 1", "mentioned by page 2")
