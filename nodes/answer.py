"""Last step: write, check every quote, say what is left open."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from langgraph.types import StreamWriter

from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.prompts import phrase
from lexhop.reasoning.grounding.check import Grounded, ground
from lexhop.reasoning.ports import Reasoner
from lexhop.reasoning.wording import abstention, found_only, version_notice
from lexhop.retrieval.ports import PassageStore
from lexhop.state.plan import Assessment, Draft, GroundedSentence
from lexhop.state.records import Answer, FailureKind, Status, StopReason
from lexhop.state.research import Research, Update


class _Stream:
    """Writes each sentence once, whether it came early or with the whole answer."""

    def __init__(self, writer: StreamWriter) -> None:
        self._writer = writer
        self._written: set[str] = set()

    def __call__(self, said: GroundedSentence) -> None:
        if said.text not in self._written:
            self._written.add(said.text)
            self._writer(said)


def _silent(_said: GroundedSentence) -> None:
    """Where nobody streams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAnswer:
    """Nothing leaves here that grounding struck; what is left decides the status.

    Sentences go to the stream ("custom") as they stand; the answer at the end is what counts.
    """

    reasoner: Reasoner
    store: PassageStore
    clock: Callable[[], float] = time.time
    telemetry: Telemetry = NO_TELEMETRY

    async def __call__(self, state: Research, writer: StreamWriter = _silent) -> Update:
        self.telemetry.entered(state.run_id)
        plan, assessment = state.plan, state.assessment or Assessment(verdict="stagnated")
        if plan is None:
            raise ValueError("the question has no plan; start the graph at its first node")
        stream = _Stream(writer)
        task = replace(state.task, on_sentence=stream)
        draft = await self.reasoner.write(task, plan, state.evidence, assessment)
        grounded = await asyncio.to_thread(ground, draft, state.evidence, plan.language)
        for said in grounded.said:
            stream(said)
        gaps = (*state.gaps, *draft.gaps, *_cut_short(plan.language, state.stop_reason))
        status = self._status(grounded, complete=draft.complete and not gaps)
        if rejected := len({violation.sentence for violation in grounded.violations}):
            gaps += (phrase(plan.language, "struck", count=str(rejected)),)
        answer = Answer(
            question=state.question,
            text=_text(plan.language, status, grounded, gaps, complete=draft.complete),
            status=status,
            citations=grounded.citations,
            hops=state.hops,
            gaps=gaps,
            notices=(
                *draft.notices,
                *_failed(plan.language, (*state.failures, *draft.provenance.failures)),
                *await self._notices(state, grounded, plan.language),
            ),
            stop_reason=_stop_reason(state, status, draft),
            preset=state.options.preset,
            model=draft.provenance.model,
            usage=state.usage + draft.provenance.usage,
            took_ms=round((self.clock() - state.started) * 1000, 1),
            run_id=state.run_id,
            corpus_version=state.corpus_version,
        )
        self.telemetry.answered(answer, sentences=len(grounded.said) + rejected, rejected=rejected)
        return {
            "answer": answer,
            "usage": draft.provenance.usage,
            "failures": draft.provenance.failures,
        }

    @staticmethod
    def _status(grounded: Grounded, *, complete: bool) -> Status:
        if not grounded.citations:
            return "abstained"
        return "answered" if complete and not grounded.violations else "partial"

    async def _notices(self, state: Research, grounded: Grounded, language: str) -> tuple[str, ...]:
        """Which cited acts are versions that don't apply, or not yet."""
        passages = {citation.passage_id for citation in grounded.citations}
        cited = {item.passage.document_id for item in state.evidence if item.passage.id in passages}
        acts = await (await self.store.at(state.corpus_version)).acts() if cited else []
        today = datetime.fromtimestamp(self.clock(), UTC).astimezone().date().isoformat()
        notices = [
            version_notice(language, act, acts, today) for act in acts if act.document_id in cited
        ]
        return tuple(notice for notice in notices if notice)


def _text(
    language: str, status: Status, grounded: Grounded, gaps: Sequence[str], *, complete: bool
) -> str:
    if status == "abstained":
        return abstention(language, gaps)
    return grounded.text if complete else found_only(language, grounded.text)


def _stop_reason(state: Research, status: Status, draft: Draft) -> StopReason:
    """Why it ended as it did; "degraded" where a model that was to write had to be done without."""
    stop = state.stop_reason or "hop_limit"
    if draft.provenance.failures and draft.provenance.model == "extractive" and stop != "deadline":
        return "degraded"
    return "no_evidence" if status == "abstained" and stop == "sufficient" else stop


def _cut_short(language: str, stop: StopReason | None) -> tuple[str, ...]:
    """That there was no time, or no budget, to look further."""
    return (phrase(language, f"stopped_{stop}"),) if stop in ("deadline", "budget") else ()


def _failed(language: str, failures: Sequence[FailureKind]) -> Iterator[str]:
    """Why a model that was asked for did not do all of the work, each reason once.

    That it is left alone is no reason beside the failures that led to it.
    """
    reasons = [kind for kind in failures if kind != "breaker_open"] or failures
    for kind in dict.fromkeys(reasons):
        yield phrase(language, "model_failed", why=phrase(language, f"failure_{kind}"))
