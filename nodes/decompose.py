"""First step: fix the corpus version, and plan the question."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from langgraph.runtime import Runtime

from lexhop.corpus.text.language import guess_language
from lexhop.nodes.begun import refuse_too_much
from lexhop.nodes.in_time import GRACE_S, in_time
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.reasoning.ports import Reasoner
from lexhop.retrieval.ports import PassageStore
from lexhop.state.options import checked_question
from lexhop.state.plan import Plan, Query
from lexhop.state.question import asked_in
from lexhop.state.research import Research, Update
from lexhop.state.session import NO_SESSIONS, Sessions, recent
from lexhop.state.threads import afresh, replacing


def _plain(question: str) -> Plan:
    """The plan where there is no time to make one."""
    return Plan(form="open", language=guess_language(question), queries=(Query(text=question),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decompose:
    """Starts a run; on a thread with an earlier question, only that it was asked is kept.

    A question may lean on the earlier ones of its thread, or of the session that its options name.
    `clock` returns seconds since the epoch.
    """

    reasoner: Reasoner
    store: PassageStore
    sessions: Sessions = NO_SESSIONS
    clock: Callable[[], float] = time.time
    new_id: Callable[[], str] = lambda: str(uuid4())
    telemetry: Telemetry = NO_TELEMETRY

    async def __call__(self, state: Research, *, runtime: Runtime[None] | None = None) -> Update:
        refuse_too_much(state)
        fresh = afresh(state)
        info = runtime.execution_info if runtime else None
        run_id = self.telemetry.entered(fresh.run_id or (info.run_id if info else None) or "")
        started = fresh.started or self.clock()
        limit = fresh.options.deadline_s
        deadline = fresh.deadline or (started + limit if limit else 0.0)
        version = fresh.corpus_version or await self.store.version()
        session = fresh.options.session
        turns = await self.sessions.turns(session) if session else recent(state.turns, started)
        question = checked_question(fresh.question or asked_in(state.messages))
        task = replace(
            fresh.task, question=question, turns=turns, deadline=deadline, corpus_version=version
        )
        self.telemetry.began(task.question, preset=fresh.options.preset, corpus_version=version)
        plan = await in_time(
            self.reasoner.decompose(task),
            deadline=deadline,
            grace=GRACE_S["plan"],
            now=self.clock(),
            otherwise=_plain(question),
        )
        update: Update = {
            "question": question,
            "messages": state.messages,
            "turns": turns,
            "options": fresh.options,
            "run_id": run_id or self.new_id(),
            "started": started,
            "deadline": deadline,
            "corpus_version": version,
            "plan": replace(plan, question=question),
            "queries": plan.queries,
            "usage": plan.provenance.usage,
            "failures": plan.provenance.failures,
        }
        return replacing(state, update)
