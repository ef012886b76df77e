"""Scores of answers by a language model, if one is configured as judge."""

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
    """Scores an answer against a reference. Raises `resilience.errors.Failure`."""

    async def __call__(self, question: str, answer: str, reference: str) -> Judgement: ...


JudgeEvaluator = Callable[[Json, Json, Json], Awaitable[Feedback]]
"""(inputs, outputs, reference_outputs), passed by these names, as langsmith's aevaluate does."""


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """Asks `model`, with the prompt called `name` in the question's language."""

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
    """All judges by `model`."""
    return (
        correctness_by(ModelJudge(model, "judge.correctness")),
        faithfulness_by(ModelJudge(model, "judge.faithfulness")),
    )


def correctness_by(judge: Judge) -> JudgeEvaluator:
    """How far the answer states the reference answers; 0 without a call if there is no answer."""

    async def correctness(inputs: Json, outputs: Json, reference_outputs: Json) -> Feedback:
        wanted = reference_outputs["answers"] if reference_outputs["gold"] else ()
        if not wanted:
            return {"key": "correctness", "score": None, "comment": "no reference answer"}
        if not (said := said_in(outputs)):
            return {"key": "correctness", "score": 0.0, "comment": "no answer"}
        return await _feedback("correctness", judge, inputs["question"], said, "\n".join(wanted))

    return correctness


def faithfulness_by(judge: Judge) -> JudgeEvaluator:
    """How far the answer states only what its own quotes do; None if there is no answer."""

    async def faithfulness(
        inputs: Json,
        outputs: Json,
        reference_outputs: Json,  # noqa: ARG001 - by name
    ) -> Feedback:
        if not (said := said_in(outputs)):
            return {"key": "faithfulness", "score": None, "comment": "no answer"}
        quotes = dict.fromkeys(citation["quote"] for citation in outputs["answer"]["citations"])
        return await _feedback("faithfulness", judge, inputs["question"], said, "\n".join(quotes))

    return faithfulness


def _fenced(text: str) -> str:
    """Text that can't end the fence around it in the prompt."""
    return text.replace(">>>", ">").replace("<<<", "<")


async def _feedback(key: str, judge: Judge, question: str, said: str, reference: str) -> Feedback:
    """The judge's score; None if the judge fails, as that is not the answer's fault."""
    try:
        judgement = await judge(question, said, reference)
    except Failure as error:
        return {"key": key, "score": None, "comment": f"not judged: {error}"}
    return {"key": key, "score": judgement.score, "comment": judgement.reason}
