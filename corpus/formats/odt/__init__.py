"""Reads OpenDocument texts: paragraphs, lists with their numbers, tables, notes."""

from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.odt.body import OdtBody
from lexhop.corpus.formats.odt.styles import OdtStyles
from lexhop.corpus.formats.package import open_package
from lexhop.corpus.formats.parts import documents_of
from lexhop.corpus.formats.source import one_line, unreadable

_MANIFEST = "META-INF/manifest.xml"


def read_odt(path: Path) -> list[Document]:
    """The act or prose of the document. Deletions, comments, headers and footers are no text."""
    with open_package(path) as package:
        if package.has(_MANIFEST) and package.xml(_MANIFEST).find(".//encryption-data") is not None:
            raise unreadable(path, "locked by a password; save it without one")
        content = package.xml("content.xml")
        body = content.find("body/text")
        if body is None:
            raise unreadable(path, "no OpenDocument text in it; save it again as .odt")
        roots = [content, *(package.xml(name) for name in ("styles.xml",) if package.has(name))]
        meta = package.xml("meta.xml") if package.has("meta.xml") else None
        title = meta.findtext("meta/title") if meta is not None else ""
        described = Description(title=one_line(title or ""))
        return documents_of(OdtBody(OdtStyles.of(roots)).parts(body), described, path)
