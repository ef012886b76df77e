"""The store's port for ingest, and the report of an ingest."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol

from lexhop.corpus.citations.references import ReferenceStats
from lexhop.corpus.claims import Rivals
from lexhop.state.records import Act, Passage, Reference

Refused = Mapping[str, tuple[str, str]]
"""The hash of each file that holds nothing to ingest, and what is said of it."""

Progress = Callable[[int, int, str], None]
"""Called with (steps done, steps in all, what is being done)."""


def silent(_done: int, _total: int, _what: str) -> None:
    """Ignores progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What a collection stores of a document. `source` is the path of its file.

    `file_hash` is "" until all documents of the file are written. `official` is what its format
    says, `trusted` that it was given as trusted. An amending act has in `amends` the names and
    numbers of the acts that it changes, a consolidated one in `left_out` the numbers of acts that
    it says aren't in it. An unofficial version is of `base`, and `made_of` tells whether that and
    its amending acts are as they were.
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
    official: bool = False
    trusted: bool = False
    passages: int = 0
    amends: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    base: str = ""
    made_of: str = ""

    def as_act(self) -> Act:
        return Act(
            document_id=self.id,
            name=self.act,
            names=self.names,
            title=self.title,
            number=self.number,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            historic=self.historic,
            file=PurePath(self.source).name,
            trusted=self.official or self.trusted,
            base=self.base,
            amending=bool(self.amends),
        )


def acts_of(documents: Iterable[StoredDocument]) -> list[Act]:
    """The acts among `documents` that are whole, trusted ones first: a name is the first one's."""
    whole = [one.as_act() for one in documents if one.act and one.content_hash]
    return sorted(whole, key=lambda act: (not act.trusted, act.document_id))


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage and the lookup keys that references find it by."""

    passage: Passage
    keys: tuple[str, ...]


@dataclass(slots=True)
class Unofficial:
    """The unofficial versions that an ingest made or renewed, and removed.

    In the last of each act so many instructions are `applied`. Those `pending` are said at their
    provisions, which keep their text.
    """

    versions: int = 0
    applied: int = 0
    pending: int = 0
    removed: int = 0


@dataclass(slots=True)
class Links:
    """How the passages of a collection lead to each other, all together.

    `in_force` says of each key whether any passage under it is in force, `targets` counts the
    references to each target.
    """

    passages: int = 0
    in_force: dict[str, bool] = field(default_factory=dict)
    targets: Counter[str] = field(default_factory=Counter)


async def links_of(collection: "Collection") -> Links:
    """The links of a collection that keeps no counts: all of its passages are read."""
    links = Links()
    async for keys, repealed in collection.keys():
        links.passages += 1
        for key in keys:
            links.in_force[key] = links.in_force.get(key, False) or not repealed
    async for references in collection.references():
        links.targets.update(reference.target for reference in references)
    return links


class Collection(Protocol):
    """The writing side of a store.

    Readers see no change before `finish`. A run begins with `recover`, so that `finish` publishes
    whole documents only, and stands between `begin` and `end`: what began and didn't end was cut
    short, and a run over the same paths does the rest.
    """

    def writing(self) -> AbstractContextManager[None]:
        """Lock the collection for writing. Fails while another process holds it."""
        ...

    async def refused(self) -> Refused:
        """What `keep_refused` was last given; nothing where it is lost."""
        ...

    async def keep_refused(self, refused: Refused) -> None:
        """Remember files that hold nothing to ingest, so that they needn't be read again.

        A collection that was never written may forget them.
        """
        ...

    async def recover(self) -> None:
        """Take back documents that are half written: to what readers see of them, or nothing."""
        ...

    async def begin(self, paths: Sequence[str]) -> None:
        """Note that a run over `paths` is about to write."""
        ...

    async def end(self, paths: Sequence[str]) -> None:
        """A run over `paths` is through; earlier ones under them are completed by it."""
        ...

    async def unfinished(self) -> tuple[str, ...]:
        """The paths of runs that began and didn't end."""
        ...

    async def documents(self) -> list[StoredDocument]:
        """All stored documents; `content_hash` is "" where writing one was interrupted."""
        ...

    async def replace(
        self, documents: Sequence[StoredDocument], passages: Sequence[StoredPassage]
    ) -> None:
        """Write `documents` with exactly these passages in place of all that they had."""
        ...

    async def remove(self, document_ids: Sequence[str]) -> None: ...

    async def complete(self, file_hashes: dict[str, str]) -> None:
        """Set the file hash of all documents of these sources; "" marks a source as incomplete."""
        ...

    async def set_references(self, references: dict[str, tuple[Reference, ...]]) -> None:
        """Replace the references of passages, by passage id."""
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

    async def links(self) -> Links:
        """The links of all passages, as of the last `finish`."""
        ...

    async def finish(self, progress: Progress = silent) -> str:
        """Publish what was written; the corpus version, which is unchanged if nothing was written.

        With an embedder, passages without a vector are embedded first. Vectors made before an
        interruption are kept.
        """
        ...


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """Counts of an ingest. `skipped` has (file, reason) for what could not be ingested of files.

    `left_out` of the `files` gave nothing; `left_alone` counts those of other formats by ending.
    `completed` are the paths of earlier runs that were cut short and are made up for by this one,
    `unfinished` those that still aren't. `rivals` are documents that claim one act.
    """

    files: int = 0
    left_out: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    passages_written: int = 0
    passages: int = 0
    documents: int = 0
    references: ReferenceStats = field(default_factory=ReferenceStats)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    unofficial: Unofficial = field(default_factory=Unofficial)
    rivals: list[Rivals] = field(default_factory=list)
    left_alone: Counter[str] = field(default_factory=Counter)
    completed: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    corpus_version: str = ""
    took_s: float = 0.0

    def skip(self, file: str, reason: str) -> None:
        self.skipped.append((file, reason))
