"""The writing side of the embedded store.

`passages` has the content, `documents` what was ingested from which file. A document whose
passages are about to change is marked first, so that the next ingest sees an interruption, takes
the document back to what was published of it and redoes it, and no passage is ever without its
document.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import lancedb
import pyarrow as pa

from lexhop.corpus.ingest.collection import (
    Links,
    Progress,
    Refused,
    StoredDocument,
    StoredPassage,
    links_of,
    silent,
)
from lexhop.retrieval.embeddings.embedder import TextVectors
from lexhop.retrieval.ports import StoreUnavailable
from lexhop.retrieval.stores.lance.folder import LanceFolder, named_failures
from lexhop.retrieval.stores.lance.recovery import drop_indexes, take_back
from lexhop.retrieval.stores.lance.refused import read_refused, write_refused
from lexhop.retrieval.stores.lance.rows import (
    PASSAGE_COLUMNS,
    REFERENCES,
    Row,
    document_of,
    passage_of,
    passage_row,
    put,
    quoted,
    references_of,
    references_row,
)
from lexhop.retrieval.stores.lance.terms import has_all_counts, links_in
from lexhop.retrieval.stores.lance.unfinished import UnfinishedRuns
from lexhop.retrieval.stores.lance.vectors import EXACT_UP_TO, LanceVectors
from lexhop.state.records import Passage, Reference


class LanceCollection:
    """The collection in `folder`, which the first write creates.

    With more passages than `exact_up_to`, vectors get an index.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embeddings: TextVectors | None = None,
        exact_up_to: int = EXACT_UP_TO,
    ) -> None:
        self.folder = folder
        self._files = LanceFolder(folder)
        self._vectors = LanceVectors(embeddings, folder, exact_up_to) if embeddings else None
        self._runs = UnfinishedRuns(folder)
        self._changed: set[str] | None = set()
        """The documents that were written since the last publication; None if that isn't known."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock the collection for writing. Raises StoreUnavailable if another process holds it."""
        with self._files.locked():
            yield

    async def begin(self, paths: Sequence[str]) -> None:
        with named_failures(self.folder):
            await asyncio.to_thread(self._runs.begin, paths)

    async def end(self, paths: Sequence[str]) -> None:
        with named_failures(self.folder):
            await asyncio.to_thread(self._runs.end, paths)

    async def unfinished(self) -> tuple[str, ...]:
        return await asyncio.to_thread(self._runs.paths)

    async def refused(self) -> Refused:
        return await asyncio.to_thread(read_refused, self.folder)

    async def keep_refused(self, refused: Refused) -> None:
        if not await self._are_there():
            return
        with named_failures(self.folder):
            await asyncio.to_thread(write_refused, self.folder, refused)

    async def recover(self) -> None:
        if not await self.unfinished():
            return
        self._changed = None
        before = await self._files.published()
        try:
            await self._files.read_through()
        except StoreUnavailable:
            await self._files.roll_back(before)
        if await self._are_there():
            table, records = await self._writable()
            with named_failures(self.folder):
                await take_back(table, records, before)
                await drop_indexes(table)

    async def documents(self) -> list[StoredDocument]:
        """All documents, also those that readers don't see before `finish`."""
        if not await self._are_there():
            return []
        records = await self._files.writable("documents")
        with named_failures(self.folder):
            return [document_of(row) for row in await records.query().to_list()]

    async def _are_there(self) -> bool:
        """Whether the tables exist. Raises StoreUnavailable if only some do."""
        has = [name for name in ("passages", "documents") if await self._files.has(name)]
        if not has:
            return False
        table = await self._files.writable(has[0])
        with named_failures(self.folder):
            if len(has) == 1 and await table.count_rows():
                raise StoreUnavailable(
                    f"{self.folder}: only {has[0]} are left of the collection; "
                    "restore the folder, or remove it and ingest again"
                )
        return len(has) > 1

    async def replace(
        self, documents: Sequence[StoredDocument], passages: Sequence[StoredPassage]
    ) -> None:
        table, records = await self._writable()
        await self._note([document.id for document in documents])
        rows = await asyncio.to_thread(lambda: [passage_row(stored) for stored in passages])
        if self._vectors:
            await self._vectors.in_use(table)  # before anything is written
        with named_failures(self.folder):
            ids = quoted([document.id for document in documents])
            known = await records.count_rows(f"id IN ({ids})")
            await put(records, [replace(document, content_hash="") for document in documents])
            if known:
                await table.delete(f"document_id IN ({ids})")
            if rows:
                schema = await table.schema()
                await table.add(await asyncio.to_thread(pa.Table.from_pylist, rows, schema))
            await put(records, documents)

    async def remove(self, document_ids: Sequence[str]) -> None:
        table, records = await self._writable()
        await self._note(document_ids)
        ids = quoted(list(document_ids))
        with named_failures(self.folder):
            await records.update({"content_hash": "", "file_hash": ""}, where=f"id IN ({ids})")
            await table.delete(f"document_id IN ({ids})")
            await records.delete(f"id IN ({ids})")

    async def complete(self, file_hashes: dict[str, str]) -> None:
        _, records = await self._writable()
        sources = f"source IN ({quoted(list(file_hashes))})"
        with named_failures(self.folder):
            rows = await records.query().select(["id", "source"]).where(sources).to_list()
            done = {
                "id": [row["id"] for row in rows],
                "file_hash": [file_hashes[row["source"]] for row in rows],
            }
            if rows:
                await records.merge_insert("id").when_matched_update_all().execute(pa.table(done))

    async def set_references(self, references: dict[str, tuple[Reference, ...]]) -> None:
        table, _ = await self._writable()
        self._changed = None
        rows = [
            {"id": passage_id, **references_row(found)} for passage_id, found in references.items()
        ]
        with named_failures(self.folder):
            await (
                table.merge_insert("id")
                .when_matched_update_all()
                .execute(pa.Table.from_pylist(rows, schema=REFERENCES))
            )

    async def passages(self) -> AsyncIterator[Passage]:
        async for row in self._scan(PASSAGE_COLUMNS):
            yield passage_of(row)

    async def keys(self) -> AsyncIterator[tuple[tuple[str, ...], bool]]:
        async for row in self._scan(("keys", "repealed")):
            yield tuple(row["keys"]), row["repealed"]

    async def references(self) -> AsyncIterator[tuple[Reference, ...]]:
        async for row in self._scan(("references",)):
            yield references_of(row["references"])

    async def links(self) -> Links:
        if not await self._are_there():
            return Links()
        terms = await self._files.writable("terms")
        with named_failures(self.folder):
            if await has_all_counts(terms):
                return await links_in(terms)
        return await links_of(self)

    async def finish(self, progress: Progress = silent) -> str:
        if not await self._are_there():
            return ""
        if self._vectors:
            await self._vectors.fill(await self._files.writable("passages"), progress)
        progress(1, 1, "indexing")
        if self._vectors:
            await self._vectors.index(await self._files.writable("passages"))
        version = await self._files.publish(sorted(self._changed) if self._changed else None)
        self._changed = set()
        return version

    async def _note(self, document_ids: Sequence[str]) -> None:
        """Note documents that are about to be written, unless others were that aren't known."""
        if self._changed == set() and not await self._files.is_as_published():
            self._changed = None
        if self._changed is not None:
            self._changed.update(document_ids)

    async def _scan(self, columns: Sequence[str]) -> AsyncIterator[Row]:
        if not await self._files.has("passages"):
            return
        table = await self._files.writable("passages")
        with named_failures(self.folder):
            async for batch in await table.query().select(list(columns)).to_batches():
                for row in batch.to_pylist():
                    yield row

    async def _writable(self) -> tuple[lancedb.AsyncTable, lancedb.AsyncTable]:
        return await self._files.writable("passages"), await self._files.writable("documents")
