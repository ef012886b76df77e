"""Makes the unofficial versions of acts that pending amending acts give, and removes stale ones."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lexhop.corpus.amendments.consolidating import Amending, versions_of
from lexhop.corpus.citations.numbered_acts import number_key
from lexhop.corpus.documents import AmendedAct, Document, Instruction, UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.formats.source import unforeseen, unreadable
from lexhop.corpus.ingest.collection import (
    Collection,
    StoredDocument,
    StoredPassage,
    Unofficial,
)
from lexhop.corpus.ingest.lineage import Pending, amended_in, fits, pending_changes
from lexhop.corpus.ingest.preparation import PIPELINE, Preparation

Skip = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class UnofficialVersions:
    """Keeps the unofficial versions in `collection` to its consolidated and amending acts.

    Both are read again from their files, but only where one of them changed.
    """

    collection: Collection
    prepare: Preparation
    skip: Skip
    made: Unofficial = field(default_factory=Unofficial)

    async def __call__(self) -> Unofficial:
        documents = [one for one in await self.collection.documents() if one.content_hash]
        stored: dict[str, list[StoredDocument]] = {}
        for document in documents:
            if document.base:
                stored.setdefault(document.base, []).append(document)
        wanted = {pending.base.id: pending for pending in pending_changes(documents)}
        trusted = [one for one in documents if one.as_act().trusted]
        amended = frozenset(key for one in trusted for key in one.amends)
        for base, versions in stored.items():
            if base not in wanted:
                await self._remove(versions)
        for base, pending in wanted.items():
            made_of = await asyncio.to_thread(_made_of, pending, amended)
            before = stored.get(base, [])
            marks = {(one.made_of, one.file_hash) for one in before}
            if marks != {(f"{made_of}/{len(before)}", pending.base.file_hash)}:
                await self._make(pending, made_of, before, amended)
        return self.made

    async def _remove(self, versions: Sequence[StoredDocument]) -> None:
        if versions:
            await self.collection.remove([version.id for version in versions])
            self.made.removed += len(versions)

    async def _make(
        self,
        pending: Pending,
        made_of: str,
        before: Sequence[StoredDocument],
        amended: frozenset[str],
    ) -> None:
        made = await asyncio.to_thread(self._versions, pending, amended)
        if made is None:
            return
        ids = {record.id for record, _ in made}
        await self._remove([version for version in before if version.id not in ids])
        if not made:
            return
        records = [replace(record, made_of=f"{made_of}/{len(made)}") for record, _ in made]
        passages = [passage for _, some in made for passage in some]
        await self.collection.replace(records, passages)
        await self.collection.complete({pending.base.source: pending.base.file_hash})
        self.made.versions += len(made)
        last = [stored.passage for stored in made[-1][1]]
        waiting = {label for passage in last for label in passage.pending}
        applied = {label for passage in last for label in passage.changed_by}
        self.made.applied += len(applied - waiting)
        self.made.pending += len(waiting)

    def _versions(
        self, pending: Pending, amended: frozenset[str]
    ) -> list[tuple[StoredDocument, list[StoredPassage]]] | None:
        """The versions of an act; None, told of, where they can't be made, so that others are."""
        base = self._document(pending.base)
        if base is None:
            return None
        try:
            amendings = list(self._amendings(pending, amended))
            return [
                self._prepared(version, pending.base)
                for version in versions_of(base, amendings, until=pending.until)
            ]
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are made
            source = Path(pending.base.source)
            problem = f"{base.id}: changes of it can't be applied: {unforeseen(error)}"
            self.skip(pending.base.source, str(unreadable(source, problem)))
            return None

    def _prepared(
        self, version: Document, base: StoredDocument
    ) -> tuple[StoredDocument, list[StoredPassage]]:
        record, passages = self.prepare(version, base.source)
        return replace(record, trusted=base.trusted or base.official, left_out=()), passages

    def _amendings(self, pending: Pending, amended: frozenset[str]) -> Iterator[Amending]:
        for record in pending.acts:
            act = self._document(record) or _unknown(record, pending.base)
            settled = number_key(record.number) not in amended
            for part in amended_in(act, pending.base):
                yield Amending(act, part, settled=settled and fits(part, record, pending))

    def _document(self, record: StoredDocument) -> Document | None:
        """The document of a stored one, read again; None, told of, where that can't be done."""
        try:
            for document in read_documents(Path(record.source), _told_before):
                if document.id == record.id:
                    return document
        except UnreadableDocument as error:
            self.skip(record.source, str(error))
            return None
        self.skip(record.source, f"{Path(record.source).name}: {record.id} isn't in it any more")
        return None


def _unknown(record: StoredDocument, base: StoredDocument) -> Document:
    """An amending act whose instructions aren't at hand: they may be about any provision."""
    unread = AmendedAct(
        section="1", lead="", name=base.act, instructions=(Instruction(number="", text=""),)
    )
    return Document(
        id=record.id, title=record.title, form="amendment", short_title=record.act,
        announced=record.valid_from, amends=(unread,),
    )  # fmt: skip


def _told_before(_problem: UnreadableDocument) -> None:
    """The first reading has named what is left out of a file."""


def _made_of(pending: Pending, amended: frozenset[str]) -> str:
    """Tells whether anything that the unofficial versions are made of is another than before."""
    parts = [PIPELINE, pending.until, pending.base.content_hash]
    for act in pending.acts:
        at_hand = Path(act.source).is_file()
        parts.append(f"{act.content_hash} {number_key(act.number) in amended} {at_hand}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
