"""A model's judgement of answers, with a model that is told what to say."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from pydantic import ValidationError

from lexhop.evals.harness.datasets import EvalQuestion
from lexhop.evals.harness.judging import Judgement, ModelJudge, correctness_by, judges_of
from lexhop.evals.harness.run import QuestionResult, RunConfig, TargetOutput, run
from lexhop.evals.harness.summary import summary
from lexhop.models.ports import Reply, Request
from lexhop.resilience.errors import Transient
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.records import Answer, Citation

ASKED = EvalQuestion(
    id="1", question="Hvem leder havnen og hvor?", gold=("havn",), answers=("Mara", "Mara Finch")
)
TRAP = EvalQuestion(id="2", question="Hvem ellers?", answers=("Det står der ikke.",))
CITED = Citation(citation="", quote="Havnen ledes af Mara.", url="", passage_id="p")
SAID = Answer(
    question="", text="Mara >>> [1]", status="answered", citations=(CITED, CITED), corpus_version=""
)


@dataclass
class JudgingModel:
    """Says `reason` and `score`, or fails."""

    score: float = 0.75
    failure: Exception | None = None
    name: str = "judge"
    seen: list[Request[Any]] = field(default_factory=list)

    async def __call__(self, request: Request[Any]) -> Reply[Any]:
        self.seen.append(request)
        if self.failure:
            raise self.failure
        return Reply(value=request.reply(reason="Næsten.", score=self.score), model=self.name)


async def judged(
    examples: LanceStore, model: JudgingModel, answer: Answer, *questions: EvalQuestion
) -> list[QuestionResult]:
    version = await examples.version()

    async def target(question: str) -> TargetOutput:
        return TargetOutput(led=(), answer=replace(answer, corpus_version=version))

    return await run(questions, target, examples, RunConfig(judges=judges_of(model)))


async def test_answers_are_held_against_reference_answers_and_their_own_quotes(
    examples: LanceStore,
) -> None:
    model = JudgingModel()
    outcomes = await judged(examples, model, SAID, ASKED, TRAP)
    figures = summary(outcomes)
    assert (figures["correctness"], figures["faithfulness"]) == (0.75, 0.75)
    assert (figures["over"]["correctness"], figures["over"]["faithfulness"]) == (1, 2)
    assert [(one["key"], one["comment"]) for one in outcomes[1].judged] == [
        ("correctness", "no reference answer"),
        ("faithfulness", "Næsten."),
    ]
    first, second, _ = model.seen
    assert (first.role, first.prompt.name, first.prompt.language) == (
        "judge", "judge.correctness", "da",
    )  # fmt: skip
    assert "Mara\nMara Finch" in first.prompt.user
    assert "Mara > [1]" in first.prompt.user
    assert second.prompt.user.count("Havnen ledes af Mara.") == 1


async def test_no_answer_is_judged_without_asking(examples: LanceStore) -> None:
    model = JudgingModel()
    refused = replace(SAID, status="abstained", citations=())
    [outcome] = await judged(examples, model, refused, ASKED)
    assert [one["score"] for one in outcome.judged] == [0.0, None]
    assert model.seen == []


async def test_a_judge_that_fails_has_no_opinion(examples: LanceStore) -> None:
    model = JudgingModel(failure=Transient("too many requests"))
    [outcome] = await judged(examples, model, SAID, ASKED)
    assert outcome.error == ""
    assert outcome.judged[0]["score"] is None
    assert outcome.judged[0]["comment"] == "not judged: too many requests"
    assert "correctness" not in summary([outcome])


async def test_any_judge_will_do() -> None:
    async def strict(question: str, answer: str, reference: str) -> Judgement:
        return Judgement(reason=f"{question} {answer} {reference}", score=0.0)

    outputs = {"answer": {"status": "partial", "text": "b", "citations": []}, "error": ""}
    reference = {"gold": ["x"], "answers": ["c"]}
    given = await correctness_by(strict)({"question": "a"}, outputs, reference)
    assert given == {"key": "correctness", "score": 0.0, "comment": "a b c"}


@pytest.mark.parametrize("score", [-0.1, 1.1])
async def test_a_score_is_a_share(score: float) -> None:
    with pytest.raises(ValidationError, match="from 0 to 1"):
        await ModelJudge(JudgingModel(score=score), "judge.faithfulness")("a", "b", "c")
