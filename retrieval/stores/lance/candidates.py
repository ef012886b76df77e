"""Candidates from the embedded store: by tokens, or by a list column."""

from collections.abc import Sequence

import lancedb

from lexhop.retrieval.ports import Candidate, Channel, Filters
from lexhop.retrieval.stores.lance.rows import CANDIDATE_COLUMNS, candidates_of, quoted, where
from lexhop.retrieval.stores.versions import Standing

_WIDE = 5
"""How many times the wanted number is matched where some versions don't count."""


async def matching(
    table: lancedb.AsyncTable,
    channel: Channel,
    tokens: Sequence[str],
    *,
    limit: int,
    condition: str,
) -> list[Candidate]:
    query = table.query().nearest_to_text(" ".join(tokens), columns=[channel])
    if condition:
        query = query.where(condition)
    found = await query.select([*CANDIDATE_COLUMNS, "_score"]).limit(limit).to_arrow()
    return candidates_of(found)


async def matching_law(  # noqa: PLR0913 - a match, and what counts of it
    table: lancedb.AsyncTable,
    tokens: Sequence[str],
    standing: Standing,
    *,
    limit: int,
    orders: int,
    condition: str,
) -> list[Candidate]:
    """The best candidates that count by `standing`.

    They are chosen from a wider match that reads document ids only: most of a large corpus may be
    versions that don't count, and a filter on them takes as long as the match.
    """
    query = table.query().nearest_to_text(" ".join(tokens), columns=["words"])
    if condition:
        query = query.where(condition)
    wide = query.select(["document_id", "_score"]).with_row_id().limit(_WIDE * limit)
    found = await wide.to_arrow()
    rows = found["_rowid"].to_pylist()
    documents = found["document_id"].to_pylist()
    kept = [rows[place] for place in standing.chosen(documents, limit, orders)]
    taken = await table.take_row_ids(kept).select(list(CANDIDATE_COLUMNS)).with_row_id().to_arrow()
    by_row = dict(zip(taken["_rowid"].to_pylist(), candidates_of(taken), strict=True))
    return [by_row[row] for row in kept]


async def listed(
    table: lancedb.AsyncTable,
    column: str,
    values: Sequence[str],
    *,
    limit: int,
    filters: Filters,
) -> list[Candidate]:
    """Passages whose list `column` has any of `values`."""
    condition = where(filters, f"array_has_any({column}, [{quoted(list(values))}])")
    query = table.query().where(condition).select(list(CANDIDATE_COLUMNS)).limit(limit)
    return candidates_of(await query.to_arrow())
