"""The embedded store: a collection is a folder of LanceDB tables, without a server."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

import lancedb
from lancedb.query import ColumnOrdering

from lexhop.corpus.ingest.collection import Progress, StoredDocument, silent
from lexhop.retrieval.embeddings.embedder import TextVectors
from lexhop.retrieval.ports import (
    NO_FILTERS,
    Candidate,
    Channel,
    Contents,
    Filters,
    Frequencies,
    Hit,
    StoreUnavailable,
)
from lexhop.retrieval.stores.lance.candidates import listed, matching, matching_law
from lexhop.retrieval.stores.lance.claimed import ClaimedActs, claimed_acts
from lexhop.retrieval.stores.lance.collection import LanceCollection
from lexhop.retrieval.stores.lance.folder import LanceFolder, named_failures
from lexhop.retrieval.stores.lance.rows import (
    PASSAGE_COLUMNS,
    Row,
    document_of,
    passage_of,
    quoted,
    where,
)
from lexhop.retrieval.stores.lance.terms import contents_of, counts_of
from lexhop.retrieval.stores.lance.vectors import EXACT_UP_TO
from lexhop.retrieval.stores.versions import Versions
from lexhop.state.records import Act, Origin, Passage

_VIEWS = 4
_READING_ORDER = [ColumnOrdering(column_name=name) for name in ("document_id", "position")]


def this_day() -> str:
    """Today as an ISO day, in this machine's time zone."""
    return datetime.now().astimezone().date().isoformat()


