"""Runs a target, a search or an answering graph, over a question set. Builds neither."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from lexhop.evals.harness.datasets import EvalQuestion, inputs_of, reference_of
from lexhop.evals.harness.evaluators import Feedback
from lexhop.evals.harness.judging import JudgeEvaluator
from lexhop.evals.harness.metrics import distinct, name_key
from lexhop.retrieval.ports import Hit, PassageStore
from lexhop.state.options import Options
from lexhop.state.records import Answer, Evidence
from lexhop.state.research import Research

DEPTH = 100
"""Passages searched for a question: provisions may have several, and the first 20 are measured."""

SearchFunction = Callable[[str, int], Awaitable[Sequence[Hit]]]
"""(question, limit) -> passages, best first."""
Progress = Callable[[int, int, str], None]
"""Called with (questions done, questions in all, id of the next)."""


class AnswerGraph(Protocol):
    """The compiled graph: takes the initial state, returns the fields of the final one."""

    async def ainvoke(self, input: Research, /) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOutput:
    """A target's output: `led` are (name, via) pairs best first, perhaps with duplicates."""

    led: tuple[tuple[str, str], ...]
    answer: Answer | None = None


class Target(Protocol):
    """The system to evaluate."""

    async def __call__(self, question: str) -> TargetOutput: ...


@dataclass(frozen=True, slots=True)
class SearchTarget:
    """Ranks provisions by their first passage in `search`."""

    search: SearchFunction

    async def __call__(self, question: str) -> TargetOutput:
        hits = await self.search(question, DEPTH)
        return TargetOutput(led=tuple((hit.passage.provision, hit.via) for hit in hits))


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """Ranks what the answer cites, then the rest of the evidence in its order."""

    graph: AnswerGraph
    options: Options

    async def __call__(self, question: str) -> TargetOutput:
        state = await self.graph.ainvoke(Research(question=question, options=self.options))
        answer: Answer = state["answer"]
        evidence: Sequence[Evidence] = state["evidence"]
        cited = [(citation.provision, "cited") for citation in answer.citations]
        found = [(item.passage.provision, item.via) for item in evidence]
        return TargetOutput(led=(*cited, *found), answer=answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """The result of a question. `ranked` has no duplicates, and `via[i]` is the origin of
    `ranked[i]`.

    `verbatim` tells for each quote of the answer whether it is in the store word for word, `error`
    in one line why there is no result, else "". `repetition` counts from 1.
    """

    question: EvalQuestion
    ranked: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    took_ms: float = 0.0
    answer: Answer | None = None
    verbatim: tuple[bool, ...] = ()
    judged: tuple[Feedback, ...] = ()
    repetition: int = 1
    error: str = ""


def outputs_of(outcome: QuestionResult) -> dict[str, Any]:
    """The result as plain JSON, for evaluators' `outputs`."""
    return {
        "ranked": list(outcome.ranked),
        "via": list(outcome.via),
        "took_ms": round(outcome.took_ms, 2),
        "answer": asdict(outcome.answer) if outcome.answer else None,
        "verbatim": list(outcome.verbatim),
        "error": outcome.error,
    }


def _silent(_done: int, _total: int, _what: str) -> None:
    pass


async def _forget(_outcome: QuestionResult) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """At most `concurrency` questions at a time, each asked `repetitions` times.

    `finished` results of an earlier run aren't asked again. `keep` is awaited with each new one.
    """

    concurrency: int = 1
    repetitions: int = 1
    judges: Sequence[JudgeEvaluator] = ()
    finished: Sequence[QuestionResult] = ()
    keep: Callable[[QuestionResult], Awaitable[None]] = _forget
    progress: Progress = _silent
    clock: Callable[[], float] = time.perf_counter


async def run(
    questions: Sequence[EvalQuestion],
    target: Target,
    store: PassageStore,
    config: RunConfig | None = None,
) -> list[QuestionResult]:
    """The results in the order of `questions`, repetition by repetition.

    A failed question is a result too, and the others go on. Quotes are checked against `store`. The
    first question is asked once more beforehand, untimed, to leave start-up out of the times. With
    concurrency, a question's time includes waiting for others.
    """
    config = config or RunConfig()
    outcomes = {(outcome.question.id, outcome.repetition): outcome for outcome in config.finished}
    jobs = [(question, turn) for turn in range(1, config.repetitions + 1) for question in questions]
    todo = [(question, turn) for question, turn in jobs if (question.id, turn) not in outcomes]
    if todo:
        await ask(todo[0][0], target, store, clock=config.clock)
    waiting = iter(todo)

    async def work() -> None:
        for question, turn in waiting:
            config.progress(len(outcomes), len(jobs), question.id)
            outcome = await ask(question, target, store, turn=turn, clock=config.clock)
            outcome = await _judge(outcome, config.judges)
            await config.keep(outcome)
            outcomes[question.id, turn] = outcome

    await asyncio.gather(*(work() for _ in range(min(config.concurrency, len(todo)))))
    config.progress(len(jobs), len(jobs), "")
    return [outcomes[question.id, turn] for question, turn in jobs]


async def ask(
    question: EvalQuestion,
    target: Target,
    store: PassageStore,
    *,
    turn: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> QuestionResult:
    """The target's result for one question, not judged; any failure is in the result."""
    started = clock()
    try:
        found = await target(question.question)
        took_ms = (clock() - started) * 1000
        verbatim = await _check_quotes(found.answer, store) if found.answer else ()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is this question's result
        return QuestionResult(question=question, repetition=turn, error=_line(error))
    ranked = distinct(name for name, _ in found.led)
    first = dict(reversed(found.led))
    return QuestionResult(
        question=question,
        ranked=ranked,
        via=tuple(first[name] for name in ranked),
        took_ms=took_ms,
        answer=found.answer,
        verbatim=verbatim,
        repetition=turn,
    )


async def _judge(outcome: QuestionResult, judges: Sequence[JudgeEvaluator]) -> QuestionResult:
    given = inputs_of(outcome.question), outputs_of(outcome), reference_of(outcome.question)
    return replace(outcome, judged=tuple([await judge(*given) for judge in judges]))


async def _check_quotes(answer: Answer, store: PassageStore) -> tuple[bool, ...]:
    """Whether each quote is in its stored passage: the grounding check, repeated independently."""
    reader = await store.at(answer.corpus_version)
    ids = list(dict.fromkeys(citation.passage_id for citation in answer.citations))
    texts = {passage.id: passage.text for passage in await reader.get(ids)}
    return tuple(
        bool(citation.quote.strip()) and citation.quote in texts.get(citation.passage_id, "")
        for citation in answer.citations
    )


def _line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


async def unknown_gold(questions: Sequence[EvalQuestion], store: PassageStore) -> list[str]:
    """The gold names, without duplicates, that no passage of the store has."""
    unknown = []
    for name in distinct(gold for question in questions for gold in question.gold):
        passages = await store.by_key([name_key(name), name.casefold()])
        if not any(name_key(passage.provision) == name_key(name) for passage in passages):
            unknown.append(name)
    return unknown
