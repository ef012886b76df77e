"""Sorts the text of a LexDania document into provisions and blocks, at any nesting of divisions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from lexhop.corpus.documents import Note, Provision, TextBlock
from lexhop.corpus.formats.lexdania.flow import Flow, printed
from lexhop.corpus.formats.provisions import Labels, ProvisionDraft
from lexhop.corpus.formats.titles import uncapitalized

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PARAGRAPHS = ("Paragraf", "CentreretParagraf")
_DIVISIONS = ("Bog", "Afsnit", "Kapitel", "ParagrafGruppe", "TekstGruppe", "DokumentIndhold")
_UNTITLED = ("DokumentIndhold", "ParagrafGruppe", "TekstGruppe")
_TITLES = frozenset({"Explicatus", "Rubrica"})
_BLOCK_LABELS = {
    "Indledning": "indledning",
    "Hymne": "indledning",
    "Praeambel": "indledning",
    "AendringCentreretParagraf": "ændring",
    "UnderskriftGruppe": "underskrift",
}
_STRUCTURE = (*_PARAGRAPHS, *_DIVISIONS, "Ikraft", "IkraftCentreretParagraf", "Bilag")
_LOOSE = "tekst"
_COMMENCEMENT = "Ikrafttrædelse"
_AMENDER = re.compile(r"\b\w++ nr\. ?\d++ af \d++\. \w++ \d{4}")


class LexDaniaAct:
    """The provisions and other text of one document, in its order.

    Provisions of the acts that amended it ("Ikraft") become notes, since their numbers would
    collide with its own; so do preamble, appendices and footnotes.
    """

    def __init__(self) -> None:
        self.provisions: list[Provision] = []
        self.blocks: list[TextBlock] = []
        self._labels = Labels()

    def read(self, root: "Element") -> None:
        for part in root:
            if part.tag == "TitelGruppe":
                notes: list[Note] = []
                printed(part, notes)  # the title itself is in the metadata
                self._add_notes(notes, ())
            elif part.tag == "DokumentIndhold":
                self._read_division(part, ())
            elif part.tag != "Meta":
                self._read_part(part, ())

    def read_content(self, container: "Element") -> None:
        """What stands in a part of a document, such as the new text of an amending act."""
        self._read_division(container, ())

    def finished_blocks(self) -> list[TextBlock]:
        """The blocks; in a document without provisions loose text is prose."""
        if self.provisions:
            return self.blocks
        return [
            replace(block, kind="prose", label="") if block.label.startswith(_LOOSE) else block
            for block in self.blocks
        ]

    def _read_division(self, division: "Element", above: tuple[str, ...]) -> None:
        """A title heads what follows it; the first, a chapter's name, heads the whole division."""
        own = above
        for index, (titles, content) in enumerate(_groups(division)):
            notes: list[Note] = []
            title = " ".join(filter(None, (printed(each, notes) for each in titles)))
            here = (*own, title) if title else own
            before = self._count()
            self._add_notes(notes, here)
            self._read_content(content, here)
            if title and self._count() == before:
                self._add(TextBlock(text=title, headings=own, label=title.lower()))
            if index == 0 and division.tag not in _UNTITLED:
                own = here

    def _count(self) -> int:
        return len(self.provisions) + len(self.blocks)

    def _read_content(self, content: "list[Element]", headings: tuple[str, ...]) -> None:
        loose = Flow()
        for element in content:
            if self._is_loose(element):
                loose.take(element)
                continue
            self._add_flow(loose, headings, _LOOSE)
            loose = Flow()
            self._read_part(element, headings)
        self._add_flow(loose, headings, _LOOSE)

    def _is_loose(self, element: "Element") -> bool:
        if element.tag in _STRUCTURE or element.tag in _BLOCK_LABELS or element.tag == "Nota":
            return False
        return next(element.iter(*_STRUCTURE), None) is None

    def _read_part(self, part: "Element", above: tuple[str, ...]) -> None:
        if not isinstance(part.tag, str):
            return
        if part.tag in _PARAGRAPHS:
            self._read_provision(part, above)
        elif part.tag == "Ikraft":
            self._read_commencement(part, above)
        elif part.tag == "IkraftCentreretParagraf":
            self._read_foreign(part, (*above, _COMMENCEMENT), _COMMENCEMENT.lower())
        elif part.tag == "AendringCentreretParagraf":
            self._read_foreign(part, above, _BLOCK_LABELS[part.tag])
        elif part.tag == "Bilag":
            self._read_appendix(part, above)
        elif part.tag in _BLOCK_LABELS or self._is_loose(part):
            flow = Flow()
            flow.take(part)
            self._add_flow(flow, above, _BLOCK_LABELS.get(part.tag, _LOOSE))
        else:
            self._read_division(part, above)

    def _read_provision(self, paragraph: "Element", above: tuple[str, ...]) -> None:
        notes: list[Note] = []
        draft = ProvisionDraft(marker="", headings=above, notes=notes)
        for child in paragraph:
            if child.tag == "Explicatus" and not draft.marker:
                draft.marker = printed(child, notes)
            elif child.tag == "Rubrica":
                draft.headings = (*draft.headings, printed(child, notes))
            elif isinstance(child.tag, str):
                flow = Flow()
                flow.take(child)
                if child.tag == "Stk":
                    draft.begin(child.findtext("Explicatus") or "")
                draft.add(flow.lines())
                notes += flow.notes
        self.provisions.append(draft.finish())

    def _read_commencement(self, part: "Element", above: tuple[str, ...]) -> None:
        """Commencement rules of an amending act, headed by its introduction."""
        headings = (*above, _COMMENCEMENT)
        label = _COMMENCEMENT.lower()
        introduction = Flow()
        for child in part:
            if child.tag in _PARAGRAPHS or child.tag == "IkraftCentreretParagraf":
                title = " ".join(introduction.lines())
                if title:
                    amender = _AMENDER.search(title)
                    named = (uncapitalized(amender[0]),) if amender else ()
                    label = ", ".join((_COMMENCEMENT.lower(), *named))
                    headings = (*above, _COMMENCEMENT, title)
                self._add_notes(introduction.notes, headings)
                introduction = Flow()
                self._read_foreign(child, headings, label)
            elif isinstance(child.tag, str):
                introduction.take(child)
        self._add_flow(introduction, headings, label)

    def _read_foreign(self, part: "Element", headings: tuple[str, ...], label: str) -> None:
        """A "§" of another act, as a note."""
        flow = Flow()
        flow.take(part)
        marker = (
            printed(part[0], []).strip(".") if len(part) and part[0].tag == "Explicatus" else ""
        )
        self._add_flow(flow, headings, f"{label}, {marker}" if marker else label)

    def _read_appendix(self, appendix: "Element", above: tuple[str, ...]) -> None:
        notes: list[Note] = []
        flow = Flow()
        titles = [printed(child, notes) for child in appendix if child.tag in _TITLES]
        for child in appendix:
            if isinstance(child.tag, str) and child.tag not in _TITLES:
                flow.take(child)
        mark = printed(appendix[0], []) if len(appendix) else ""
        named = mark if mark.lower().startswith("bilag") else "bilag"
        headings = (*above, " ".join(filter(None, titles)) or "Bilag")
        if not (flow.lines() or flow.notes or notes):
            self._add(TextBlock(text=headings[-1], headings=above, label=named.lower()))
        self._add_flow(flow, headings, named.lower())
        self._add_notes(notes, headings)

    def _add_flow(self, flow: Flow, headings: tuple[str, ...], label: str) -> None:
        if text := flow.text():
            self._add(TextBlock(text=text, headings=headings, label=label))
        self._add_notes(flow.notes, headings)

    def _add_notes(self, notes: list[Note], headings: tuple[str, ...]) -> None:
        for note in notes:
            self._add(
                TextBlock(text=note.text, headings=headings, label=f"note {note.mark}".strip())
            )

    def _add(self, block: TextBlock) -> None:
        label = self._labels.distinct(block.label)
        self.blocks.append(replace(block, label=label, kind="note"))


def _groups(division: "Element") -> "Iterator[tuple[list[Element], list[Element]]]":
    """(titles, content) pairs: neighbouring titles and the elements up to the next title."""
    titles: list[Element] = []
    content: list[Element] = []
    for child in division:
        if child.tag in _TITLES:
            if content:
                yield titles, content
                titles, content = [], []
            titles.append(child)
        elif isinstance(child.tag, str):
            content.append(child)
    yield titles, content
