"""Reads Word documents (OOXML): paragraphs with their automatic numbers, tables, footnotes."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.docx.body import DocxBody
from lexhop.corpus.formats.docx.numbering import Numbering
from lexhop.corpus.formats.docx.styles import Styles
from lexhop.corpus.formats.package import Package, open_package
from lexhop.corpus.formats.parts import documents_of
from lexhop.corpus.formats.source import one_line, unreadable
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_docx(path: Path) -> list[Document]:
    """The act or prose of the document. Headers, footers, comments and deletions are no text."""
    with open_package(path) as package:
        main = _main_part(package)
        folder = main.parent
        body = package.xml(str(main)).find("body")
        if body is None:
            raise unreadable(path, "no Word document in it; save it again as .docx")
        reader = DocxBody(
            styles=Styles.of(_part(package, folder / "styles.xml")),
            numbering=Numbering.of(_part(package, folder / "numbering.xml")),
            notes={
                kind: _part(package, folder / f"{kind}s.xml") for kind in ("footnote", "endnote")
            },
        )
        return documents_of(reader.parts(body), _description(package), path)


def _main_part(package: Package) -> PurePosixPath:
    for relation in package.xml("_rels/.rels").iter("Relationship"):
        if attribute(relation, "Type").endswith("/officeDocument"):
            return PurePosixPath(attribute(relation, "Target").lstrip("/"))
    raise unreadable(package.path, "no Word document in it; save it again as .docx")


def _part(package: Package, name: PurePosixPath) -> "Element | None":
    return package.xml(str(name)) if package.has(str(name)) else None


def _description(package: Package) -> Description:
    name = "docProps/core.xml"
    title = package.xml(name).findtext("title") if package.has(name) else ""
    return Description(title=one_line(title or ""))
