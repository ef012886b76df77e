"""Reads JSON Lines: a document a line, with "id", "text" and metadata."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats.act_form import has_provisions
from lexhop.corpus.formats.description import describe
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.prose import read_prose
from lexhop.corpus.formats.source import (
    amending_act,
    decode,
    one_line,
    open_file,
    place,
    printable,
    too_large,
    unforeseen,
    unreadable,
)
from lexhop.corpus.formats.statute import read_statute
from lexhop.corpus.formats.statute_lines import statute_lines
from lexhop.corpus.formats.titles import is_amending

SkipLine = Callable[[UnreadableDocument], None]
"""Called with what is wrong with a line, which is then left out."""


def refuse_line(problem: UnreadableDocument) -> None:
    """Refuses the file for one line."""
    raise problem


def read_jsonl(path: Path, skip: SkipLine = refuse_line) -> Iterator[Document]:
    """The documents, a line at a time; neither the file nor a long line is ever whole in memory.

    Lines that are no document, or repeat an id, go to `skip`.
    """
    lines_of: dict[str, int] = {}
    empty = True
    try:
        with open_file(path) as file:
            for number, raw in enumerate(_lines(file), start=1):
                try:
                    document = _read(raw, path, number)
                    if document is None:
                        continue
                    empty = False
                    _refuse_repeated(document, lines_of, path, number)
                except UnreadableDocument as problem:
                    empty = False
                    skip(problem)
                else:
                    yield document
    except OSError as error:
        raise unreadable(path, f"can't be opened ({error.strerror}); check the file") from error
    if empty:
        raise unreadable(path, "the file is empty; remove it or put its documents back")


def _lines(file: BufferedReader) -> Iterator[bytes | None]:
    """The lines, None for one that is longer than a document may be."""
    while raw := file.readline(LIMITS.text + 1):
        if len(raw) <= LIMITS.text or raw.endswith(b"\n"):
            yield raw
            continue
        while (more := file.readline(LIMITS.text)) and not more.endswith(b"\n"):
            pass
        yield None


def _read(raw: bytes | None, path: Path, number: int) -> Document | None:
    """The document in a line, None for a blank one. Whatever goes wrong is of that line."""
    if raw is None:
        raise unreadable(path, too_large(LIMITS.text), line=number)
    try:
        text = decode(raw, path, line=number)
        return _document(_values(text, path, number), path, number) if text.strip() else None
    except UnreadableDocument:
        raise
    except Exception as error:
        raise unreadable(path, unforeseen(error), line=number) from error


def _refuse_repeated(document: Document, lines_of: dict[str, int], path: Path, number: int) -> None:
    first = lines_of.setdefault(document.id, number)
    if first != number:
        problem = f'the id "{document.id}" is also that of line {first}; make ids differ'
        raise unreadable(path, problem, line=number)


def _values(text: str, path: Path, number: int) -> Mapping[str, object]:
    shape = 'write one object a line: {"id": "...", "title": "...", "text": "..."}'
    try:
        values = json.loads(text)
        if "\\u" in text:
            json.dumps(values, ensure_ascii=False).encode()  # a lone surrogate can't be stored
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg}, column {error.colno}); {shape}"
        raise unreadable(path, problem, line=number) from error
    except (ValueError, RecursionError) as error:
        raise unreadable(path, f"not readable as JSON; {shape}", line=number) from error
    if not isinstance(values, dict):
        raise unreadable(path, f"not an object; {shape}", line=number)
    for key in ("id", "text"):
        if values.get(key) is None:
            raise unreadable(path, f'"{key}" is missing; {shape}', line=number)
    if not isinstance(values["text"], str):
        raise unreadable(path, f'"text" is not a text; {shape}', line=number)
    return values


def _document(values: Mapping[str, object], path: Path, number: int) -> Document:
    text = printable(str(values["text"]))
    description = describe(values, place(path, number))
    if not description.id:
        raise unreadable(path, '"id" is blank; give each document one', line=number)
    if description.short_title and has_provisions(statute_lines(text)):
        if is_amending(description.title):
            raise amending_act(path, description.title, line=number)
        return read_statute(description, text, path)
    titled = replace(description, title=description.title or one_line(description.id))
    return read_prose(titled, text, path)
