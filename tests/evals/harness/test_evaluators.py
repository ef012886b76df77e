"""Each evaluator on a result worked out by hand, and as langsmith calls it."""

import inspect
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from langsmith.evaluation import run_evaluator
from langsmith.schemas import Example, Run

from lexhop.evals.harness.datasets import EvalQuestion, reference_of
from lexhop.evals.harness.evaluators import ANSWERS, RANKING, Evaluator
from lexhop.evals.harness.run import QuestionResult, outputs_of
from lexhop.state.records import Answer, Citation, Hop, Usage

ALL: dict[str, Evaluator] = {one.__name__: one for one in (*RANKING, *ANSWERS)}

ASKED = EvalQuestion(
    id="1",
    question="Who governs the island?",
    language="en",
    gold=("otter", "selkie"),
    answers=("Mara Finch",),
)
FACTS = EvalQuestion(
    id="2", question="Hvor?", language="da", gold=("a § 1",), key_facts=("6 år", "ja")
)
TRAP = EvalQuestion(id="3", question="?", answers=("Can't be answered.",))


def answered(text: str, *cited: str, status: Any = "answered") -> QuestionResult:
    citations = tuple(
        Citation(citation="", quote="q", url="", passage_id="p", provision=name) for name in cited
    )
    answer = Answer(
        question="?",
        text=text,
        status=status,
        citations=citations,
        hops=(Hop(number=1, queries=(), found=(), verdict="sufficient"),),
        usage=Usage(calls=3, input_tokens=900, output_tokens=100, cost_usd=0.25),
    )
    return QuestionResult(
        question=ASKED,
        ranked=("heron", "otter"),
        via=("", ""),
        took_ms=12.0,
        answer=answer,
        verbatim=tuple(name != "heron" for name in cited),
    )


SAID = answered("Mara Finch [1]", "selkie", "heron")
REFUSED = answered("Mara Finch is not in the documents", status="abstained")
FAILED = QuestionResult(question=ASKED, error="Transient: down")

CASES: list[tuple[EvalQuestion, QuestionResult, dict[str, float | None]]] = [
    (
        ASKED,
        SAID,
        {
            "recall@2": 0.5, "recall@20": 0.5, "all_found@20": 0.0, "mrr": 0.5, "latency_ms": 12.0,
            "citation_precision": 0.5, "citation_recall": 0.5, "quotes_verbatim": 0.5,
            "key_facts": None, "answer_stated": 1.0, "exact_match": 1.0, "f1": 1.0,
            "abstention": 1.0, "hops": 1, "tokens": 1000, "cost_usd": 0.25,
        },
    ),
    (
        ASKED,
        REFUSED,
        {
            "citation_precision": None, "citation_recall": 0.0, "quotes_verbatim": None,
            "answer_stated": 0.0, "exact_match": 0.0, "f1": 0.0, "abstention": 0.0,
        },
    ),
    (
        ASKED,
        FAILED,
        {
            "recall@10": 0.0, "mrr": 0.0, "latency_ms": None, "citation_precision": None,
            "citation_recall": 0.0, "answer_stated": 0.0, "exact_match": 0.0, "abstention": 0.0,
            "hops": None, "tokens": None, "cost_usd": None,
        },
    ),
    (FACTS, answered("Det er 6 år."), {"key_facts": 0.5, "answer_stated": None, "f1": None}),
    (
        TRAP,
        REFUSED,
        {"recall@2": None, "citation_recall": None, "abstention": 1.0, "exact_match": None},
    ),
    (TRAP, SAID, {"abstention": 0.0, "citation_precision": None, "answer_stated": None}),
    (TRAP, FAILED, {"abstention": 0.0}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "outcome", "expected"), CASES)
def test_scores(
    question: EvalQuestion, outcome: QuestionResult, expected: dict[str, float | None]
) -> None:
    outputs, reference = outputs_of(outcome), reference_of(question)
    given = [evaluator(outputs, reference) for evaluator in ALL.values()]
    scores = {one["key"]: one["score"] for one in given}
    assert len(scores) == len(ALL)
    assert {key: scores[key] for key in expected} == expected


def test_a_comment_says_what_is_missing() -> None:
    outputs, reference = outputs_of(SAID), reference_of(ASKED)
    assert ALL["citation_recall"](outputs, reference)["comment"] == "missed: otter"
    assert ALL["citation_precision"](outputs, reference)["comment"] == "not gold: heron"
    assert ALL["recall_at_2"](outputs, reference)["comment"] == "missed: selkie"
    assert ALL["abstention"](outputs, reference)["comment"] == "answered, answerable"


@pytest.mark.parametrize("name", ALL)
def test_langsmith_takes_it_as_it_is(name: str) -> None:
    evaluator = ALL[name]
    assert list(inspect.signature(evaluator).parameters) == ["outputs", "reference_outputs"]
    now = datetime.now(UTC)
    trace = uuid.uuid4()
    for outputs in (outputs_of(SAID), {}):
        run = Run(
            id=trace, name="ask", start_time=now, run_type="chain", inputs={}, outputs=outputs,
            trace_id=trace, dotted_order=f"{now:%Y%m%dT%H%M%S%f}Z{trace}",
        )  # fmt: skip
        example = Example(id=uuid.uuid4(), inputs={}, outputs=reference_of(ASKED))
        result = run_evaluator(evaluator).evaluate_run(run, example)
        assert getattr(result, "key", None) == evaluator(outputs, reference_of(ASKED))["key"]
