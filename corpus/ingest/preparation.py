"""From files to stored documents and passages: the part of an ingest that worker processes do."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lexhop.corpus.amendments.citing import instruction_references, own_sections
from lexhop.corpus.chunking import ChunkSizes, passages_of, provision_label
from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.prose_references import ProseReferences
from lexhop.corpus.citations.references import expand, keys_of, with_references
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.formats.source import unforeseen, unreadable
from lexhop.corpus.ingest.collection import StoredDocument, StoredPassage
from lexhop.corpus.ingest.diff import act_names
from lexhop.corpus.ingest.lineage import amended_keys, left_out_of
from lexhop.corpus.text.tokens import TokenCounter

PIPELINE = "10"
"""Version of this code: raise it when the same file gives other passages, to renew stored ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A document of `file` with its passages, or the end of the file, or why it can't be read."""

    file: str
    document: StoredDocument | None = None
    passages: Sequence[StoredPassage] = ()
    problem: str = ""

    @property
    def ends(self) -> bool:
        return not (self.document or self.problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """Cuts documents into passages and finds the references in their texts."""

    acts: ActNames
    titles: TitleIndex
    tokens: TokenCounter
    sizes: ChunkSizes
    trusted: bool = False

    def parts_of(self, file: str) -> Iterator[Part]:
        """The documents of a file as they are read, then a part that marks the file's end.

        A document that fails is a problem of its own; then the file doesn't end. Lines that are
        left out were told of when names were read.
        """
        whole = True
        try:
            for document in read_documents(Path(file), _left_out):
                part = self._part_of(document, file)
                whole = whole and not part.problem
                yield part
        except UnreadableDocument as error:
            yield Part(file=file, problem=str(error))
            return
        if whole:
            yield Part(file=file)

    def _part_of(self, document: Document, file: str) -> Part:
        try:
            record, passages = self(document, file)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are ingested
            problem = unreadable(Path(file), f"{document.id}: {unforeseen(error)}")
            return Part(file=file, problem=str(problem))
        return Part(file=file, document=record, passages=passages)

    def __call__(self, document: Document, file: str) -> tuple[StoredDocument, list[StoredPassage]]:
        names = act_names(document)
        sections = tuple(provision.section for provision in document.provisions)
        covered = {
            f"{document.short_title} {provision_label(provision)}": expand(
                provision.section, provision.last, sections
            )
            for provision in document.provisions
        }
        instructions = instruction_references(document, self.acts)
        if document.form == "amendment":
            covered |= {name: list(own) for name, own in own_sections(document).items()}
        prose_references = ProseReferences(self.acts, self.titles)
        passages = []
        for passage in passages_of(document, self.sizes, self.tokens):
            if document.form == "statute":
                linked = with_references(passage, self.acts, sections)
            elif document.form == "amendment":
                linked = replace(passage, references=instructions.get(passage.provision, ()))
            else:
                linked = replace(passage, references=prose_references(passage))
            keys = keys_of(passage, names, covered.get(passage.provision, ()))
            passages.append(StoredPassage(linked, keys))
        record = _record(document, file, names, passages, trusted=self.trusted)
        return record, passages


def _left_out(_problem: UnreadableDocument) -> None:
    """The first reading has named the line."""


def _record(
    document: Document,
    file: str,
    names: tuple[str, ...],
    passages: Sequence[StoredPassage],
    *,
    trusted: bool,
) -> StoredDocument:
    record = StoredDocument(
        id=document.id,
        source=file,
        file_hash="",
        content_hash="",
        title=document.title,
        act=document.short_title if document.form != "prose" else "",
        names=names,
        language=document.language,
        number=document.number,
        url=document.url,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        historic=document.historic,
        official=document.official,
        trusted=trusted,
        passages=len(passages),
        amends=tuple(dict.fromkeys(key for each in document.amends for key in amended_keys(each))),
        left_out=left_out_of(document.blocks),
        base=document.base,
    )
    digest = hashlib.sha256(f"{PIPELINE} {replace(record, source='')}".encode())
    for stored in passages:
        digest.update(f"{replace(stored.passage, references=())} {stored.keys}\n".encode())
    return replace(record, content_hash=digest.hexdigest()[:24])
