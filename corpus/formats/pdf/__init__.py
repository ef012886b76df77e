"""Reads PDF: its text by PDFium in a process of its own, its paragraphs by where lines stand."""

from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.parts import documents_of
from lexhop.corpus.formats.pdf.layout import parts_of
from lexhop.corpus.formats.pdf.pages import pages_of
from lexhop.corpus.formats.source import unreadable


def read_pdf(path: Path) -> list[Document]:
    """The act or prose of the file; blocks of prose know their pages."""
    parts = parts_of(pages_of(path))
    if not parts:
        problem = (
            "this PDF is a picture, without text; recognise its text (OCR) and load the result"
        )
        raise unreadable(path, problem)
    return documents_of(parts, Description(), path)
