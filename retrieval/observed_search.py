"""Search that reports its results and duration to telemetry."""

from dataclasses import dataclass

from lexhop.observability.ports import Document, Telemetry
from lexhop.resilience.errors import Failure
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, Missed, Search
from lexhop.state.plan import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedSearch:
    """Belongs outside of a cache, so that cached results are reported as well."""

    inner: Search
    telemetry: Telemetry

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        def told(failure: Failure) -> None:
            self.telemetry.failed("vectors", failure.kind, instead="words")
            if missed is not None:
                missed(failure)

        with self.telemetry.searching(query.text) as report:
            try:
                hits = await self.inner.find(
                    query,
                    limit=limit,
                    version=version,
                    filters=filters,
                    missed=told if missed else None,
                )
            except Failure as failure:
                self.telemetry.failed("search", failure.kind)
                raise
            report([_document(hit) for hit in hits])
            return hits


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return {
        "page_content": passage.text,
        "type": "Document",
        "metadata": {
            "citation": passage.citation,
            "provision": passage.provision,
            "score": round(hit.score, 4),
            "via": hit.via,
            "url": passage.url,
        },
    }
