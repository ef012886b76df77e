"""A pipeline that caches answers for the session."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from lexhop.graph.pipeline.qa import QAPipeline, Step
from lexhop.resilience.cache import cache_key
from lexhop.resilience.tiers import Tier
from lexhop.retrieval.ports import PassageStore
from lexhop.state.options import Options, checked_question
from lexhop.state.records import Answer, Usage

_ANSWER = TypeAdapter(Answer)


class _NotKept(Exception):
    """Keeps an answer out of the cache that may turn out better next time."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCache:
    """Returns the answer to an equal question in this session, over the same corpus version.

    Concurrent equal questions are answered once; `stream` isn't cached, nor a question that may
    lean on earlier ones. An answer that is degraded,
    or stopped by deadline or budget, isn't cached. `setup` names all else that answers depend on:
    models and prompts.
    """

    inner: QAPipeline
    store: PassageStore
    tier: Tier
    collection: str
    tenant: str = ""
    setup: str = ""

    async def ask(self, question: str, options: Options | None = None) -> Answer:
        question, options = checked_question(question), options or Options()
        if options.session:
            return await self.inner.ask(question, options)
        made: list[Answer] = []

        async def make() -> Answer:
            answer = await self.inner.ask(question, options)
            if answer.stop_reason in ("degraded", "deadline", "budget"):
                raise _NotKept(answer)
            made.append(answer)
            return answer

        key = cache_key(
            self.tier.name,
            tenant=self.tenant,
            collection=self.collection,
            version=await self.store.version(),
            setup=self.setup,
            question=question,
            options=options.model_dump_json(),
        )
        try:
            answer = await self.tier.get_or_make(
                key, make, encode=_ANSWER.dump_json, decode=_ANSWER.validate_json
            )
        except _NotKept as passed:
            return passed.answer
        return answer if made else replace(answer, usage=Usage())

    def stream(self, question: str, options: Options | None = None) -> AsyncIterator[Step]:
        return self.inner.stream(question, options)
