"""One hop: runs its queries concurrently and keeps the hits as evidence."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys
from lexhop.nodes.begun import plan_of
from lexhop.observability.ports import NO_TELEMETRY, Telemetry
from lexhop.prompts import phrase
from lexhop.resilience.errors import Failure
from lexhop.retrieval.ports import Filters, Hit, Search
from lexhop.state.plan import Query
from lexhop.state.records import Evidence
from lexhop.state.research import Research, Update

_SHARED = 3
"""Extra passages requested for each concurrent query, since queries find some of the same."""

_PIECES = 40
"""Extra passages requested for each cited provision, so that none of it is cut off."""
_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieve:
    """Each query adds its best `docs_per_hop` new passages; a query that fails becomes a gap.

    What a query asks for by name is added whole, and raised where an earlier one had found it.
    """

    search: Search
    clock: Callable[[], float] = time.time
    telemetry: Telemetry = NO_TELEMETRY

    async def __call__(self, state: Research) -> Update:
        self.telemetry.entered(state.run_id)
        started = self.clock()
        plan = plan_of(state) if state.plan else None
        missed: list[Failure] = []
        with self.telemetry.hop():
            results = await asyncio.gather(
                *(self._run(query, state, missed.append) for query in state.queries)
            )
        ran = [query for query, (_, gap) in zip(state.queries, results, strict=True) if not gap]
        known = {item.passage.id for item in state.evidence}
        evidence = [
            _evidence(hit, query, hop=len(state.hops) + 1)
            for query, (hits, _) in zip(state.queries, results, strict=True)
            for hit in _kept(hits, query, known, _most_others(state, query))
        ]
        update: Update = {
            "evidence": tuple(evidence),
            "found": tuple(item.passage.id for item in evidence),
            "asked": tuple(query.fingerprint for query in ran),
            "gaps": (*(gap for _, gap in results if gap), *_words_only(state, missed)),
            "hop_started": started,
        }
        if plan and len(ran) < len(state.queries):
            left = tuple(
                query for query in plan.queries if query in ran or query not in state.queries
            )
            update["plan"] = replace(plan, queries=left)
        return update

    async def _run(
        self, query: Query, state: Research, missed: Callable[[Failure], None]
    ) -> tuple[list[Hit], str]:
        """The query's hits and "", or no hits and the reason in words."""
        left = state.deadline - self.clock() if state.deadline else None
        filters = Filters(acts=state.options.acts, as_of=state.options.as_of)
        limit = state.options.docs_per_hop + len(state.evidence) + _SHARED * len(state.queries)
        limit += _PIECES * len(query.keys)
        language = _language(state)
        try:
            async with asyncio.timeout(max(left, 0.0) if left is not None else None):
                found = await self.search.find(
                    query,
                    limit=limit,
                    version=state.corpus_version,
                    filters=filters,
                    missed=missed,
                )
                return found, ""
        except TimeoutError:
            return [], phrase(language, "not_in_time", query=query.text[:_SHOWN])
        except Failure:
            return [], phrase(language, "search_failed", query=query.text[:_SHOWN])


def _words_only(state: Research, missed: Sequence[Failure]) -> tuple[str, ...]:
    """The notice that a search did without vectors, if any did."""
    return (phrase(_language(state), "words_only"),) if missed else ()


def _language(state: Research) -> str:
    return state.plan.language if state.plan else "en"


def _most_others(state: Research, query: Query) -> int:
    """How many passages a query may add beside those that it asks for.

    After the first hop a provision is asked for because it is to be read, not to find others.
    """
    return 0 if query.keys and state.hops else state.options.docs_per_hop


def _kept(hits: Sequence[Hit], query: Query, known: set[str], most: int) -> list[Hit]:
    """All hits that the query asks for, and the best `most` others that aren't `known`.

    Adds them to `known`.
    """
    requested = [hit for hit in hits if _is_requested(hit, query)]
    new = [hit for hit in hits if hit.passage.id not in known and hit not in requested]
    kept = [*requested, *new[:most]]
    known.update(hit.passage.id for hit in kept)
    return kept


def _is_requested(hit: Hit, query: Query) -> bool:
    return bool(query.keys) and not own_keys(hit.passage).isdisjoint(query.keys)


def _evidence(hit: Hit, query: Query, *, hop: int) -> Evidence:
    """`span` is the requested part of a provision that was looked up."""
    mine = own_keys(hit.passage)
    wanted = [
        part_of(hit.passage, locator)
        for key, locator in zip(query.keys, query.locators, strict=True)
        if locator and key in mine
    ]
    start, end = next((span for span in wanted if span), (0, 0))
    return Evidence(
        passage=hit.passage,
        span=hit.passage.text[start:end],
        score=hit.score * query.trust,
        coverage=hit.coverage,
        hop=hop,
        origin=hit.origin,
        requested=_is_requested(hit, query),
        authority=hit.authority,
    )
