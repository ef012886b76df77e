"""Runs a target over a question set: a search, or a graph that answers. Builds neither."""

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
"""Passages asked for a question: a provision may have several, and 20 provisions are counted."""

SearchFunction = Callable[[str, int], Awaitable[Sequence[Hit]]]
"""(question, how many at most) -> passages, best first."""
Progress = Callable[[int, int, str], None]
"""Called with (questions done, questions in all, the id of the next)."""


class AnswerGraph(Protocol):
    """The compiled graph: takes a start, gives the last state's fields by name."""

    async def ainvoke(self, input: Research, /) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetOutput:
    """What a target gives for a question: names and what led to each, best first, maybe twice."""

    led: tuple[tuple[str, str], ...]
    answer: Answer | None = None


class Target(Protocol):
    """Something to evaluate."""

    async def __call__(self, question: str) -> TargetOutput: ...


@dataclass(frozen=True, slots=True)
class SearchTarget:
    """Ranks provisions as `search` finds the first passage of each."""

    search: SearchFunction

    async def __call__(self, question: str) -> TargetOutput:
        hits = await self.search(question, DEPTH)
        return TargetOutput(led=tuple((hit.passage.provision, hit.via) for hit in hits))


@dataclass(frozen=True, slots=True)
class AnswerTarget:
    """Ranks what the answer cites, then the other evidence as it was found."""

    graph: AnswerGraph
    options: Options

    async def __call__(self, question: str) -> TargetOutput:
        state = await self.graph.ainvoke(Research(question=question, options=self.options))
        answer: Answer = state["answer"]
        evidence: Sequence[Evidence] = state["evidence"]
        cited = [(one.provision, "cited") for one in answer.citations]
        found = [(one.passage.provision, one.via) for one in evidence]
        return TargetOutput(led=(*cited, *found), answer=answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """A question's result: `via[i]` says what led to `ranked[i]`; each name is there once.

    `verbatim` tells of each quote of the answer whether it stands in the store as it is given,
    `error` in one line why there is no result, "" where there is one. `repetition` counts from 1.
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
    """The result as plain JSON: what evaluators take as `outputs`."""
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
    """How a run goes: `concurrency` questions at a time at most, each asked `repetitions` times.

    `finished` outcomes, of an earlier run, aren't asked again. `keep` gets each new one as it
    comes.
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
    way: RunConfig | None = None,
) -> list[QuestionResult]:
    """The outcomes, in the order of `questions`, repetition by repetition.

    A question that fails is an outcome too, and the others go on. `store` is what quotes are
    checked against. The first is run once more before, untimed, so that no time has the start in
    it. With more than one at a time, what a question took has waiting for the others in it.
    """
    way = way or RunConfig()
    outcomes = {(one.question.id, one.repetition): one for one in way.finished}
    jobs = [(one, turn) for turn in range(1, way.repetitions + 1) for one in questions]
    todo = [(one, turn) for one, turn in jobs if (one.id, turn) not in outcomes]
    if todo:
        await ask(todo[0][0], target, store, clock=way.clock)
    waiting = iter(todo)

    async def work() -> None:
        for question, turn in waiting:
            way.progress(len(outcomes), len(jobs), question.id)
            outcome = await ask(question, target, store, turn=turn, clock=way.clock)
            outcome = await _judge(outcome, way.judges)
            await way.keep(outcome)
            outcomes[question.id, turn] = outcome

    await asyncio.gather(*(work() for _ in range(min(way.concurrency, len(todo)))))
    way.progress(len(jobs), len(jobs), "")
    return [outcomes[one.id, turn] for one, turn in jobs]


async def ask(
    question: EvalQuestion,
    target: Target,
    store: PassageStore,
    *,
    turn: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> QuestionResult:
    """What the target makes of one question; whatever fails is in the outcome. Not judged."""
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
    """The grounding's own check, made again from outside on what the store holds."""
    reader = await store.at(answer.corpus_version)
    ids = list(dict.fromkeys(one.passage_id for one in answer.citations))
    texts = {passage.id: passage.text for passage in await reader.get(ids)}
    return tuple(
        bool(one.quote.strip()) and one.quote in texts.get(one.passage_id, "")
        for one in answer.citations
    )


def _line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


async def unknown_gold(questions: Sequence[EvalQuestion], store: PassageStore) -> list[str]:
    """The gold names, each once, that no passage of the store has: they can't be found."""
    unknown = []
    for name in distinct(gold for question in questions for gold in question.gold):
        passages = await store.by_key([name_key(name), name.casefold()])
        if not any(name_key(passage.provision) == name_key(name) for passage in passages):
            unknown.append(name)
    return unknown
