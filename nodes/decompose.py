"""First step: fix the corpus version, take the question apart."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from llm.ports import Reasoner
from retrieval.ports import PassageStore
from state.options import checked_question
from state.research import Research, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Decompose:
    """`clock` gives seconds since the epoch."""

    reasoner: Reasoner
    store: PassageStore
    clock: Callable[[], float] = time.time
    new_id: Callable[[], str] = lambda: str(uuid4())

    async def __call__(self, state: Research) -> Update:
        started = state.started or self.clock()
        limit = state.options.deadline_s
        plan = await self.reasoner.decompose(checked_question(state.question))
        return {
            "run_id": state.run_id or self.new_id(),
            "started": started,
            "deadline": state.deadline or (started + limit if limit else 0.0),
            "corpus_version": state.corpus_version or await self.store.version(),
            "plan": plan,
            "queries": plan.queries,
        }
