"""Reads JSON Lines: a document a line, with "id", "text" and metadata."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import describe
from lexhop.corpus.formats.prose import read_prose
from lexhop.corpus.formats.source import (
    amending_act,
    decode,
    one_line,
    open_file,
    place,
    printable,
    unreadable,
)
from lexhop.corpus.formats.statute import read_statute
from lexhop.corpus.formats.statute_lines import has_provisions
from lexhop.corpus.formats.titles import is_amending


def read_jsonl(path: Path) -> Iterator[Document]:
    """The documents, a line at a time; the file is never whole in memory.

    Raises UnreadableDocument at the first line that is no document or repeats an id.
    """
    lines_of: dict[str, int] = {}
    try:
        with open_file(path) as file:
            for number, raw in enumerate(file, start=1):
                text = decode(raw, path, line=number)
                if not text.strip():
                    continue
                document = _document(_values(text, path, number), path, number)
                first = lines_of.setdefault(document.id, number)
                if first != number:
                    problem = (
                        f'the id "{document.id}" is also that of line {first}; make ids differ'
                    )
                    raise unreadable(path, problem, line=number)
                yield document
    except OSError as error:
        raise unreadable(path, f"can't be opened ({error.strerror}); check the file") from error
    if not lines_of:
        raise unreadable(path, "the file is empty; remove it or put its documents back")


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
    if description.short_title and has_provisions(text):
        if is_amending(description.title):
            raise amending_act(path, description.title, line=number)
        return read_statute(description, text, path)
    titled = replace(description, title=description.title or one_line(description.id))
    return read_prose(titled, text, path)
