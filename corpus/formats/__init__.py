"""Reads documents from files: LexDania XML, statutes and prose as Markdown or text, JSON, HTML."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats.description import split_front_matter
from lexhop.corpus.formats.docx import read_docx
from lexhop.corpus.formats.html import read_html
from lexhop.corpus.formats.jsonl import SkipLine, read_jsonl, refuse_line
from lexhop.corpus.formats.lexdania import read_lexdania
from lexhop.corpus.formats.pdf import read_pdf
from lexhop.corpus.formats.prose import read_prose
from lexhop.corpus.formats.seed_json import read_seed_json
from lexhop.corpus.formats.source import AmendingActError, read_text, unforeseen, unreadable
from lexhop.corpus.formats.statute import read_statute
from lexhop.corpus.formats.statute_lines import has_provisions

__all__ = ["SUFFIXES", "AmendingActError", "SkipLine", "read_documents", "read_heads"]

_OF_ONE_DOCUMENT: dict[str, Callable[[Path], Document]] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".json": read_seed_json,
    ".pdf": read_pdf,
    ".xhtml": read_html,
    ".xml": read_lexdania,
}
_TEXTS = (".md", ".txt")
SUFFIXES = (*_TEXTS, ".jsonl", *_OF_ONE_DOCUMENT)


def read_documents(path: Path, skip: SkipLine = refuse_line) -> Iterator[Document]:
    """The documents of one file, read as they are asked for.

    Raises AmendingActError for an act that is refused, and UnreadableDocument, its base, for
    whatever else is wrong with a file; each says on one line where, what and what to do. Of a file
    with a document a line, those that are wrong go to `skip`.
    """
    try:
        yield from _documents(path, skip)
    except UnreadableDocument:
        raise
    except Exception as error:
        raise unreadable(path, unforeseen(error)) from error


def _documents(path: Path, skip: SkipLine) -> Iterator[Document]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        yield from read_jsonl(path, skip)
    elif suffix in _TEXTS:
        yield _read_text_document(path)
    elif read := _OF_ONE_DOCUMENT.get(suffix):
        yield read(path)
    else:
        known = ", ".join(SUFFIXES)
        raise UnreadableDocument(f"{path.name}: not a format that is read; use one of {known}")


def read_heads(path: Path, skip: SkipLine = refuse_line) -> Iterator[Document]:
    """The documents of one file without their text. Raises as `read_documents` does."""
    if path.suffix.lower() == ".json":
        yield read_seed_json(path, text=False)
    else:
        for document in read_documents(path, skip):
            yield replace(document, provisions=(), blocks=())


def _read_text_document(path: Path) -> Document:
    """An act where the file says so or has lines that begin with "§ 1.", else prose."""
    description, body = split_front_matter(read_text(path), path)
    if description.short_title or description.number or has_provisions(body):
        return read_statute(description, body, path)
    return read_prose(description, body, path)
