"""What an ingest has to do: a first reading of the files, beside what is stored."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lexhop.corpus.citations.act_names import ActNames, names_of
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_heads
from lexhop.corpus.ingest.collection import StoredDocument
from lexhop.corpus.ingest.files import file_hash, files_under

Skip = Callable[[str, str], None]
"""Called with a file that isn't taken in, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestDiff:
    """`changed` maps the files to take in to their hashes; what can't be read is not in it.

    `owners` maps the documents in them to their file, `titles` those that are prose to their
    title; `names` are those of its acts.
    """

    paths: Sequence[Path]
    files: frozenset[str]
    stored: dict[str, StoredDocument]
    changed: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, paths: Sequence[Path], stored: Iterable[StoredDocument]) -> "IngestDiff":
        """The files under `paths`, not yet looked into."""
        files = frozenset(map(str, files_under(paths)))
        return cls(paths=paths, files=files, stored={one.id: one for one in stored})

    def compare(self, salt: str, skip: Skip) -> None:
        """Fill `changed` with the files whose content isn't what is stored of them."""
        complete = {document.source: document.file_hash for document in self.stored.values()}
        for file in sorted(self.files):
            try:
                digest = file_hash(Path(file), salt)
            except UnreadableDocument as error:
                skip(file, str(error))
                continue
            if complete.get(file) != digest:
                self.changed[file] = digest

    def read(self, file: str, acts: ActNames, skip: Skip) -> None:
        """Learn what is in a changed file; tell `acts` the names of its acts.

        What can't be read, or repeats a document of another file, isn't taken in.
        """
        try:
            heads = list(read_heads(Path(file)))
            self._refuse_repeated(heads, file)
        except UnreadableDocument as error:
            skip(file, str(error))
            del self.changed[file]
            return
        for head in heads:
            self.owners[head.id] = file
            if head.form == "statute":
                self.names.update(names := act_names(head))
                acts.add(head.short_title, names)
            else:
                self.titles[head.id] = head.title

    def _refuse_repeated(self, heads: Iterable[Document], file: str) -> None:
        for head in heads:
            stored = self.stored.get(head.id)
            source = stored.source if stored else ""
            unchanged = source in self.files and source not in self.changed
            other = self.owners.get(head.id) or (source if unchanged else file)
            if other != file:
                raise UnreadableDocument(
                    f"{Path(file).name}: holds {head.id!r} as {other} does; keep one of them"
                )

    def gone(self) -> list[str]:
        """Stored documents that no file has: theirs changed, or was under a path and isn't there.

        A file that is there but can't be read keeps what it gave before.
        """
        roots = [path.resolve() for path in self.paths]
        gone = []
        for document in self.stored.values():
            source = document.source
            left = source not in self.files and any(map(Path(source).is_relative_to, roots))
            if document.id not in self.owners and (source in self.changed or left):
                gone.append(document.id)
        return gone

    def unsettled(self, gone: Iterable[str]) -> set[str]:
        """Files of which something is stored that is about to change.

        None of them may count as complete, since an ingest could be interrupted and the files be
        put back as they were.
        """
        settled = {one.source for one in self.stored.values() if one.file_hash}
        return settled & (self.changed.keys() | {self.stored[one].source for one in gone})


def act_names(document: Document) -> tuple[str, ...]:
    """All names of an act, the long ones also as they are without "m.v."; prose has none."""
    if document.form == "prose":
        return ()
    names = names_of(document.short_title, document.title, document.abbreviations)
    plain = [ActNames.base_form(name) for name in names if " " in name]
    return tuple(dict.fromkeys([*names, *plain]))
