"""Embeddings in the embedded store: a column of the passages, searched exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import lancedb
import pyarrow as pa
from langchain_core.embeddings import Embeddings

from retrieval.lance_folder import named_failures
from retrieval.lance_rows import PASSAGE_COLUMNS, Row, quoted
from retrieval.ports import StoreUnavailable

_COLUMN = "vector"
_MADE_BY = b"embedder"
_AT_ONCE = 128
_EMBEDDED = ["id", "title", "heading", "text"]
_IDENTITY = ["id", "title", "content_hash"]


@dataclass(frozen=True, slots=True)
class LanceVectors:
    """Gives passages vectors of `embeddings`, and finds by them.

    Which embedder made them is noted at the column: those of another can't be compared. What the
    embedder raises is let through.
    """

    embeddings: Embeddings
    folder: Path

    @property
    def name(self) -> str:
        """The embedder's class and, where it says so, its model."""
        model = getattr(self.embeddings, "model", "") or getattr(self.embeddings, "model_name", "")
        return f"{type(self.embeddings).__name__} {model}".strip()

    async def add_to(self, rows: list[Row], table: lancedb.AsyncTable) -> None:
        """Set the vectors of `rows`. What `table` has of the same text isn't computed again."""
        known = await self._known([row["id"] for row in rows], table)
        for row in rows:
            row[_COLUMN] = known.get(_identity(row))
        new = [row for row in rows if row[_COLUMN] is None]
        for start in range(0, len(new), _AT_ONCE):
            await self._embed(new[start : start + _AT_ONCE], table)

    async def fill(self, table: lancedb.AsyncTable) -> None:
        """Give vectors to passages that were stored when no embedder was configured."""
        missing = f"{_COLUMN} IS NULL" if await self.in_use(table) else "true"
        with named_failures(self.folder):
            found = await table.query().select(["id"]).where(missing).to_list()
        ids = [row["id"] for row in found]
        for start in range(0, len(ids), _AT_ONCE):
            some = f"id IN ({quoted(ids[start : start + _AT_ONCE])})"
            with named_failures(self.folder):
                rows = await table.query().select(_EMBEDDED).where(some).to_list()
            size = await self._embed(rows, table)
            vectors = pa.table(
                {
                    "id": [row["id"] for row in rows],
                    _COLUMN: pa.array([row[_COLUMN] for row in rows], pa.list_(pa.float32(), size)),
                }
            )
            with named_failures(self.folder):
                await table.merge_insert("id").when_matched_update_all().execute(vectors)

    async def nearest(
        self, text: str, table: lancedb.AsyncTable, *, limit: int, condition: str
    ) -> list[Row]:
        """Passage rows with "_distance" (cosine, 0 to 2), nearest first."""
        if not await self.in_use(table):
            return []
        vector = await self.embeddings.aembed_query(text)
        await self._check_size(table, len(vector))
        with named_failures(self.folder):
            query = table.query().nearest_to(vector).column(_COLUMN).distance_type("cosine")
            query = query.bypass_vector_index()
            if condition:
                query = query.where(condition)
            found = query.select([*PASSAGE_COLUMNS, "_distance"]).limit(limit)
            rows: list[Row] = await found.to_list()
        return rows

    async def in_use(self, table: lancedb.AsyncTable) -> bool:
        """Whether passages have vectors. Raises StoreUnavailable for those of another embedder."""
        with named_failures(self.folder):
            schema = await table.schema()
        if _COLUMN not in schema.names:
            return False
        made_by = (schema.field(_COLUMN).metadata or {}).get(_MADE_BY, b"").decode()
        if made_by != self.name:
            raise self._other_embedder(made_by, self.name)
        return True

    async def _check_size(self, table: lancedb.AsyncTable, size: int) -> None:
        stored = (await table.schema()).field(_COLUMN).type.list_size
        if stored != size:
            raise self._other_embedder(f"vectors of {stored} numbers", f"{self.name}'s {size}")

    def _other_embedder(self, stored: str, given: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"{self.folder}: embedded with {stored}, not {given}; "
            "ingest into another collection, or remove this one and ingest again"
        )

    async def _known(
        self, ids: Sequence[str], table: lancedb.AsyncTable
    ) -> dict[tuple[str, ...], list[float]]:
        if not await self.in_use(table) or not ids:
            return {}
        with named_failures(self.folder):
            query = table.query().where(f"id IN ({quoted(list(ids))})")
            rows = await query.select([*_IDENTITY, _COLUMN]).to_list()
        return {_identity(row): row[_COLUMN] for row in rows}

    async def _embed(self, rows: Sequence[Row], table: lancedb.AsyncTable) -> int:
        """Set the vectors of `rows`, and see that `table` can hold them; their size."""
        texts = [f"{row['title']}\n{row['heading']}\n{row['text']}" for row in rows]
        vectors = await self.embeddings.aembed_documents(texts)
        for row, vector in zip(rows, vectors, strict=True):
            row[_COLUMN] = vector
        size = len(vectors[0])
        if await self.in_use(table):
            await self._check_size(table, size)
        else:
            made_by = {_MADE_BY: self.name.encode()}
            column = pa.field(_COLUMN, pa.list_(pa.float32(), size), metadata=made_by)
            with named_failures(self.folder):
                await table.add_columns(column)
        return size


def _identity(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in _IDENTITY)
