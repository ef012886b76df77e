"""What readers of office and web formats find in a file, and the document that it makes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from lexhop.corpus.documents import Document, TextBlock
from lexhop.corpus.formats.act_form import act_lines
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.line import Line
from lexhop.corpus.formats.prose import name_of
from lexhop.corpus.formats.provisions import Labels
from lexhop.corpus.formats.source import printable, too_large, unreadable
from lexhop.corpus.formats.statute import read_statutes
from lexhop.corpus.text.language import guess_language


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A heading, a paragraph, an item of a list, a table or a footnote, in reading order.

    `level` is a heading's, from 1; `mark` a footnote's ("1"); `page` where it begins, 0 if unknown.
    One that `goes_on` is of the same paragraph as the part before it. A table's text is a row a
    line, its cells between "|", the header first.
    """

    text: str
    kind: Literal["heading", "text", "item", "table", "note"] = "text"
    level: int = 0
    mark: str = ""
    page: int = 0
    goes_on: bool = False


def documents_of(parts: Iterable[TextPart], description: Description, path: Path) -> list[Document]:
    """The acts or the prose that the parts of a file are; footnotes become notes.

    A title in the description is only used where the text has none. Raises UnreadableDocument
    where there is no text, or too much of it, and AmendingActError for a bill or an amending act.
    """
    shown = _shown(parts, path)
    body = "".join(_as_statute_text(shown))
    lines = act_lines(body, path)
    if lines is None:
        return [_prose_with_notes(shown, description, path)]
    return _acts(description, lines, path)


def prose_of(parts: Iterable[TextPart], description: Description, path: Path) -> Document:
    """The parts as prose, whatever they quote. Raises UnreadableDocument as `documents_of` does."""
    return _prose_with_notes(_shown(parts, path), description, path)


def _shown(parts: Iterable[TextPart], path: Path) -> list[TextPart]:
    shown = list(_printable(parts, path))
    if not shown:
        raise unreadable(path, "no text in it; remove it or give the text itself")
    return shown


def _prose_with_notes(parts: Sequence[TextPart], description: Description, path: Path) -> Document:
    document = _prose([part for part in parts if part.kind != "note"], description, path)
    return replace(document, blocks=(*document.blocks, *_notes(parts)))


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as a part's text; a cell is one line, and empty rows are left out."""
    lines = [" | ".join(" ".join(cell.split()).replace("|", "/") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines if line.strip(" |"))


def _printable(parts: Iterable[TextPart], path: Path) -> Iterator[TextPart]:
    left = LIMITS.text
    for part in parts:
        lines = (" ".join(line.split()) for line in printable(part.text).split("\n"))
        text = "\n".join(filter(None, lines))
        if part.kind == "heading":
            text = text.replace("\n", " ")
        left -= len(text)
        if left < 0:
            raise unreadable(path, too_large(LIMITS.text))
        if text:
            yield replace(part, text=text)


def _as_statute_text(parts: Iterable[TextPart]) -> Iterator[str]:
    """The parts as the reader of statutes takes them: paragraphs apart, headings marked.

    A footnote is one of Markdown, on the end of the part that it stands behind.
    """
    notes = 0
    texts: list[str] = []
    for part in parts:
        if part.kind == "note":
            notes += 1
            texts.append(f"\n\n[^{notes}]: {' '.join(part.text.split())}")
            yield f"[^{notes}]"
            continue
        if not part.goes_on:
            yield from texts
            texts = []
        yield " " if part.goes_on else "\n\n"
        yield f"{'#' * min(part.level, 6)} {part.text}" if part.kind == "heading" else part.text
    yield from texts


def _acts(description: Description, lines: Sequence[Line], path: Path) -> list[Document]:
    documents = read_statutes(replace(description, title=""), lines, path)
    if documents[0].title == path.stem and description.title:
        return read_statutes(description, lines, path)
    return documents


def _notes(parts: Iterable[TextPart]) -> Iterator[TextBlock]:
    labels = Labels()
    for part in parts:
        if part.kind == "note":
            label = labels.distinct(f"note {part.mark}".strip())
            yield TextBlock(text=part.text, label=label, kind="note")


@dataclass(slots=True)
class _Block:
    """A block of prose while its parts are put together."""

    headings: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, part: TextPart, *, after: str) -> None:
        if self.texts:
            items = part.kind == after == "item"
            glue = " " if part.goes_on else "\n" if items else "\n\n"
            self.texts.append(glue)
            self.length += len(glue)
        if part.page and (not self.pages or self.pages[-1][1] != part.page):
            self.pages.append((self.length, part.page))
        self.texts.append(part.text)
        self.length += len(part.text)

    def finish(self) -> TextBlock:
        return TextBlock(text="".join(self.texts), headings=self.headings, pages=tuple(self.pages))


def _prose(parts: Sequence[TextPart], description: Description, path: Path) -> Document:
    first = next((part.text for part in parts if part.kind == "heading"), "")
    title = first or description.title or path.stem
    blocks = list(_blocks(parts, title))
    described = replace(
        description,
        id=description.id or name_of(path),
        title=title,
        language=description.language or guess_language("\n\n".join(part.text for part in parts)),
    )
    return described.document("prose", blocks=[block.finish() for block in blocks])


def _blocks(parts: Sequence[TextPart], title: str) -> Iterator[_Block]:
    """A block for each heading that has text under it, or would be lost without one."""
    above: list[TextPart] = []
    block = _Block(())
    bare: TextPart | None = None
    before = ""
    titled = False
    for part in parts:
        if part.kind != "heading":
            block.add(part, after=before)
            before, bare = part.kind, None
            continue
        if block.texts:
            yield block
        elif bare and bare.level >= part.level:
            yield _of_heading(bare, above)
        above = [each for each in above if each.level < part.level]
        if titled or part.text != title:
            above.append(part)
            bare = part
        else:
            titled = True  # each passage has the document's title anyway
        block = _Block(tuple(each.text for each in above))
        before = ""
    if block.texts:
        yield block
    elif bare or not above:
        yield _of_heading(bare or TextPart(text=title), above)


def _of_heading(heading: TextPart, above: Sequence[TextPart]) -> _Block:
    block = _Block(tuple(each.text for each in above if each is not heading))
    block.add(heading, after="")
    return block
