"""A collection's folder: its LanceDB tables, and which versions of them make up one corpus.

Writers work on the newest version of each table. Readers use the versions in the file `VERSION`
("12.9-5f3a91c2": a number for each table, and an id unique to this collection), which is replaced
at the end of an ingest. So readers see all of an ingest or nothing, also if it is interrupted.
"""

import asyncio
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import lancedb
import pyarrow as pa
from filelock import FileLock, Timeout
from lancedb.index import FTS, Bitmap, BTree, LabelList

from lexhop.retrieval.ports import StoreUnavailable
from lexhop.retrieval.stores.lance.recovery import read_through
from lexhop.retrieval.stores.lance.rows import DOCUMENTS, PASSAGES
from lexhop.retrieval.stores.lance.terms import TERMS, count_terms, has_all_counts, recount_terms

TABLES = {"passages": PASSAGES, "documents": DOCUMENTS, "terms": TERMS}
"""Add a new table at the end: its version is the next number in VERSION."""

_TOKENS = FTS(
    base_tokenizer="whitespace",
    stem=False,
    remove_stop_words=False,
    lower_case=False,
    ascii_folding=False,
    max_token_length=None,
)
_INDEXES: dict[str, dict[str, FTS | LabelList | BTree | Bitmap]] = {
    "passages": {
        "words": _TOKENS,
        "names": _TOKENS,
        "keys": LabelList(),
        "targets": LabelList(),
        "title_keys": LabelList(),
        "id": BTree(),
        "document_id": BTree(),
        "kind": Bitmap(),
    },
    "terms": {"term": BTree()},
}
_KEPT = timedelta(hours=1)
"""How long readers may use an old version; the one before the newest is kept in any case."""
_TIDYING = timedelta(hours=1)
"""How long tidying may take before it comes to old versions."""
_LOOSE = 100
"""One row in so many may be outside the indexes, where it is found by reading it."""
_FEW = 1000
"""Changed documents up to which counts are corrected instead of made anew."""
_FRAGMENTS = 30
"""So many pieces of a table are read one by one."""
_VERSION = re.compile(r"\d+(?:\.\d+)*(?:-[0-9a-f]+)?")
_IN_RUST = re.compile(r"^lance error: |,? /\S+\.rs(?::\d+)*.*")
_LOCK = ".lock"
_OTHER_VERSION = "{folder}: made by another version of lexhop; remove it and ingest again"


@contextmanager
def named_failures(folder: Path) -> Iterator[None]:
    """Turns LanceDB's errors into StoreUnavailable with one line that says what to do."""
    try:
        yield
    except (RuntimeError, ValueError, OSError, pa.ArrowException) as error:
        first = _IN_RUST.sub("", next(iter(str(error).strip().splitlines()), ""))
        if "No space left" in str(error):
            message = f"{folder}: no space left on the disk; make room and run the same again"
        elif "File too large" in str(error):
            message = f"{folder}: a file can't grow that large; raise ulimit -f and run it again"
        elif isinstance(error, OSError) and error.strerror:
            message = f"{folder}: {error.strerror}; make it a folder that can be written to"
        else:
            message = (
                f"{folder}: the collection can't be used ({first or type(error).__name__}); "
                "run ingest again; if that doesn't mend it, restore the folder or remove it"
            )
        raise StoreUnavailable(message) from error


