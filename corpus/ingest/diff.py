"""Compares files with what is stored of them: what an ingest has to write and remove."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lexhop.corpus.citations.act_names import ActNames, names_of
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_heads
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.source import NothingToRead
from lexhop.corpus.ingest.collection import Refused, StoredDocument
from lexhop.corpus.ingest.files import Skip, file_hash, files_under


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestDiff:
    """`changed` maps each file to ingest to its hash; unreadable files are not in it.

    `owners` maps the ids of its documents to their file, `titles` those of prose to their title;
    `names` holds all names of its acts. `refused` files and folders were never opened, `left_out`
    ones couldn't be read, `partial` ones not all of them. `left_alone` counts files of other
    formats by their ending. `empty` has the hash of each file that holds nothing to ingest, and
    what is said of it.
    """

    paths: Sequence[Path]
    files: frozenset[str]
    refused: frozenset[str]
    trusted: bool
    stored: dict[str, StoredDocument]
    changed: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    left_alone: Counter[str] = field(default_factory=Counter)
    empty: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        paths: Sequence[Path],
        stored: Iterable[StoredDocument],
        skip: Skip,
        *,
        trusted: bool = False,
    ) -> "IngestDiff":
        """The files under `paths`, not yet read."""
        refused: set[str] = set()
        left: list[str] = []

        def refuse(file: str, reason: str) -> None:
            refused.add(file)
            skip(file, reason)

        return cls(
            paths=paths,
            files=frozenset(map(str, files_under(paths, refuse, left.append))),
            refused=frozenset(refused),
            trusted=trusted,
            stored={document.id: document for document in stored},
            left_alone=Counter(left),
        )

    def compare(self, salt: str, skip: Skip, empty: Refused) -> None:
        """Fill `changed` with the files whose hash differs from the stored one.

        Those that were `empty` before and are the same still aren't opened.
        """
        complete = {document.source: document.file_hash for document in self.stored.values()}
        for file in sorted(self.files):
            try:
                digest = file_hash(Path(file), salt)
            except UnreadableDocument as error:
                self.left_out.add(file)
                skip(file, str(error))
                continue
            if complete.get(file) == digest:
                continue
            known, problem = empty.get(file, ("", ""))
            if known == digest and file not in complete:
                self.empty[file] = known, problem
                self.left_out.add(file)
                skip(file, problem)
            else:
                self.changed[file] = digest

    def read(self, file: str, acts: ActNames, skip: Skip) -> None:
        """Read the metadata of a changed file, and add the names of its acts to `acts`.

        Skips a file that can't be read, and each of its documents that is another file's or can't
        be.
        """
        problems: list[str] = []
        try:
            heads = [
                head
                for head in read_heads(Path(file), lambda error: problems.append(str(error)))
                if not self._repeated(head, file, problems)
            ]
        except UnreadableDocument as error:
            heads, problems = [], [str(error)]
            if isinstance(error, NothingToRead):
                self.empty[file] = self.changed[file], str(error)
        for problem in problems[: LIMITS.bad_lines if heads else 1]:
            skip(file, problem)
        if len(problems) > LIMITS.bad_lines and heads:
            more = len(problems) - LIMITS.bad_lines
            skip(file, f"{Path(file).name}: {more} more of its documents; mend them too")
        if problems:
            self.partial.add(file)
        if not heads:
            self.left_out.add(file)
            del self.changed[file]
        for head in heads:
            self.owners[head.id] = file
            if head.form != "prose":
                self.names.update(names := act_names(head))
                acts.add(head.short_title, names)
            else:
                self.titles[head.id] = head.title

    def _repeated(self, head: Document, file: str, problems: list[str]) -> bool:
        """Whether another file, of this run or not, has the document; it is told if so."""
        stored = self.stored.get(head.id)
        source = stored.source if stored else ""
        elsewhere = source not in self.files and Path(source).is_file()
        unchanged = source not in self.changed and (source in self.files or elsewhere)
        if stored and unchanged and self._outranks(head, stored):
            return False
        other = self.owners.get(head.id) or (source if unchanged else file)
        if other != file:
            what = f"the document {head.id!r} is in another file too ({other}); keep one of them"
            problems.append(f"{Path(file).name}: {what}")
        return other != file

    def _outranks(self, head: Document, stored: StoredDocument) -> bool:
        """Whether a document takes the id of one of another file."""
        return (head.official or self.trusted) and not stored.as_act().trusted

    def gone(self) -> list[str]:
        """Ids of stored documents that are in no file any more.

        Their file changed, or was under one of the paths and isn't there now. A file that is there
        but can't be read keeps its documents; so does one in a folder that can't be, and one of
        which some can't be.
        """
        roots = [path.resolve() for path in self.paths]
        gone = []
        for document in self.stored.values():
            source = document.source
            left = source not in self.files and any(map(Path(source).is_relative_to, roots))
            left = left and self.refused.isdisjoint(map(str, Path(source).parents))
            emptied = source in self.changed and source not in self.partial
            if document.id not in self.owners and (emptied or left):
                gone.append(document.id)
        return gone

    def refused_now(self, before: Refused) -> Refused:
        """The empty files of this run, and those of `before` that are elsewhere and still there."""
        elsewhere = (file for file in before if file not in self.files and Path(file).is_file())
        return {**{file: before[file] for file in elsewhere}, **self.empty}

    def unsettled(self, gone: Iterable[str]) -> set[str]:
        """Files with stored documents that are about to change.

        They must not count as complete meanwhile: the ingest could be interrupted, and the files
        then be put back as they were.
        """
        settled = {document.source for document in self.stored.values() if document.file_hash}
        return settled & (
            self.changed.keys() | {self.stored[document_id].source for document_id in gone}
        )


def act_names(document: Document) -> tuple[str, ...]:
    """All names of an act and its number, long names also without "m.v."; () for prose."""
    if document.form == "prose":
        return ()
    names = names_of(document.short_title, document.title, document.abbreviations)
    names += [document.number] if document.number else []
    plain = [ActNames.base_form(name) for name in names if " " in name]
    return tuple(dict.fromkeys([*names, *plain]))