class LanceStore(LanceCollection):
    """A collection in `folder`, read and written.

    Readers and one writer may work at the same time, in one process or several. The first read
    fixes the corpus version to the newest; `version` and the store's own `finish` move on to later
    ones. With `at` only that version is read, or the newest if it has been cleaned up. Law that
    comes into force after `today` doesn't count yet.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embeddings: TextVectors | None = None,
        exact_up_to: int = EXACT_UP_TO,
        at: str = "",
        today: Callable[[], str] = this_day,
    ) -> None:
        super().__init__(folder, embeddings=embeddings, exact_up_to=exact_up_to)
        self._embeddings = embeddings
        self._at = at
        self._today = today
        self._seen = ""
        self._tables: dict[str, lancedb.AsyncTable] = {}
        self._views: dict[str, Self] = {}
        self._contents: tuple[lancedb.AsyncTable, Contents] | None = None
        self._versions: tuple[lancedb.AsyncTable, Versions] | None = None
        self._claims: tuple[lancedb.AsyncTable, ClaimedActs] | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def identity(self) -> str:
        return str(self.folder.absolute())

    async def exists(self) -> bool:
        return await asyncio.to_thread(self.folder.is_dir)

    async def drop(self) -> None:
        await asyncio.to_thread(self._drop)
        self._files = LanceFolder(self.folder)
        self._seen, self._tables, self._views = "", {}, {}

    def _drop(self) -> None:
        with self.writing():
            shutil.rmtree(self.folder)

    async def version(self) -> str:
        newest = await self._files.newest()
        if newest != self._seen and not self._at:
            self._seen, self._tables = "", {}
        return newest

    async def finish(self, progress: Progress = silent) -> str:
        await super().finish(progress)
        return await self.version()

    async def at(self, version: str) -> Self:
        if version in self._views:
            return self._views[version]
        view = type(self)(self.folder, embeddings=self._embeddings, at=version, today=self._today)
        await view.open()
        while len(self._views) >= _VIEWS:
            self._views.pop(next(iter(self._views)))
        self._views[version] = view
        return view

    async def open(self) -> None:
        """Fix the version to read, as the first read does otherwise."""
        if self._at:
            with suppress(StoreUnavailable):
                self._tables = await self._files.at(self._at)
                self._seen = self._at
                return
        version = await self._files.newest()
        self._tables = await self._files.at(version) if version else {}
        self._seen = version

    async def contents(self) -> Contents:
        terms = await self._table("terms")
        if terms is None:
            return Contents()
        if self._contents is None or self._contents[0] is not terms:
            with named_failures(self.folder):
                self._contents = (terms, await contents_of(terms))
        return self._contents[1]

    async def match(
        self,
        channel: Channel,
        tokens: Sequence[str],
        *,
        limit: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        table = await self._table("passages")
        if table is None or not tokens:
            return []
        condition = where(await self._counted(filters))
        with named_failures(self.folder):
            return await matching(table, channel, tokens, limit=limit, condition=condition)

    async def match_law(
        self,
        tokens: Sequence[str],
        *,
        limit: int,
        orders: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        table = await self._table("passages")
        versions = await self._known_versions()
        if table is None or versions is None or not tokens:
            return []
        standing = versions.standing(filters.as_of)
        if standing.all_acts:
            return await self.match("words", tokens, limit=limit, filters=filters)
        with named_failures(self.folder):
            return await matching_law(
                table, tokens, standing, limit=limit, orders=orders, condition=where(filters)
            )

    async def frequencies(self, channel: Channel, tokens: Sequence[str]) -> Frequencies:
        terms = await self._table("terms")
        if terms is None or not tokens:
            return Frequencies(passages=0, mean_length=0.0, having={})
        with named_failures(self.folder):
            counts = await counts_of(terms, channel, tokens)
        passages, length = counts.pop("", (0, 0))
        return Frequencies(
            passages=passages,
            mean_length=length / passages if passages else 0.0,
            having={token: number for token, (number, _) in counts.items()},
            occurrences={token: times for token, (_, times) in counts.items()},
        )

    async def candidates_by_key(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        return await self._listed("keys", keys, limit=limit, filters=filters)

    async def candidates_by_title(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        return await self._listed("title_keys", keys, limit=limit, filters=filters)

    async def _listed(
        self, column: str, values: Sequence[str], *, limit: int, filters: Filters
    ) -> list[Candidate]:
        table = await self._table("passages")
        if table is None or not values:
            return []
        filters = await self._counted(filters)
        with named_failures(self.folder):
            return await listed(table, column, values, limit=limit, filters=filters)

    async def knn(self, text: str, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        table = await self._table("passages")
        if table is None or self._vectors is None:
            return []
        condition = where(await self._counted(filters))
        with named_failures(self.folder):
            rows = await self._vectors.knn(text, table, limit=limit, condition=condition)
        return _best_first(
            [{**row, "_score": 1 - row["_distance"]} for row in rows], "_score", Origin("vectors")
        )

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        rows = await self._rows(f"id IN ({quoted(list(ids))})") if ids else []
        found = {row["id"]: passage_of(row) for row in rows}
        return [found[passage_id] for passage_id in ids if passage_id in found]

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        return await self._having("keys", keys, filters, limit=None)

    async def citing(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Passage]:
        return await self._having("targets", keys, filters, limit=limit)

    async def _having(
        self, column: str, keys: Sequence[str], filters: Filters, limit: int | None
    ) -> list[Passage]:
        if not keys:
            return []
        filters = await self._counted(filters)
        condition = where(filters, f"array_has_any({column}, [{quoted(list(keys))}])")
        return [passage_of(row) for row in await self._rows(condition, limit)]

    async def _rows(self, condition: str, limit: int | None = None) -> list[Row]:
        """Passage rows in reading order."""
        table = await self._table("passages")
        if table is None:
            return []
        query = table.query().select(list(PASSAGE_COLUMNS)).where(condition)
        query = query.order_by(_READING_ORDER)
        if limit is not None:
            query = query.limit(limit)
        with named_failures(self.folder):
            rows: list[Row] = await query.to_list()
        return rows

    async def document(self, document_id: str) -> list[Passage]:
        rows = await self._rows(f"document_id = {quoted([document_id])}")
        return [passage_of(row) for row in rows]

    async def newest(self, acts: Sequence[str], *, as_of: str = "") -> dict[str, str]:
        versions = await self._known_versions() if acts else None
        if versions is None:
            return {}
        return {act: day for act in acts if (day := versions.newest(act, as_of))}

    async def _known_versions(self) -> Versions | None:
        table = await self._table("documents")
        if table is None:
            return None
        today = self._today()
        if self._versions is None or (self._versions[0], self._versions[1].today) != (table, today):
            columns = ["id", "act", "valid_from", "valid_to"]
            with named_failures(self.folder):
                rows = await table.query().select(columns).to_list()
            without = (await self._claimed()).displaced
            counted = [row for row in rows if row["id"] not in without]
            self._versions = table, Versions(counted, today)
        return self._versions[1]

    async def acts(self) -> list[Act]:
        return list((await self._claimed()).acts)

    async def _claimed(self) -> ClaimedActs:
        table = await self._table("documents")
        if table is None:
            return ClaimedActs()
        if self._claims is None or self._claims[0] is not table:
            with named_failures(self.folder):
                self._claims = table, await claimed_acts(table)
        return self._claims[1]

    async def _counted(self, filters: Filters) -> Filters:
        """`filters` without the documents whose claim to an act doesn't count."""
        without = (await self._claimed()).displaced
        return replace(filters, without=tuple(sorted(without))) if without else filters

    async def loaded_documents(self) -> list[StoredDocument]:
        table = await self._table("documents")
        if table is None:
            return []
        with named_failures(self.folder):
            return [document_of(row) for row in await table.query().to_list()]

    async def count(self) -> int:
        table = await self._table("passages")
        if table is None:
            return 0
        with named_failures(self.folder):
            return int(await table.count_rows())

    async def _table(self, name: str) -> lancedb.AsyncTable | None:
        """A table at this store's version, or None if nothing was ever loaded."""
        if not self._seen:
            await self.open()
        return self._tables.get(name)


def _best_first(rows: Sequence[Row], score: str, origin: Origin) -> list[Hit]:
    """Hits by falling score, ties by id, so that results are reproducible."""
    ranked = sorted(rows, key=lambda row: (-row[score], row["id"]))
    return [Hit(passage=passage_of(row), score=row[score], origin=origin) for row in ranked]
