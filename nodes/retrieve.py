"""One hop: run its queries side by side and keep what they find as evidence."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.places import part_of
from corpus.references import own_keys
from prompts import phrase
from resilience.errors import Transient
from retrieval.finder import Finder
from retrieval.ports import Filters, Hit, PassageStore
from retrieval.terms import TermList
from state.plan import Query
from state.records import Evidence
from state.research import Research, Update

_SHARED = 3
"""Passages more that are asked for beside each other query: they find some of the same."""

_PIECES = 40
"""Pieces that a provision may be in: what is asked for by its number is never cut."""
_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieve:
    """Each query adds the best `docs_per_hop` passages that are new; one that fails is a gap."""

    store: PassageStore
    terms: Mapping[str, TermList] | None = None
    clock: Callable[[], float] = time.time

    async def __call__(self, state: Research) -> Update:
        started = self.clock()
        finder = Finder(await self.store.at(state.corpus_version), self.terms)
        results = await asyncio.gather(*(self._run(finder, one, state) for one in state.queries))
        ran = [query for query, (_, gap) in zip(state.queries, results, strict=True) if not gap]
        known = {one.passage.id for one in state.evidence}
        evidence = [
            _evidence(hit, query, hop=len(state.hops) + 1)
            for query, (hits, _) in zip(state.queries, results, strict=True)
            for hit in _fresh(hits, known, state.options.docs_per_hop)
        ]
        update: Update = {
            "evidence": tuple(evidence),
            "found": tuple(one.passage.id for one in evidence),
            "asked": tuple(query.fingerprint for query in ran),
            "gaps": tuple(gap for _, gap in results if gap),
            "hop_started": started,
        }
        if state.plan and len(ran) < len(state.queries):
            left = tuple(
                one for one in state.plan.queries if one in ran or one not in state.queries
            )
            update["plan"] = replace(state.plan, queries=left)
        return update

    async def _run(self, finder: Finder, query: Query, state: Research) -> tuple[list[Hit], str]:
        """What the query finds, or why it doesn't."""
        left = state.deadline - self.clock() if state.deadline else None
        filters = Filters(acts=state.options.acts, as_of=state.options.as_of)
        limit = state.options.docs_per_hop + len(state.evidence) + _SHARED * len(state.queries)
        limit += _PIECES * len(query.keys)
        language = state.plan.language if state.plan else "en"
        try:
            async with asyncio.timeout(max(left, 0.0) if left is not None else None):
                return await finder.find(query, limit=limit, filters=filters), ""
        except TimeoutError:
            return [], phrase(language, "not_in_time", query=query.text[:_SHOWN])
        except Transient:
            return [], phrase(language, "search_failed", query=query.text[:_SHOWN])


def _fresh(hits: Sequence[Hit], known: set[str], most: int) -> list[Hit]:
    """The best `most` of `hits` that no query has brought yet, and all that was cited.

    `known` takes them in.
    """
    new = [hit for hit in hits if hit.passage.id not in known]
    cited = [hit for hit in new if hit.via == "citation"]
    fresh = [*cited, *[hit for hit in new if hit.via != "citation"][:most]]
    known.update(hit.passage.id for hit in fresh)
    return fresh


def _evidence(hit: Hit, query: Query, *, hop: int) -> Evidence:
    """`span` is the part of a looked-up provision that was asked for."""
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
        via=hit.via,
    )
