"""What an ingest asks of a store, and what it reports."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from lexhop.corpus.citations.references import ReferenceStats
from lexhop.state.records import Passage, Reference

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, what is being done)."""


def silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What a collection remembers of a document. `source` is the file that it came from.

    `file_hash` is "" until all documents of the file are in.
    """

    id: str
    source: str
    file_hash: str
    content_hash: str
    title: str
    act: str = ""
    names: tuple[str, ...] = ()
    language: str = "da"
    number: str = ""
    url: str = ""
    valid_from: str = ""
    valid_to: str = ""
    historic: bool = False
    passages: int = 0


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage and the keys that references to it are looked up by."""

    passage: Passage
    keys: tuple[str, ...]


class Collection(Protocol):
    """The writing side of a store.

    Readers see none of it before `finish`. What was interrupted is done again by the next ingest:
    `documents` tells what is in whole.
    """

    def writing(self) -> AbstractContextManager[None]:
        """Hold the collection for writing. Fails while another process does."""
        ...

    async def documents(self) -> list[StoredDocument]:
        """What is there. `content_hash` is "" where writing the document was interrupted."""
        ...

    async def replace(
        self, documents: Sequence[StoredDocument], passages: Sequence[StoredPassage]
    ) -> None:
        """Put `documents` with exactly these passages, whatever they had before."""
        ...

    async def remove(self, document_ids: Sequence[str]) -> None: ...

    async def complete(self, file_hashes: dict[str, str]) -> None:
        """Note that all documents of these sources are in; with "", that they may not be."""
        ...

    async def set_references(self, references: dict[str, tuple[Reference, ...]]) -> None:
        """Give passages, by id, these references in place of those they have."""
        ...

    def passages(self) -> AsyncIterator[Passage]:
        """All passages, in no particular order."""
        ...

    def keys(self) -> AsyncIterator[tuple[tuple[str, ...], bool]]:
        """(keys, repealed) of all passages."""
        ...

    def references(self) -> AsyncIterator[tuple[Reference, ...]]:
        """The outgoing references of all passages."""
        ...

    async def finish(self, progress: Progress = silent) -> str:
        """Show readers what was written; the corpus version, which is as before if nothing was.

        Where there is an embedder, what has no vector gets one first. What was embedded before an
        interruption is kept.
        """
        ...


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What an ingest did. `skipped` are files that could not be taken in, with the reason."""

    files: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages_written: int = 0
    passages: int = 0
    documents: int = 0
    references: ReferenceStats = field(default_factory=ReferenceStats)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    corpus_version: str = ""
    took_s: float = 0.0

    def skip(self, file: str, reason: str) -> None:
        self.skipped.append((file, reason))
