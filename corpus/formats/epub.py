"""Reads EPUB: the pages of a book in the order of its spine."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import describe
from lexhop.corpus.formats.html import html_parts, html_text
from lexhop.corpus.formats.package import Package, open_package
from lexhop.corpus.formats.parts import TextPart, documents_of
from lexhop.corpus.formats.source import unreadable
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/rights.xml"


def read_epub(path: Path) -> list[Document]:
    """The act or prose of the book."""
    with open_package(path) as package:
        if package.has(_RIGHTS):
            raise unreadable(path, "locked by its publisher (DRM); get a copy without")
        root = package.xml(_CONTAINER).find(".//rootfile")
        name = attribute(root, "full-path")
        book = package.xml(name)
        values = {
            "title": book.findtext("metadata/title"),
            "language": (book.findtext("metadata/language") or "").split("-")[0].lower(),
        }
        if values["language"] not in ("da", "en"):
            values["language"] = ""
        return documents_of(_parts(package, book, name), describe(values, path.name), path)


def _parts(package: Package, book: "Element", name: str) -> Iterator[TextPart]:
    for page in _pages(book, posixpath.dirname(name)):
        if package.has(page):
            yield from html_parts(html_text(package.read(page)), package.path)


def _pages(book: "Element", folder: str) -> list[str]:
    """The members that are read one after the other, each once."""
    places = {
        attribute(item, "id"): unquote(attribute(item, "href"))
        for item in book.iterfind("manifest/item")
    }
    read = [places.get(attribute(item, "idref"), "") for item in book.iterfind("spine/itemref")]
    named = [posixpath.normpath(posixpath.join(folder, place)) for place in read if place]
    return list(dict.fromkeys(named))
