"""An evaluation as a LangSmith experiment, run by aevaluate, with complete results kept here."""

import asyncio
import io
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID, uuid4

from langsmith import aevaluate, traceable
from langsmith.evaluation import EvaluationResult
from langsmith.run_helpers import get_current_run_tree
from langsmith.schemas import Example
from langsmith.utils import LangSmithError
from requests import RequestException

from lexhop.evals.harness.datasets import EvalQuestion, inputs_of, reference_of
from lexhop.evals.harness.evaluators import ANSWERS, RANKING, Feedback
from lexhop.evals.harness.run import QuestionResult, RunConfig, Target, ask, outputs_of, run
from lexhop.evals.harness.summary import JUDGED
from lexhop.evals.langsmith.client import LangSmith, quiet, reaching
from lexhop.retrieval.ports import PassageStore

Key = tuple[str, int]
"""A question's id and its repetition, from 1."""
Answering = Callable[..., Awaitable[dict[str, Any]]]
Rows = AsyncIterator[Any]
"""The SDK's rows: a run and the evaluators' results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """The experiment to create: `name` is its prefix, `made_by` metadata of each run of it, and
    `metadata` that of the whole only.
    """

    langsmith: LangSmith
    name: str
    made_by: Mapping[str, str]
    metadata: Mapping[str, object]
    examples: Mapping[str, Example]
    """By question id."""
    target: Literal["search", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """`outcomes` are complete even if the upload failed; `lost` is why it did, in a word, or "".
    `name` is the experiment's full name.
    """

    outcomes: list[QuestionResult]
    name: str
    lost: str


async def run_experiment(
    questions: Sequence[EvalQuestion],
    target: Target,
    store: PassageStore,
    config: RunConfig,
    experiment: Experiment,
) -> Ran:
    """As `harness.run.run`, and in LangSmith as well.

    `finished` results are sent without asking again. If LangSmith fails midway, the rest is asked
    without it. Raises Unreachable if it fails before anything ran.
    """
    recorder = _Recorder(questions, target, store, config)
    await recorder.warm_up()
    with quiet():
        with reaching():
            name, rows = await _begun(recorder, config, experiment)
        lost, scores = "", 0
        try:
            async for row in rows:
                results = row["evaluation_results"]["results"]
                scores += len(results)
                await recorder.judge(row["run"].id, results)
        except (LangSmithError, RequestException) as error:
            lost = type(error).__name__
        settled = await asyncio.to_thread(experiment.langsmith.settle, scores)
    whole = replace(config, finished=list(recorder.whole.values()))
    outcomes = await run(questions, target, store, whole)
    return Ran(outcomes=outcomes, name=name, lost=lost or settled)


async def _begun(
    recorder: "_Recorder", config: RunConfig, experiment: Experiment
) -> tuple[str, Rows]:
    """The experiment's name, and its rows as they come.

    The SDK prints on start, so stdout and stderr, which are ours, are redirected meanwhile.
    """
    of_answers = ANSWERS if experiment.target == "ask" else ()
    evaluators: list[Any] = [*RANKING, *of_answers, *config.judges]
    found = recorder.examples(experiment.examples)
    name = f"{experiment.name}-{uuid4().hex[:8]}"
    project = await asyncio.to_thread(
        experiment.langsmith.client.create_project,
        name,
        metadata={**experiment.made_by, **experiment.metadata},
        reference_dataset_id=found[0].dataset_id,
        num_examples=len(found),
        num_repetitions=config.repetitions,
    )
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        rows = await aevaluate(
            recorder.target_over(experiment.examples, experiment.target),
            data=found,
            evaluators=evaluators,
            metadata=dict(experiment.made_by),
            experiment=project,
            max_concurrency=config.concurrency if config.concurrency > 1 else 0,
            num_repetitions=config.repetitions,
            client=experiment.langsmith.client,
            blocking=False,
            disable_evaluator_tracing=True,
        )
        await asyncio.sleep(0)  # it opens its progress bar
    return name, aiter(rows)


@dataclass(slots=True)
class _Recorder:
    """Keeps the results: as they were traced, and complete once they are judged."""

    questions: Sequence[EvalQuestion]
    target: Target
    store: PassageStore
    config: RunConfig
    whole: dict[Key, QuestionResult] = field(init=False)
    _traced: dict[UUID, QuestionResult] = field(default_factory=dict)
    _turns: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.whole = {_key(outcome): outcome for outcome in self.config.finished}

    async def warm_up(self) -> None:
        """As a run without LangSmith does, to leave start-up out of the times."""
        if len(self.whole) < self._total:
            await ask(self.questions[0], self.target, self.store)

    def examples(self, known: Mapping[str, Example]) -> list[Example]:
        """LangSmith's examples with the questions as asked here; the client redacts them."""
        return [
            known[question.id].model_copy(
                update={"inputs": inputs_of(question), "outputs": reference_of(question)}
            )
            for question in self.questions
        ]

    def target_over(self, known: Mapping[str, Example], name: str) -> Answering:
        questions = {known[question.id].id: question for question in self.questions}

        @traceable(name=name, process_inputs=lambda given: given["inputs"])
        async def answer(inputs: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - by name
            traced = get_current_run_tree()
            if traced is None or traced.reference_example_id is None:
                raise RuntimeError("aevaluate is to trace what it asks")
            question = questions[traced.reference_example_id]
            self._turns[question.id] += 1
            turn = self._turns[question.id]
            outcome = self.whole.get((question.id, turn)) or await ask(
                question, self.target, self.store, turn=turn, clock=self.config.clock
            )
            self._traced[traced.id] = outcome
            if outcome.error:
                raise RuntimeError(outcome.error)
            return outputs_of(outcome)

        return answer

    async def judge(self, run_id: UUID, results: Sequence[EvaluationResult]) -> None:
        """Adds the judges' scores to the result of a run."""
        said = [
            _feedback(result) for result in results if result.key in JUDGED and self.config.judges
        ]
        await self._keep(replace(self._traced[run_id], judged=tuple(said)))

    async def _keep(self, outcome: QuestionResult) -> None:
        if _key(outcome) in self.whole:
            return
        await self.config.keep(outcome)
        self.whole[_key(outcome)] = outcome
        self.config.progress(len(self.whole), self._total, outcome.question.id)

    @property
    def _total(self) -> int:
        return len(self.questions) * self.config.repetitions


def _key(outcome: QuestionResult) -> Key:
    return outcome.question.id, outcome.repetition


def _feedback(result: EvaluationResult) -> Feedback:
    score = None if result.score is None else float(result.score)
    return {"key": result.key, "score": score, "comment": result.comment or ""}
