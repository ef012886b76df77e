"""Candidates out of the embedded store: matched by tokens, or looked up in a list."""

from collections.abc import Sequence

import lancedb

from retrieval.lance_rows import CANDIDATE_COLUMNS, candidates_of, quoted, where
from retrieval.ports import Candidate, Channel, Filters


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
