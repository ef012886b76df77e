"""Reads RTF: its text by striprtf, its footnotes apart, what it hides left out."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.parts import TextPart, documents_of, table_text
from lexhop.corpus.formats.source import read_bytes, unreadable

_TOKEN = re.compile(
    r"\\[{}\\]|[{}]|\\(?:v(?P<off>0)?|(?P<plain>plain)|(?P<note>footnote))(?![a-z\d]) ?"
)
_BEGINNING = "{\\rtf"
_NOTE = _BEGINNING + "1\\ansi "


def read_rtf(path: Path) -> list[Document]:
    """The act or prose of the file. RTF names no headings that could be relied on."""
    if not find_spec("striprtf"):
        raise unreadable(path, "RTF is read with the extra lexhop[documents]; pip install it")
    text = read_bytes(path).decode("cp1252", "replace")
    if not text.lstrip().startswith(_BEGINNING):
        raise unreadable(path, "not RTF, though it is called so; save it again")
    return documents_of(_parts(text), Description(), path)


def _parts(text: str) -> Iterator[TextPart]:
    main, notes = _seen(text)
    for is_row, lines in groupby(_plain(main).split("\n"), key=lambda line: line.endswith("|")):
        if is_row:
            yield TextPart(kind="table", text=table_text([line[:-1].split("|") for line in lines]))
        else:
            yield from (TextPart(text=line) for line in lines)
    for number, note in enumerate(notes, start=1):
        yield TextPart(kind="note", mark=str(number), text=_plain(f"{_NOTE}{note}}}"))


def _plain(rtf: str) -> str:
    from striprtf.striprtf import rtf_to_text

    return str(rtf_to_text(rtf, errors="replace"))  # type: ignore[no-untyped-call]


def _seen(rtf: str) -> tuple[str, list[str]]:
    """The RTF without hidden text and footnotes, and the inside of each footnote."""
    main: list[str] = []
    notes: list[list[str]] = []
    groups: list[tuple[bool, list[str]]] = [(False, main)]
    at = 0
    for found in _TOKEN.finditer(rtf):
        hidden, out = groups[-1]
        if not hidden:
            out.append(rtf[at : found.start()])
        at = found.end()
        mark = found[0]
        if mark == "{":
            out.append(mark)
            groups.append((hidden, out))
        elif mark == "}":
            if len(groups) > 1:
                groups.pop()
            groups[-1][1].append(mark)
        elif found["note"]:
            notes.append([])
            groups[-1] = (hidden, notes[-1])
        elif mark[1] in "{}\\":
            out.append("" if hidden else mark)
        else:
            groups[-1] = (not (found["off"] or found["plain"]), out)
    groups[-1][1].append(rtf[at:])
    return "".join(main), ["".join(note) for note in notes]
