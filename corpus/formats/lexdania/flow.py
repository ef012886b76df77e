"""Turns LexDania elements into printed lines: paragraphs, numbered items, table rows."""

from html import unescape
from typing import TYPE_CHECKING

from lexhop.corpus.documents import Note
from lexhop.corpus.formats.source import one_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_JOINED = tuple(",.;:!?)»”")


class Flow:
    """Prints elements a line a paragraph, item or table row, and collects footnotes in `notes`.

    A "Linea" is a sentence, so those of one "Exitus" share a line. What follows a number
    ("Explicatus") stands on the number's line. Unknown elements are printed as paragraphs, so that
    no text is lost because an element is new.
    """

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._lines: list[str] = []
        self._line = ""
        self._numbered = False  # the line holds a number and waits for its text

    def lines(self) -> list[str]:
        """All lines so far; ends the running one."""
        self._end_line()
        return self._lines

    def text(self) -> str:
        return "\n".join(self.lines())

    def take(self, element: "Element") -> None:
        """Print an element after what is there."""
        if element.tag == "Nota":
            self._take_note(element)
        elif element.tag == "Table":
            self._end_line()
            self._take_table(element)
        elif element.tag in {"Linea", "Char"}:
            self._add(self._inline(element))
        elif element.tag == "Explicatus":
            self._end_line()
            self._add(self._inline(element))
            self._numbered = bool(self._line)
        else:
            self._take_paragraph(element)

    def _take_paragraph(self, element: "Element") -> None:
        if not self._numbered:
            self._end_line()
        if _is_running_text(element):
            self._add(self._inline(element))
        else:
            for child in element:
                self.take(child)
        self._end_line()

    def _take_table(self, table: "Element") -> None:
        for child in table:
            if child.tag == "Tr":
                self._take_row(child)
            elif child.tag in {"Tbody", "Thead", "Tfoot"}:
                self._take_table(child)
            else:
                self.take(child)
                self._end_line()

    def _take_row(self, row: "Element") -> None:
        cells = []
        for cell in row:
            flow = Flow()
            flow.take(cell)
            cells.append(" ".join(flow.lines()))
            self.notes += flow.notes
        self._add(one_line(" | ".join(cells).strip(" |")))
        self._end_line()

    def _take_note(self, note: "Element") -> None:
        mark = ""
        flow = Flow()
        for child in note:
            if child.tag == "Explicatus" and not mark:
                mark = one_line(flow._inline(child))
            else:
                flow.take(child)
        self.notes.append(Note(mark=mark, text=flow.text()))
        self.notes += flow.notes

    def _inline(self, element: "Element") -> str:
        """The running text of an element. An empty "Char" is printed as a space."""
        if not isinstance(element.tag, str):
            return _entity(element)
        if len(element) == 0:
            return element.text or " "
        pieces = [_unindented(element.text)]
        for child in element:
            if child.tag == "Nota":
                self._take_note(child)
            else:
                pieces.append(self._inline(child))
            pieces.append(_unindented(child.tail))
        return "".join(pieces)

    def _add(self, text: str) -> None:
        text = one_line(text)
        if text:
            space = " " if self._line and not text.startswith(_JOINED) else ""
            self._line += space + text
            self._numbered = False

    def _end_line(self) -> None:
        if self._line:
            self._lines.append(self._line)
        self._line = ""
        self._numbered = False


def printed(element: "Element", notes: list[Note]) -> str:
    """An element on one line, for headings and markers; its footnotes are appended to `notes`."""
    flow = Flow()
    flow.take(element)
    notes += flow.notes
    return " ".join(flow.lines())


def _is_running_text(element: "Element") -> bool:
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and not piece.isspace() for piece in pieces)


def _unindented(text: str | None) -> str:
    """`text`, or "" for white space that only indents the file."""
    return "" if not text or (text.isspace() and "\n" in text) else text


def _entity(node: "Element") -> str:
    """The character of an entity that the parser left alone ("&nbsp;"), "" for a comment."""
    text = node.text or ""
    return unescape(text) if text.startswith("&") else ""
