"""The parts of an OpenDocument text's body, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexhop.corpus.formats.odt.styles import OdtStyles
from lexhop.corpus.formats.parts import TextPart, table_text
from lexhop.corpus.formats.provisions import MARKER, SUBSECTION
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NO_TEXT = frozenset(
    """tracked-changes annotation annotation-end sequence-decls variable-decls forms note
    hidden-text table-of-content text-box ruby-text""".split()  # noqa: SIM905 (readable)
)
_TITLE = "Title"
_MOST_SPACES = 100


@dataclass(slots=True)
class OdtBody:
    """Reads one body; notes follow their paragraph."""

    styles: OdtStyles
    _counts: dict[tuple[str, int], int] = field(default_factory=dict)
    _notes: int = 0

    def parts(self, container: "Element") -> Iterator[TextPart]:
        for child in container:
            if child.tag in ("p", "h"):
                yield from self._paragraph(child, "")
            elif child.tag == "list":
                yield from self._list(child, attribute(child, "style-name"), 1)
            elif child.tag == "table":
                yield from self._table(child)
            elif child.tag not in _NO_TEXT or child.tag == "text-box":
                yield from self.parts(child)

    def _paragraph(self, paragraph: "Element", mark: str) -> Iterator[TextPart]:
        text = self._text(paragraph)
        if text and attribute(paragraph, "style-name") not in self.styles.hidden:
            yield self._part(paragraph, f"{mark} {text}".strip(), listed=bool(mark))
        for note in paragraph.iter("note"):
            self._notes += 1
            body = note.find("note-body")
            lines = [self._text(each) for each in body.iter("p")] if body is not None else []
            yield TextPart(kind="note", mark=str(self._notes), text="\n".join(lines))
        for box in paragraph.iter("text-box"):
            yield from self.parts(box)

    def _part(self, paragraph: "Element", text: str, *, listed: bool) -> TextPart:
        if paragraph.tag == "h":
            level = attribute(paragraph, "outline-level")
            return TextPart(kind="heading", level=int(level) if level.isdecimal() else 1, text=text)
        if attribute(paragraph, "style-name") == _TITLE:
            return TextPart(kind="heading", level=1, text=text)
        divides = MARKER.match(text) or SUBSECTION.match(text)
        return TextPart(kind="item" if listed and not divides else "text", text=text)

    def _list(self, listed: "Element", style: str, level: int) -> Iterator[TextPart]:
        key = (style, level)
        goes_on = attribute(listed, "continue-numbering") == "true"
        if not (goes_on or attribute(listed, "continue-list")):
            self._counts[key] = 0
        for item in listed:
            if item.tag not in ("list-item", "list-header"):
                continue
            mark = ""
            if item.tag == "list-item":
                mark = self.styles.mark(style, level, self._counts.get(key, 0))
                self._counts[key] = self._counts.get(key, 0) + 1
            for child in item:
                if child.tag == "list":
                    own = attribute(child, "style-name") or style
                    yield from self._list(child, own, level + 1)
                elif child.tag in ("p", "h"):
                    yield from self._paragraph(child, mark)
                    mark = ""

    def _table(self, table: "Element") -> Iterator[TextPart]:
        """A table of data as one part; one of a single row or column only lays out its text."""
        rows = [[cell for cell in row if cell.tag == "table-cell"] for row in _rows(table)]
        nested = any(each is not table for each in table.iter("table"))
        if nested or len(rows) < 2 or max(map(len, rows)) < 2:
            for cell in (cell for row in rows for cell in row):
                yield from self.parts(cell)
            return
        yield TextPart(
            kind="table", text=table_text([list(map(self._cell_text, row)) for row in rows])
        )

    def _cell_text(self, cell: "Element") -> str:
        return " ".join(self._text(each) for each in cell.iter("p", "h"))

    def _text(self, element: "Element") -> str:
        return "".join(self._pieces(element)).strip()

    def _pieces(self, element: "Element") -> Iterator[str]:
        yield element.text or ""
        for child in element:
            if child.tag == "s":
                count = attribute(child, "c")
                yield " " * min(_MOST_SPACES, int(count) if count.isdecimal() else 1)
            elif child.tag == "tab":
                yield " "
            elif child.tag == "line-break":
                yield "\n"
            elif child.tag not in _NO_TEXT and not self._is_hidden(child):
                yield from self._pieces(child)
            yield child.tail or ""

    def _is_hidden(self, span: "Element") -> bool:
        return attribute(span, "style-name") in self.styles.hidden


def _rows(table: "Element") -> Iterator["Element"]:
    """The rows of a table itself, not of those within."""
    for child in table:
        if child.tag == "table-row":
            yield child
        elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)
