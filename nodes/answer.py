"""Last step: write, check every quote, say what is left open."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from llm.grounding import Grounded, ground
from llm.ports import Reasoner
from llm.wording import abstention, version_notice
from prompts import phrase
from retrieval.ports import PassageStore
from state.plan import Assessment
from state.records import Answer, Status
from state.research import Research, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAnswer:
    """Nothing leaves here that grounding struck; what is left decides the status."""

    reasoner: Reasoner
    store: PassageStore
    clock: Callable[[], float] = time.time

    async def __call__(self, state: Research) -> Update:
        plan, assessment = state.plan, state.assessment or Assessment(verdict="stagnated")
        if plan is None:
            raise ValueError("the question has no plan; start the graph at its first node")
        draft = await self.reasoner.write(state.question, plan, state.evidence, assessment)
        grounded = ground(draft, state.evidence)
        status = self._status(grounded, bool(draft.gaps or state.gaps))
        gaps = (*state.gaps, *draft.gaps)
        if struck := len({one.sentence for one in grounded.violations}):
            gaps += (phrase(plan.language, "struck", count=str(struck)),)
        text = grounded.text if status != "abstained" else abstention(plan.language, gaps)
        stop = state.stop_reason or "hop_limit"
        answer = Answer(
            question=state.question,
            text=text,
            status=status,
            citations=grounded.citations,
            hops=state.hops,
            gaps=gaps,
            notices=await self._notices(state, grounded, plan.language),
            stop_reason="no_evidence" if status == "abstained" and stop == "sufficient" else stop,
            preset=state.options.preset,
            model=draft.model,
            took_ms=round((self.clock() - state.started) * 1000, 1),
            run_id=state.run_id,
            corpus_version=state.corpus_version,
        )
        return {"answer": answer}

    @staticmethod
    def _status(grounded: Grounded, gaps: bool) -> Status:
        if not grounded.citations:
            return "abstained"
        return "partial" if gaps or grounded.violations else "answered"

    async def _notices(self, state: Research, grounded: Grounded, language: str) -> tuple[str, ...]:
        """Which cited acts are versions that no longer apply."""
        passages = {one.passage_id for one in grounded.citations}
        cited = {one.passage.document_id for one in state.evidence if one.passage.id in passages}
        acts = await (await self.store.at(state.corpus_version)).acts() if cited else []
        notices = (version_notice(language, act, acts) for act in acts if act.document_id in cited)
        return tuple(notice for notice in notices if notice)
