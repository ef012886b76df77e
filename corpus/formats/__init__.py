"""Reads documents from files, by their ending: one reader a format, one way into each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats.act_form import act_lines
from lexhop.corpus.formats.archive import archive_members, open_archive
from lexhop.corpus.formats.description import split_front_matter
from lexhop.corpus.formats.docx import read_docx
from lexhop.corpus.formats.epub import read_epub
from lexhop.corpus.formats.html import read_html
from lexhop.corpus.formats.jsonl import SkipLine, read_jsonl, refuse_line
from lexhop.corpus.formats.lexdania import read_lexdania
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.mail import read_mail
from lexhop.corpus.formats.members import Member, as_file
from lexhop.corpus.formats.odt import read_odt
from lexhop.corpus.formats.pdf import read_pdf
from lexhop.corpus.formats.prose import read_prose
from lexhop.corpus.formats.rtf import read_rtf
from lexhop.corpus.formats.seed_json import read_seed_json
from lexhop.corpus.formats.source import AmendingActError, read_text, unforeseen, unreadable
from lexhop.corpus.formats.statute import read_statutes

__all__ = ["SUFFIXES", "AmendingActError", "SkipLine", "read_documents", "read_heads"]

_OF_ONE_DOCUMENT: dict[str, Callable[[Path], Document]] = {
    ".json": read_seed_json,
    ".xml": read_lexdania,
}
_OF_DOCUMENTS: dict[str, Callable[[Path], Sequence[Document]]] = {
    ".docx": read_docx,
    ".epub": read_epub,
    ".htm": read_html,
    ".html": read_html,
    ".odt": read_odt,
    ".pdf": read_pdf,
    ".rtf": read_rtf,
    ".xhtml": read_html,
}
_TEXTS = (".md", ".txt")
_MAIL, _ARCHIVE = ".eml", ".zip"
SUFFIXES = (*_TEXTS, ".jsonl", *sorted(_OF_ONE_DOCUMENT | _OF_DOCUMENTS), _MAIL, _ARCHIVE)


def read_documents(path: Path, skip: SkipLine = refuse_line) -> Iterator[Document]:
    """The documents of one file, read as they are asked for.

    Raises AmendingActError for an act that is refused, and UnreadableDocument, its base, for
    whatever else is wrong with a file; each says on one line where, what and what to do. Of a file
    with a document a line, those that are wrong go to `skip`.
    """
    yield from _read(path, skip, 0)


def _read(path: Path, skip: SkipLine, depth: int) -> Iterator[Document]:
    try:
        yield from _documents(path, skip, depth)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise unreadable(path, unforeseen(error)) from error


def _documents(path: Path, skip: SkipLine, depth: int) -> Iterator[Document]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        yield from read_jsonl(path, skip)
    elif suffix == _MAIL:
        mail, attached = read_mail(path)
        yield mail
        for document in _within(path, attached, skip, depth, {mail.id}):
            yield replace(document, official=False)  # whoever wrote may have sent anything
    elif suffix == _ARCHIVE:
        with open_archive(path) as archive:
            yield from _within(path, archive_members(archive, skip, SUFFIXES), skip, depth, set())
    elif suffix in _TEXTS:
        yield from _read_text(path)
    elif read_all := _OF_DOCUMENTS.get(suffix):
        yield from read_all(path)
    elif read := _OF_ONE_DOCUMENT.get(suffix):
        yield read(path)
    else:
        known = ", ".join(SUFFIXES)
        raise UnreadableDocument(f"{path.name}: not a format that is read; use one of {known}")


def _within(
    path: Path, members: Iterable[Member], skip: SkipLine, depth: int, ids: set[str]
) -> Iterator[Document]:
    """The documents of files within a file; what is wrong with one goes to `skip`.

    `ids` are those of the documents that were read of it. Members of other formats are passed over:
    an ingest counts them.
    """
    for member in members:
        if member.suffix not in SUFFIXES:
            continue
        if depth == LIMITS.depth:
            skip(unreadable(path, "what is in it is packed too deeply; unpack it"))
            return
        with as_file(member) as file:

            def told(problem: UnreadableDocument) -> None:
                skip(unreadable(path, str(problem)))

            try:
                for document in _read(file, told, depth + 1):
                    if document.id in ids:
                        problem = f"the document {document.id!r} is in it twice ({member.name})"
                        skip(unreadable(path, f"{problem}; rename one"))
                    else:
                        ids.add(document.id)
                        yield document
            except UnreadableDocument as problem:
                told(problem)


def read_heads(path: Path, skip: SkipLine = refuse_line) -> Iterator[Document]:
    """The documents of one file without their text. Raises as `read_documents` does."""
    if path.suffix.lower() == ".json":
        yield read_seed_json(path, text=False)
    else:
        for document in read_documents(path, skip):
            yield replace(document, provisions=(), blocks=())


def _read_text(path: Path) -> Sequence[Document]:
    """The acts of a file that says that it is one or has the form of one, else prose."""
    description, body = split_front_matter(read_text(path), path)
    declared = bool(description.short_title or description.number)
    lines = act_lines(body, path, declared=declared)
    if lines is None:
        return [read_prose(description, body, path)]
    return read_statutes(description, lines, path)
