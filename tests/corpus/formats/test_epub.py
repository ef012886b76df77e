"""A book is read page by page in the order of its spine."""

from pathlib import Path

import pytest

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import read_documents
from tests.corpus.formats.office import write_zip

CONTAINER = '<c xmlns="urn:x"><rootfiles><rootfile full-path="OPS/bog.opf"/></rootfiles></c>'
BOOK = """<package xmlns="urn:opf" xmlns:dc="urn:dc"><metadata><dc:title>Bogen om kajer</dc:title>
<dc:language>da-DK</dc:language></metadata><manifest><item id="a" href="text/f%C3%B8rst.xhtml"/>
<item id="b" href="../slut.html"/><item id="c" href="ude.xhtml"/></manifest>
<spine><itemref idref="b"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/>
<itemref idref="ukendt"/></spine></package>"""
PAGE = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def book(path: Path, **more: str) -> Path:
    members: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "OPS/bog.opf": BOOK,
        "OPS/text/først.xhtml": PAGE.format("<h2>Brug</h2><p>Læg til.<script>OND</script></p>"),
        "slut.html": PAGE.format("<p>Farvel.</p>"),
        "OPS/billede.png": "x",
    }
    return write_zip(path, {**members, **more})


def test_pages_are_read_once_in_the_order_of_the_spine(tmp_path: Path) -> None:
    [document] = read_documents(book(tmp_path / "bog.epub"))
    assert (document.id, document.title, document.language) == ("bog", "Brug", "da")
    assert [(tuple(one.headings), one.text) for one in document.blocks] == [
        ((), "Farvel."),
        ((), "Læg til."),
    ]


def test_a_book_without_headings_has_the_title_that_it_gives(tmp_path: Path) -> None:
    path = book(tmp_path / "bog.epub", **{"OPS/text/først.xhtml": PAGE.format("<p>Læg til.</p>")})
    [document] = read_documents(path)
    assert document.title == "Bogen om kajer"


def test_a_locked_or_broken_book_is_named(tmp_path: Path) -> None:
    path = book(tmp_path / "bog.epub", **{"META-INF/rights.xml": "<r/>"})
    with pytest.raises(UnreadableDocument, match=r"^bog.epub: locked by its publisher"):
        list(read_documents(path))
    write_zip(path, {"mimetype": "application/epub+zip"})
    with pytest.raises(UnreadableDocument, match=r"^bog.epub: META-INF/container.xml in it can't"):
        list(read_documents(path))
