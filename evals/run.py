"""Runs a target over a question set: a search, or a graph that answers. Builds neither."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from evals.datasets import Question
from evals.metrics import distinct, name_key
from retrieval.ports import Hit, PassageStore
from state.options import Options
from state.records import Answer, Evidence
from state.research import Research

DEPTH = 100
"""Passages asked for a question: a provision may have several, and 20 provisions are counted."""

Search = Callable[[str, int], Awaitable[Sequence[Hit]]]
"""(question, how many at most) -> passages, best first."""
Progress = Callable[[int, int, str], None]
"""Called with (questions done, questions in all, the id of the next)."""


class AnswerGraph(Protocol):
    """The compiled graph: takes a start, gives the last state's fields by name."""

    async def ainvoke(self, input: Research, /) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a target gives for a question: names and what led to each, best first, maybe twice."""

    led: tuple[tuple[str, str], ...]
    answer: Answer | None = None


class Target(Protocol):
    """Something to evaluate."""

    async def __call__(self, question: str) -> Found: ...


@dataclass(frozen=True, slots=True)
class Searching:
    """Ranks provisions as `search` finds the first passage of each."""

    search: Search

    async def __call__(self, question: str) -> Found:
        hits = await self.search(question, DEPTH)
        return Found(led=tuple((hit.passage.provision, hit.via) for hit in hits))


@dataclass(frozen=True, slots=True)
class Asking:
    """Ranks what the answer cites, then the other evidence as it was found."""

    graph: AnswerGraph
    options: Options

    async def __call__(self, question: str) -> Found:
        state = await self.graph.ainvoke(Research(question=question, options=self.options))
        answer: Answer = state["answer"]
        evidence: Sequence[Evidence] = state["evidence"]
        cited = [(one.provision, "cited") for one in answer.citations]
        found = [(one.passage.provision, one.via) for one in evidence]
        return Found(led=(*cited, *found), answer=answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A question's result: `via[i]` says what led to `ranked[i]`; each name is there once.

    `verbatim` tells of each quote of the answer whether it stands in the store as it is given.
    """

    question: Question
    ranked: tuple[str, ...]
    via: tuple[str, ...]
    took_ms: float
    answer: Answer | None = None
    verbatim: tuple[bool, ...] = ()


def _silent(_done: int, _total: int, _what: str) -> None:
    pass


async def run(
    questions: Sequence[Question],
    target: Target,
    store: PassageStore,
    *,
    progress: Progress = _silent,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Outcome]:
    """One question after the other; `store` is what quotes are checked against.

    The first is run once more before, untimed, so that no time has the start in it.
    """
    outcomes = []
    await target(questions[0].question)
    for done, question in enumerate(questions):
        progress(done, len(questions), question.id)
        started = clock()
        found = await target(question.question)
        took_ms = (clock() - started) * 1000
        verbatim = await _check_quotes(found.answer, store) if found.answer else ()
        outcomes.append(_outcome(question, found, took_ms, verbatim))
    progress(len(questions), len(questions), "")
    return outcomes


async def unknown_gold(questions: Sequence[Question], store: PassageStore) -> list[str]:
    """The gold names, each once, that no passage of the store has: they can't be found."""
    unknown = []
    for name in distinct(gold for question in questions for gold in question.gold):
        passages = await store.by_key([name_key(name), name.casefold()])
        if not any(name_key(passage.provision) == name_key(name) for passage in passages):
            unknown.append(name)
    return unknown


async def _check_quotes(answer: Answer, store: PassageStore) -> tuple[bool, ...]:
    """The grounding's own check, made again from outside on what the store holds."""
    reader = await store.at(answer.corpus_version)
    ids = list(dict.fromkeys(one.passage_id for one in answer.citations))
    texts = {passage.id: passage.text for passage in await reader.get(ids)}
    return tuple(
        bool(one.quote.strip()) and one.quote in texts.get(one.passage_id, "")
        for one in answer.citations
    )


def _outcome(
    question: Question, found: Found, took_ms: float, verbatim: tuple[bool, ...]
) -> Outcome:
    ranked = distinct(name for name, _ in found.led)
    first = dict(reversed(found.led))
    return Outcome(
        question=question,
        ranked=ranked,
        via=tuple(first[name] for name in ranked),
        took_ms=took_ms,
        answer=found.answer,
        verbatim=verbatim,
    )
