"""Bring a collection up to date with files: only what changed is read, written or removed."""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from lexhop.corpus.chunking import ChunkSizes
from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.references import ReferenceStats
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.claims import rivals_among
from lexhop.corpus.ingest.collection import (
    Collection,
    IngestReport,
    Progress,
    StoredDocument,
    StoredPassage,
    Unofficial,
    acts_of,
    silent,
)
from lexhop.corpus.ingest.diff import IngestDiff
from lexhop.corpus.ingest.preparation import PIPELINE, Preparation
from lexhop.corpus.ingest.relinking import Relinking
from lexhop.corpus.ingest.unofficial import UnofficialVersions
from lexhop.corpus.ingest.workers import Workers
from lexhop.corpus.text.tokens import TokenCounter

BATCH_PASSAGES = 4000


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is written at once: whole documents, and the hashes of the files that they complete."""

    documents: list[StoredDocument] = field(default_factory=list)
    passages: list[StoredPassage] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """Brings `collection` up to date with the files under the given paths.

    Files are read twice: first for all names and titles, which texts are then searched for, so that
    memory holds a few batches and not the corpus. Where there are many files, `processes` processes
    do the second reading. What the files hold is `trusted` as official XML is.
    """

    collection: Collection
    acts: ActNames
    tokens: TokenCounter
    sizes: ChunkSizes = field(default_factory=ChunkSizes)
    trusted: bool = False
    processes: int = 1
    progress: Progress = silent

    async def __call__(self, paths: Sequence[Path]) -> IngestReport:
        """Raises FileNotFoundError for a path that doesn't exist.

        Readers see the changes at the end. After an interruption, calling again does the rest.
        """
        started = time.perf_counter()
        report = IngestReport()
        roots = await asyncio.to_thread(lambda: [os.path.realpath(path) for path in paths])
        await self.collection.recover()
        diff = await self._diff(paths, report)
        gone = await asyncio.to_thread(diff.gone)
        cut = await self.collection.unfinished()
        if diff.changed or gone:
            await self.collection.begin(roots)
        if unsettled := diff.unsettled(gone):
            await self.collection.complete(dict.fromkeys(unsettled, ""))
        if gone:
            await self.collection.remove(gone)
        titles = await self._relink(diff, gone)
        await self._write_changed(diff, titles, report)
        report.unofficial = await self._unofficial(report)
        await self._finish(report)
        await self._keep_refused(diff)
        await self.collection.end(roots)
        report.unfinished = await self.collection.unfinished()
        report.completed = tuple(path for path in cut if path not in report.unfinished)
        report.files = len(diff.files) + len(diff.refused)
        report.left_alone = diff.left_alone
        report.left_out = len(diff.left_out) + len(diff.refused)
        report.removed = sum(not diff.stored[document_id].base for document_id in gone)
        report.unchanged = report.documents - report.added - report.changed
        report.took_s = time.perf_counter() - started
        return report

    async def _keep_refused(self, diff: IngestDiff) -> None:
        """Remember the empty files of this run, and those elsewhere."""
        before = await self.collection.refused()
        now = await asyncio.to_thread(diff.refused_now, before)
        if now != before:
            await self.collection.keep_refused(now)

    async def _diff(self, paths: Sequence[Path], report: IngestReport) -> IngestDiff:
        stored = await self.collection.documents()
        diff = await asyncio.to_thread(
            IngestDiff.of, paths, stored, report.skip, trusted=self.trusted
        )
        for act in acts_of(diff.stored.values()):
            self.acts.add(act.name, act.names)
        salt = f"{PIPELINE} {self.sizes} {self.tokens.name} {'trusted' if self.trusted else ''}"
        await asyncio.to_thread(diff.compare, salt, report.skip, await self.collection.refused())
        steps = 2 * len(diff.changed)
        for done, file in enumerate(sorted(diff.changed, key=_official_first)):
            self.progress(done, steps, f"reading {Path(file).name}")
            await asyncio.to_thread(diff.read, file, self.acts, report.skip)
        return diff

    async def _relink(self, diff: IngestDiff, gone: Sequence[str]) -> list[tuple[str, str]]:
        """(id, title) of all prose after this ingest.

        Relinks the stored passages first, where titles or names of acts came or went.
        """
        before = {
            document.id: document.title for document in diff.stored.values() if not document.act
        }
        stay = {key: title for key, title in before.items() if key not in diff.owners}
        for document_id in gone:
            stay.pop(document_id, None)
        titles = {**stay, **diff.titles}
        pairs = sorted(titles.items())
        known = {name for document in diff.stored.values() for name in document.names}
        if diff.stored and (titles != before or diff.names - known):
            index = await asyncio.to_thread(TitleIndex, pairs)
            await Relinking(self.acts, index, before.keys())(self.collection)
        return pairs

    async def _write_changed(
        self, diff: IngestDiff, titles: Sequence[tuple[str, str]], report: IngestReport
    ) -> None:
        """Write, in batches, the documents of changed files that differ from the stored ones."""
        batch = _Batch()
        steps = done = len(diff.changed)
        workers = Workers(
            acts=self.acts,
            titles=titles,
            tokens=self.tokens,
            sizes=self.sizes,
            trusted=self.trusted,
            processes=self.processes,
        )
        async with aclosing(workers.parts(list(diff.changed))) as parts:
            async for part in parts:
                if part.problem:  # it changed since the first reading, or can't be cut up
                    report.skip(part.file, part.problem)
                    diff.left_out.add(part.file)
                if part.ends and part.file not in diff.partial:
                    batch.files[part.file] = diff.changed[part.file]
                if not part.document:
                    done += 1
                    self.progress(done, 2 * steps, f"ingesting {Path(part.file).name}")
                    continue
                if diff.owners.get(part.document.id) != part.file:  # another file's
                    continue
                before = diff.stored.get(part.document.id)
                if before and _same(before, part.document):
                    continue
                report.added += before is None
                report.changed += before is not None
                batch.documents.append(part.document)
                batch.passages.extend(part.passages)
                if len(batch.passages) >= BATCH_PASSAGES:
                    batch = await self._write(batch, report)
        await self._write(batch, report)

    async def _unofficial(self, report: IngestReport) -> Unofficial:
        """Of acts alone, so that no titles of prose are needed."""
        prepare = Preparation(
            acts=self.acts,
            titles=TitleIndex(()),
            tokens=self.tokens,
            sizes=self.sizes,
            trusted=self.trusted,
        )
        return await UnofficialVersions(self.collection, prepare, report.skip)()

    async def _write(self, batch: _Batch, report: IngestReport) -> _Batch:
        if batch.documents:
            await self.collection.replace(batch.documents, batch.passages)
            report.passages_written += len(batch.passages)
        if batch.files:
            await self.collection.complete(batch.files)
        return _Batch()

    async def _finish(self, report: IngestReport) -> None:
        report.corpus_version = await self.collection.finish(self.progress)
        documents = await self.collection.documents()
        report.documents = sum(not document.base for document in documents)
        report.rivals = rivals_among(acts_of(documents))
        acts = {
            name.casefold().replace(" ", "") for document in documents for name in document.names
        }
        links = await self.collection.links()
        report.passages = links.passages
        report.references = ReferenceStats(in_force=links.in_force, acts=acts)
        for target, times in links.targets.items():
            report.references.add(target, times)


def _official_first(file: str) -> tuple[bool, str]:
    """So that names belong to official acts, whatever texts call themselves."""
    return not file.lower().endswith(".xml"), file


def _same(stored: StoredDocument, record: StoredDocument) -> bool:
    return (stored.content_hash, stored.source) == (record.content_hash, record.source)
