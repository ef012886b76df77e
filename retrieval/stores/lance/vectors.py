"""Embeddings in the embedded store: a column of the passages, with an index if there are many."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import lancedb
import numpy as np
import pyarrow as pa
from lancedb.index import IvfSq
from numpy.typing import NDArray

from lexhop.corpus.ingest.collection import Progress
from lexhop.retrieval.embeddings.embedder import TextVectors
from lexhop.retrieval.ports import StoreUnavailable
from lexhop.retrieval.stores.lance.folder import named_failures
from lexhop.retrieval.stores.lance.rows import PASSAGE_COLUMNS, Row

Vectors: TypeAlias = NDArray[np.float32]

EXACT_UP_TO = 100_000
"""Passages. An exact search takes 2 ms a thousand, the index a fortieth of that."""
_COLUMN = "vector"
_INDEX = "vector_idx"
_MADE_BY = b"embedder"
_AT_ONCE = 128
_WRITTEN = 4096
"""Vectors written at once, since each write costs half a second."""
_EMBEDDED = ["id", "title", "heading", "text"]
_PROBED = 128
"""Partitions of the index that are searched, of 8,000 passages each: all of them up to a million
passages, so that results don't depend on the partitioning.
"""
_COMPARED = 4
"""Refine factor: this many times the limit are compared by their whole vectors, since the index
rounds each number to a byte.
"""
_PIECES = 10
"""Each ingest adds a segment to the index; from this many on it is rebuilt."""


@dataclass(frozen=True, slots=True)
class LanceVectors:
    """Embeds passages and finds the nearest, exactly for up to `exact_up_to` passages.

    The column's metadata names the embedder, as vectors of another can't be compared. Raises what
    the embedder raises.
    """

    embeddings: TextVectors
    folder: Path
    exact_up_to: int = EXACT_UP_TO

    @property
    def name(self) -> str:
        """The embedder's model, or its class if it has no model name."""
        model = getattr(self.embeddings, "model", "") or getattr(self.embeddings, "model_name", "")
        return str(model or type(self.embeddings).__name__)

    async def fill(self, table: lancedb.AsyncTable, progress: Progress) -> None:
        """Embed all passages without a vector. What was written before a failure is kept."""
        missing = f"{_COLUMN} IS NULL" if await self.in_use(table) else "true"
        with named_failures(self.folder):
            total = await table.count_rows(missing)
        done = 0
        async for rows in self._lacking(table, missing):
            vectors: list[Vectors] = []
            for start in range(0, len(rows), _AT_ONCE):
                progress(done, total, "embedding passages")
                some = rows[start : start + _AT_ONCE]
                vectors.append(await self._embed(some))
                done += len(some)
            await self._write(table, rows, np.concatenate(vectors))
        if total:
            progress(total, total, "embedding passages")

    async def index(self, table: lancedb.AsyncTable) -> None:
        """Build the index if there are many passages and it is missing or in many segments.

        Later passages are searched without the index until `optimize` adds them.
        """
        with named_failures(self.folder):
            if await table.count_rows() <= self.exact_up_to or not await self.in_use(table):
                return
            index = next(
                (existing for existing in await table.list_indices() if existing.name == _INDEX),
                None,
            )
            in_pieces = index and index.num_unindexed_rows and (index.num_segments or 0) >= _PIECES
            if index is None or in_pieces:
                config = IvfSq(distance_type="cosine")
                await table.create_index(_COLUMN, config=config, name=_INDEX)  # type: ignore[arg-type]

    async def knn(
        self, text: str, table: lancedb.AsyncTable, *, limit: int, condition: str
    ) -> list[Row]:
        """Passage rows with "_distance" (cosine, 0 to 2), nearest first."""
        if not await self.in_use(table):
            return []
        vector = await self.embeddings.aembed_query(text)
        await self._check_size(table, len(vector))
        with named_failures(self.folder):
            query = table.query().nearest_to(vector).column(_COLUMN).distance_type("cosine")
            query = query.maximum_nprobes(0).minimum_nprobes(_PROBED).refine_factor(_COMPARED)
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

    async def _lacking(
        self, table: lancedb.AsyncTable, condition: str
    ) -> AsyncIterator[Sequence[Row]]:
        """The embedded fields of passages that meet `condition`, in chunks of `_WRITTEN`."""
        rows: list[Row] = []
        with named_failures(self.folder):
            found = await table.query().select(_EMBEDDED).where(condition).to_batches()
        while True:
            with named_failures(self.folder):
                batch = await anext(found, None)
            rows += batch.to_pylist() if batch else []
            while len(rows) >= _WRITTEN or (rows and batch is None):
                yield rows[:_WRITTEN]
                rows = rows[_WRITTEN:]
            if batch is None:
                return

    async def _embed(self, rows: Sequence[Row]) -> Vectors:
        texts = [f"{row['title']}\n{row['heading']}\n{row['text']}" for row in rows]
        vectors = await self.embeddings.aembed_documents(texts)
        return np.array(vectors, np.float32)

    async def _write(
        self, table: lancedb.AsyncTable, rows: Sequence[Row], vectors: Vectors
    ) -> None:
        size = vectors.shape[1]
        kind = pa.list_(pa.float32(), size)
        if await self.in_use(table):
            await self._check_size(table, size)
        else:
            with named_failures(self.folder):
                made_by = {_MADE_BY: self.name.encode()}
                await table.add_columns(pa.field(_COLUMN, kind, metadata=made_by))
        ids = [row["id"] for row in rows]
        column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), type=kind)
        with named_failures(self.folder):
            put = table.merge_insert("id").when_matched_update_all()
            await put.execute(pa.table({"id": ids, _COLUMN: column}))

    async def _check_size(self, table: lancedb.AsyncTable, size: int) -> None:
        stored = (await table.schema()).field(_COLUMN).type.list_size
        if stored != size:
            raise self._other_embedder(f"vectors of {stored} numbers", f"{self.name}'s {size}")

    def _other_embedder(self, stored: str, given: str) -> StoreUnavailable:
        return StoreUnavailable(
            f"{self.folder}: embedded with {stored}, not {given}; "
            "ingest into another collection, or remove this one and ingest again"
        )
