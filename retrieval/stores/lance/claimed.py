"""The acts of a corpus version, and which documents' claim to one doesn't count."""

from collections.abc import Sequence
from dataclasses import dataclass

import lancedb

from lexhop.corpus.claims import displaced
from lexhop.corpus.ingest.collection import acts_of
from lexhop.retrieval.stores.lance.rows import document_of
from lexhop.state.records import Act


@dataclass(frozen=True, slots=True)
class ClaimedActs:
    """All acts, and the ids of documents that a trusted one displaces."""

    acts: Sequence[Act] = ()
    displaced: frozenset[str] = frozenset()


async def claimed_acts(documents: lancedb.AsyncTable) -> ClaimedActs:
    """Read from the table of documents."""
    rows = await documents.query().where("act != ''").to_list()
    acts = acts_of(map(document_of, rows))
    return ClaimedActs(acts, displaced(acts))
