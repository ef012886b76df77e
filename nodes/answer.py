"""Last step: write, check every quote, say what is left open."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from langgraph.types import StreamWriter

from lexhop.corpus.claims import displaced
from lexhop.nodes.begun import plan_of
from lexhop.nodes.in_force import OfItsDay, asked_year, standing_of
from lexhop.nodes.in_time import GRACE_S, in_time
from lexhop.nodes.rivals import rival_notices
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.prompts import phrase
from lexhop.reasoning.grounding.check import Grounded, ground
from lexhop.reasoning.ports import Reasoner
from lexhop.reasoning.wording import (
    abstention,
    bounded,
    guidance_alone,
    only_guidance,
    version_notice,
)
from lexhop.retrieval.ports import PassageStore
from lexhop.retrieval.query.guidance import asks_for_guidance
from lexhop.state.plan import Assessment, Draft, GroundedSentence, Plan, Task
from lexhop.state.records import Act, Answer, Citation, FailureKind, Passage, Status, StopReason
from lexhop.state.research import Research, Update
from lexhop.state.session import NO_SESSIONS, Sessions, Turn

_NOT_IN_TIME = Draft(sentences=(), complete=False), Grounded("", (), (), ())
"""Where the deadline came before a draft."""


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
    sessions: Sessions = NO_SESSIONS
    clock: Callable[[], float] = time.time
    telemetry: Telemetry = NO_TELEMETRY

    async def __call__(self, state: Research, writer: StreamWriter = _silent) -> Update:
        self.telemetry.entered(state.run_id)
        plan, assessment = plan_of(state), state.assessment or Assessment(verdict="stagnated")
        stream = _Stream(writer)
        task = replace(state.task, on_sentence=stream)
        draft, grounded = await in_time(
            self._written(task, plan, assessment, state),
            deadline=state.deadline,
            grace=GRACE_S["write"],
            now=self.clock(),
            otherwise=_NOT_IN_TIME,
        )
        late = draft is _NOT_IN_TIME[0]
        state = replace(state, stop_reason="deadline" if late else state.stop_reason)
        for said in grounded.said:
            stream(said)
        gaps = (*state.gaps, *draft.gaps, *_cut_short(plan.language, state.stop_reason))
        store = await self.store.at(state.corpus_version)
        acts = await store.acts() if grounded.citations else ()
        day = state.options.as_of or self._today()
        cited = _cited(state, grounded)
        standing = await standing_of(plan, cited, acts, store, day)
        year = self._asked_year(state, plan, cited, acts, day)
        gaps += (*standing.gaps, *year.gaps)
        gaps += tuple(
            phrase(plan.language, "addressed", citation=citation) for citation in grounded.addressed
        )
        if rejected := len({violation.sentence for violation in grounded.violations}):
            gaps += (phrase(plan.language, "struck", count=str(rejected)),)
        gaps = bounded(plan.language, gaps)
        law = not (guidance := guidance_alone(grounded.citations))
        asked = law or asks_for_guidance(plan.understood or state.question)
        status = self._status(grounded, complete=draft.complete and not gaps and asked)
        answer = Answer(
            question=state.question,
            text=_text(draft, grounded, status) or abstention(plan.language, gaps),
            status=status,
            citations=tuple(_of_version(state, acts, one) for one in grounded.citations),
            calculations=tuple(said.calculation for said in grounded.said if said.calculation),
            hops=state.hops,
            gaps=gaps,
            notices=(
                *plan.notices,
                *draft.notices,
                *_failed(plan.language, (*state.failures, *draft.provenance.failures)),
                *_versions(plan.language, cited, acts, day),
                *standing.notices,
                *year.notices,
                *only_guidance(plan.language, guidance),
            ),
            stop_reason=_stop_reason(state, status, draft),
            preset=state.options.preset,
            model=draft.provenance.model,
            usage=state.usage + draft.provenance.usage,
            took_ms=round((self.clock() - state.started) * 1000, 1),
            run_id=state.run_id,
            corpus_version=state.corpus_version,
            understood=plan.understood,
        )
        self.telemetry.answered(answer, sentences=len(grounded.said) + rejected, rejected=rejected)
        turn = Turn(
            question=plan.understood or state.question,
            provisions=tuple(dict.fromkeys(citation.provision for citation in answer.citations)),
            status=status,
            at=self.clock(),
        )
        if state.options.session:
            await self.sessions.add(state.options.session, turn)
        return {
            "answer": answer,
            "question": "",
            "messages": [{"role": "assistant", "content": answer.text}] if state.messages else [],
            "turns": (*state.turns, turn),
            "usage": draft.provenance.usage,
            "failures": draft.provenance.failures,
        }

    async def _written(
        self, task: Task, plan: Plan, assessment: Assessment, state: Research
    ) -> tuple[Draft, Grounded]:
        draft = await self.reasoner.write(task, plan, state.evidence, assessment)
        return draft, await asyncio.to_thread(
            ground, draft, state.evidence, plan.language, question=state.question
        )

    @staticmethod
    def _status(grounded: Grounded, *, complete: bool) -> Status:
        if not grounded.citations:
            return "abstained"
        return "answered" if complete and not grounded.violations else "partial"

    @staticmethod
    def _asked_year(
        state: Research, plan: Plan, cited: Sequence[Passage], acts: Sequence[Act], day: str
    ) -> OfItsDay:
        """That the answer is by the law of the day that was asked for, or how to ask for one."""
        if state.options.as_of:
            law = any(passage.kind == "provision" for passage in cited)
            notices = (phrase(plan.language, "as_of", day=day),) if law else ()
            return OfItsDay(notices=notices)
        return asked_year(plan.language, plan.understood or state.question, cited, acts, day)

    def _today(self) -> str:
        return datetime.fromtimestamp(self.clock(), UTC).astimezone().date().isoformat()


def _cited(state: Research, grounded: Grounded) -> list[Passage]:
    """The passages that are quoted, in the order of the evidence."""
    ids = {citation.passage_id for citation in grounded.citations}
    return [item.passage for item in state.evidence if item.passage.id in ids]


def _versions(
    language: str, cited: Sequence[Passage], acts: Sequence[Act], day: str
) -> tuple[str, ...]:
    """Which cited acts are versions that don't apply on `day`, or not yet, or have a rival."""
    documents = {passage.document_id for passage in cited}
    without = displaced(acts)
    counted = [act for act in acts if act.document_id not in without]
    notices = [
        version_notice(language, act, counted, day) for act in acts if act.document_id in documents
    ]
    notices += rival_notices(language, acts, documents)
    return tuple(notice for notice in notices if notice)


def _of_version(state: Research, acts: Sequence[Act], citation: Citation) -> Citation:
    """The citation with the version of the act that its text is of.

    What an unofficial version leaves as it was is the text of the consolidated one.
    """
    quoted = (item.passage for item in state.evidence if item.passage.id == citation.passage_id)
    passage = next(quoted, None)
    by_id = {act.document_id: act for act in acts}
    act = by_id.get(passage.document_id) if passage else None
    if passage is None or act is None:
        return citation
    if not passage.changed_by:
        act = by_id.get(act.base, act)
    return replace(
        citation, version=act.number, valid_from=act.valid_from, file=act.file,
        changed_by=tuple(passage.changed_by),
    )  # fmt: skip


def _text(draft: Draft, grounded: Grounded, status: Status) -> str:
    """The answer's text, which says first what it is if it isn't a whole answer; "" for none."""
    opening = [draft.opening] if status == "partial" and draft.opening else []
    return "\n\n".join((*opening, grounded.text)) if grounded.citations else ""


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
