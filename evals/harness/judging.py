"""What a language model thinks of an answer, where one is configured to judge."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, field_validator

from lexhop.corpus.text.language import guess_language
from lexhop.evals.harness.evaluators import Feedback, Json, said_in
from lexhop.models.ports import Model, Request
from lexhop.prompts import prompt
from lexhop.resilience.errors import Failure

_MAX_TOKENS = 400


class Judgement(BaseModel):
    """From 0, entirely wrong, to 1, and in a sentence why."""

    model_config = ConfigDict(extra="forbid")  # as strict structured output wants it

    reason: str
    score: float

    @field_validator("score")
    @classmethod
    def _a_share(cls, score: float) -> float:
        if not 0 <= score <= 1:
            raise ValueError("a score is from 0 to 1")
        return score


class Judge(Protocol):
    """Holds an answer against a reference. Raises `resilience.errors.Failure`."""

    async def __call__(self, question: str, answer: str, reference: str) -> Judgement: ...


JudgeEvaluator = Callable[[Json, Json, Json], Awaitable[Feedback]]
"""(inputs, outputs, reference_outputs), by these names, as langsmith's aevaluate takes it."""


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Asks `model`, with the prompt of `name` in the question's language."""

    model: Model
    name: Literal["judge.correctness", "judge.faithfulness"]

    async def __call__(self, question: str, answer: str, reference: str) -> Judgement:
        rendered = await asyncio.to_thread(  # the first time, it reads a file
            prompt,
            guess_language(question),
            self.name,
            question=_fenced(question),
            answer=_fenced(answer),
            reference=_fenced(reference),
        )
        request = Request(
            role="judge",
            prompt=rendered,
            reply=Judgement,
            temperature=0.0,
            max_tokens=_MAX_TOKENS,
        )
        return (await self.model(request)).value


def judges_of(model: Model) -> tuple[JudgeEvaluator, ...]:
    """Everything that `model` can judge."""
    return (
        correctness_by(ModelJudge(model, "judge.correctness")),
        faithfulness_by(ModelJudge(model, "judge.faithfulness")),
    )


def correctness_by(judge: Judge) -> JudgeEvaluator:
    """How far the answer says what the reference answers say; no answer is 0 without asking."""

    async def correctness(inputs: Json, outputs: Json, reference_outputs: Json) -> Feedback:
        wanted = reference_outputs["answers"] if reference_outputs["gold"] else ()
        if not wanted:
            return {"key": "correctness", "score": None, "comment": "no reference answer"}
        if not (said := said_in(outputs)):
            return {"key": "correctness", "score": 0.0, "comment": "no answer"}
        return await _feedback("correctness", judge, inputs["question"], said, "\n".join(wanted))

    return correctness


def faithfulness_by(judge: Judge) -> JudgeEvaluator:
    """How far the answer says nothing that its own quotes don't; None where it says nothing."""

    async def faithfulness(
        inputs: Json,
        outputs: Json,
        reference_outputs: Json,  # noqa: ARG001 - by name
    ) -> Feedback:
        if not (said := said_in(outputs)):
            return {"key": "faithfulness", "score": None, "comment": "no answer"}
        quotes = dict.fromkeys(one["quote"] for one in outputs["answer"]["citations"])
        return await _feedback("faithfulness", judge, inputs["question"], said, "\n".join(quotes))

    return faithfulness


def _fenced(text: str) -> str:
    """What is judged can't end the fence that the prompt has around it."""
    return text.replace(">>>", ">").replace("<<<", "<")


async def _feedback(key: str, judge: Judge, question: str, said: str, reference: str) -> Feedback:
    """A judge that fails has no opinion, and the answer isn't to blame."""
    try:
        judgement = await judge(question, said, reference)
    except Failure as error:
        return {"key": key, "score": None, "comment": f"not judged: {error}"}
    return {"key": key, "score": judgement.score, "comment": judgement.reason}
