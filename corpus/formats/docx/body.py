"""The parts of a Word document's body, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexhop.corpus.formats.docx.numbering import Numbering
from lexhop.corpus.formats.docx.styles import Styles
from lexhop.corpus.formats.parts import TextPart, table_text
from lexhop.corpus.formats.provisions import MARKER, SUBSECTION
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NO_TEXT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "rt"})
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_OFF = ("0", "false", "off")


@dataclass(slots=True)
class DocxBody:
    """Reads one body. Deleted, moved and hidden text is left out; notes follow their paragraph."""

    styles: Styles
    numbering: Numbering
    notes: "dict[str, Element | None]"
    _texts: dict[tuple[str, str], str] = field(default_factory=dict)
    _count: int = 0

    def parts(self, body: "Element") -> Iterator[TextPart]:
        for kind, root in self.notes.items():
            for note in root.iter(kind) if root is not None else ():
                if not attribute(note, "type"):  # else the line between text and notes
                    self._texts[kind, attribute(note, "id")] = _plain_text(note)
        yield from self._flow(body)

    def _flow(self, container: "Element") -> Iterator[TextPart]:
        for child in container:
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from self._table(child)
            elif child.tag not in _NO_TEXT:
                yield from self._flow(child)

    def _paragraph(self, paragraph: "Element") -> Iterator[TextPart]:
        properties = paragraph.find("pPr")
        text = _plain_text(paragraph)
        if text.strip():
            yield self._part(text, properties)
        yield from self._notes_of(paragraph)
        for box in _boxes(paragraph):
            yield from self._flow(box)

    def _part(self, text: str, properties: "Element | None") -> TextPart:
        label = self.numbering.next(*self.styles.number(properties))
        text = f"{label} {text.strip()}".strip()
        if level := self.styles.level(properties):
            return TextPart(kind="heading", level=level, text=text)
        divides = MARKER.match(text) or SUBSECTION.match(text)
        return TextPart(kind="item" if label and not divides else "text", text=text)

    def _notes_of(self, element: "Element") -> Iterator[TextPart]:
        for child in _shown(element):
            kind = child.tag.removesuffix("Reference")
            text = self._texts.pop((kind, attribute(child, "id")), "") if kind != child.tag else ""
            if text:
                self._count += 1
                yield TextPart(kind="note", mark=str(self._count), text=text)

    def _table(self, table: "Element") -> Iterator[TextPart]:
        """A table of data as one part; one of a single row or column only lays out its text."""
        rows = [[cell for cell in row if cell.tag == "tc"] for row in _rows(table)]
        nested = any(cell.find(".//tbl") is not None for row in rows for cell in row)
        if nested or len(rows) < 2 or max(map(len, rows)) < 2:
            for row in rows:
                for cell in row:
                    yield from self._flow(cell)
            return
        cells = [[self._cell_text(cell) for cell in row] for row in rows]
        yield TextPart(kind="table", text=table_text(cells))
        yield from self._notes_of(table)

    def _cell_text(self, cell: "Element") -> str:
        shown = []
        for paragraph in cell.iter("p"):
            label = self.numbering.next(*self.styles.number(paragraph.find("pPr")))
            shown.append(f"{label} {_plain_text(paragraph)}".strip())
        return " ".join(shown)


def _rows(table: "Element") -> Iterator["Element"]:
    for child in table:
        if child.tag == "tr" and child.find("trPr/del") is None:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(child)


def _plain_text(element: "Element") -> str:
    """The text of a paragraph, or of the paragraphs of a note, a line each."""
    text: list[str] = []
    for child in _shown(element):
        if child.tag == "t":
            text.append(child.text or "")
        elif child.tag == "p" and text:
            text.append("\n")
        elif child.tag in _SIGNS:
            text.append(_SIGNS[child.tag])
    return "".join(text).strip()


def _shown(element: "Element") -> Iterator["Element"]:
    """What stands under an element without what a reader doesn't see, and without text boxes."""
    for child in element:
        if child.tag in _NO_TEXT or child.tag == "txbxContent" or not isinstance(child.tag, str):
            continue
        if child.tag == "r" and _is_hidden(child):
            continue
        yield child
        yield from _shown(child)


def _is_hidden(run: "Element") -> bool:
    vanish = run.find("rPr/vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF


def _boxes(paragraph: "Element") -> Iterator["Element"]:
    for child in paragraph:
        if child.tag == "txbxContent":
            yield child
        elif child.tag not in _NO_TEXT:
            yield from _boxes(child)
