"""What a run that was cut short left behind, taken back to what readers see.

A write that ends early (a full disk, a limit of file size) may leave a version that is broken
without an error: its files are read before anything is built on them.
"""

from collections.abc import Mapping
from dataclasses import replace

import lancedb
import pyarrow as pa

from lexhop.retrieval.stores.lance.rows import HALF_WRITTEN, document_of, put, quoted

Tables = Mapping[str, lancedb.AsyncTable]


async def read_through(table: lancedb.AsyncTable) -> None:
    """Read every column of every row, for the error of what can't be read."""
    async for _ in await table.query().to_batches():
        pass


async def drop_indexes(table: lancedb.AsyncTable) -> None:
    """Indexes aren't read through; publishing makes them anew."""
    for index in await table.list_indices():
        await table.drop_index(index.name)


async def take_back(table: lancedb.AsyncTable, records: lancedb.AsyncTable, before: Tables) -> None:
    """Take half-written documents back to what they were `before`, or remove them."""
    half = await records.query().where(HALF_WRITTEN).select(["id"]).to_list()
    if not half:
        return
    ids = quoted([row["id"] for row in half])
    await table.delete(f"document_id IN ({ids})")
    if before:
        await _put_back(table, records, before, f"id IN ({ids}) AND NOT ({HALF_WRITTEN})")
    await records.delete(HALF_WRITTEN)


async def _put_back(
    table: lancedb.AsyncTable, records: lancedb.AsyncTable, before: Tables, condition: str
) -> None:
    """Write documents of an earlier version again; their files count as changed."""
    rows = await before["documents"].query().where(condition).to_list()
    documents = [replace(document_of(row), file_hash="") for row in rows]
    if documents:
        ids = quoted([document.id for document in documents])
        passages = before["passages"].query().where(f"document_id IN ({ids})")
        await _add(table, await passages.to_arrow())
        await put(records, documents)


async def _add(table: lancedb.AsyncTable, rows: pa.Table) -> None:
    """Add rows of an earlier version of the table, which may lack the column of vectors."""
    for field in await table.schema():
        if field.name not in rows.schema.names:
            rows = rows.append_column(field, pa.nulls(rows.num_rows, field.type))
    if rows.num_rows:
        await table.add(rows)