class LanceFolder:
    """The tables under `path`; the first write creates the folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database: lancedb.AsyncConnection | None = None
        self._writable: dict[str, lancedb.AsyncTable] = {}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the folder for writing. Raises StoreUnavailable while another process holds it.

        A folder in which nothing was written is removed at the end.
        """
        with named_failures(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / _LOCK, timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                message = f"{self.path}: another ingest is writing here; wait for it and run again"
                raise StoreUnavailable(message) from error
        try:
            yield
        finally:
            if self.path.is_dir() and all(path.name == _LOCK for path in self.path.iterdir()):
                shutil.rmtree(self.path, ignore_errors=True)
            lock.release()

    async def newest(self) -> str:
        """The version published by the last complete ingest; "" if there is none."""
        return await asyncio.to_thread(self._read_version)

    def _read_version(self) -> str:
        try:
            version = (self.path / "VERSION").read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return ""
        except OSError as error:
            message = f"{self.path}: can't be read ({error.strerror}); it should be a folder"
            raise StoreUnavailable(message) from error
        if not _VERSION.fullmatch(version):
            raise StoreUnavailable(f"{self.path}: VERSION is damaged; run ingest again to mend it")
        return version

    async def at(self, version: str) -> dict[str, lancedb.AsyncTable]:
        """The tables at `version`, for reading."""
        with named_failures(self.path):
            database = await self._connect()
            tables = {}
            for name, number in _numbers(version).items():
                tables[name] = table = await database.open_table(name)
                await table.checkout(number)
                await self._check_columns(name, table)
        if len(tables) < len(TABLES):
            raise StoreUnavailable(_OTHER_VERSION.format(folder=self.path))
        return tables

    async def published(self) -> dict[str, lancedb.AsyncTable]:
        """The tables as readers see them; {} where nothing was published, or it is lost."""
        with suppress(StoreUnavailable):
            if version := await self.newest():
                return await self.at(version)
        return {}

    async def read_through(self) -> None:
        """Raise StoreUnavailable where the newest version of a table can't be read to its end."""
        for name in TABLES:
            if await self.has(name):
                table = await self.writable(name)
                with named_failures(self.path):
                    await read_through(table)

    async def roll_back(self, before: Mapping[str, lancedb.AsyncTable]) -> None:
        """Make the newest version of each table that of `before`, or begin it anew."""
        self._writable = {}
        for name in TABLES:
            with named_failures(self.path):
                if name in before:
                    await before[name].restore()
                else:
                    folder = self.path / f"{name}.lance"
                    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def _connect(self) -> lancedb.AsyncConnection:
        if self._database is None:
            folder = await asyncio.to_thread(self.path.resolve)
            self._database = await lancedb.connect_async(str(folder))
        return self._database

    async def has(self, name: str) -> bool:
        """Whether the table was ever created."""
        versions = self.path / f"{name}.lance" / "_versions"
        return await asyncio.to_thread(lambda: versions.is_dir() and any(versions.iterdir()))

    async def writable(self, name: str) -> lancedb.AsyncTable:
        """The newest version of a table, which is created if missing."""
        with named_failures(self.path):
            if name in self._writable:
                await self._writable[name].checkout_latest()  # type: ignore[no-untyped-call]
                return self._writable[name]
            database = await self._connect()
            if await self.has(name):
                table = await database.open_table(name)
                await self._check_columns(name, table)
            else:
                table = await database.create_table(name, schema=TABLES[name])
        self._writable[name] = table
        return table

    async def _check_columns(self, name: str, table: lancedb.AsyncTable) -> None:
        if not set(TABLES[name].names) <= set((await table.schema()).names):
            raise StoreUnavailable(_OTHER_VERSION.format(folder=self.path))

    async def is_as_published(self) -> bool:
        """Whether no passage was written since the last version was published, nor any count."""
        numbers = _numbers(await self.newest())
        tables = {name: await self.writable(name) for name in ("passages", "terms")}
        with named_failures(self.path):
            now = {name: await table.version() for name, table in tables.items()}
        return now == {name: numbers.get(name) for name in now}

    async def publish(self, changed: Sequence[str] | None = None) -> str:
        """Index what was written and publish it to readers; returns the corpus version.

        It stays the same if no passage was written since. `changed` are the ids of all documents
        that were, if that is known.
        """
        try:
            before = await self.newest()
        except StoreUnavailable:
            before = ""
        tables = {name: await self.writable(name) for name in TABLES}
        with named_failures(self.path):
            now = {name: await table.version() for name, table in tables.items()}
            if _still_stands(_numbers(before), now):
                return before
            published = await self.at(before) if before and changed is not None else {}
            counted = bool(published) and await has_all_counts(tables["terms"])
            if counted and changed is not None and len(changed) <= _FEW:
                await recount_terms(published["passages"], tables, changed)
            else:
                await count_terms(tables["passages"], tables["terms"])
            for name, table in tables.items():
                await self._tidy(name, table, _numbers(before).get(name, 0))
            await self.read_through()
            numbers = ".".join([str(await table.version()) for table in tables.values()])
            version = f"{numbers}-{before.partition('-')[2] or secrets.token_hex(4)}"
            await asyncio.to_thread(self._write_version, version)
        return version

    async def _tidy(self, name: str, table: lancedb.AsyncTable, published: int) -> None:
        """Create missing indexes, compact files, drop versions older than the published one.

        Tidying costs as much as all rows, so a few that are new or gone are left for later.
        """
        have = {index.name for index in await table.list_indices()}
        missing = [column for column in _INDEXES.get(name, {}) if f"{column}_idx" not in have]
        for column in missing:
            await table.create_index(column, config=_INDEXES[name][column])
        if published and not missing and await _is_tidy(table):
            return
        versions = await table.list_versions()  # type: ignore[no-untyped-call]
        made = [entry["timestamp"] for entry in versions if entry["version"] == published]
        age = datetime.now(UTC) - made[0].astimezone() if made else timedelta(0)
        await table.optimize(cleanup_older_than=max(_KEPT, age) + _TIDYING)

    def _write_version(self, version: str) -> None:
        new = self.path / "VERSION.new"
        with new.open("w", encoding="ascii") as file:
            file.write(version)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / "VERSION")


async def _is_tidy(table: lancedb.AsyncTable) -> bool:
    """Whether nearly all rows are in the indexes, and the table is in few pieces."""
    loose = [index.num_unindexed_rows or 0 for index in await table.list_indices()]
    rows = await table.count_rows()
    stats = cast("Mapping[str, Any]", await table.stats())  # typed as an object, and is a dict
    pieces = stats["fragment_stats"]["num_fragments"]
    return max(loose, default=0) * _LOOSE <= rows and pieces <= _FRAGMENTS


def _still_stands(published: dict[str, int], now: dict[str, int]) -> bool:
    """Whether no passage was written since, and no table was lost."""
    lost = any(published.get(name, now[name] + 1) > now[name] for name in TABLES)
    return not lost and published["passages"] == now["passages"]


def _numbers(version: str) -> dict[str, int]:
    """The version of each table; a table added after this corpus was made has none."""
    numbers = filter(None, version.partition("-")[0].split("."))
    return dict(zip(TABLES, map(int, numbers), strict=False))
