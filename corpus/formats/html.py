"""Reads HTML: the text that a reader of the page sees, its headings, lists and tables."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description, describe
from lexhop.corpus.formats.html_parts import HtmlParts, shown_text
from lexhop.corpus.formats.parts import TextPart, documents_of
from lexhop.corpus.formats.source import one_line, read_bytes, unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_MARKED_UP = re.compile(r"<(?:/|!)?[A-Za-z]")
_FATAL = 3
_MAIN = ("main", "article")
_MOST_OF_IT = 0.5


def read_html(path: Path) -> list[Document]:
    """The page as an act or prose. Scripts, styles, forms, menus and what is hidden are no text."""
    return _documents(html_text(read_bytes(path)), path)


def _documents(text: str, path: Path) -> list[Document]:
    if not _MARKED_UP.search(text):  # saved as text under the wrong ending
        parts: Iterator[TextPart] = (TextPart(text=one) for one in re.split(r"\n\s*\n", text))
        return documents_of(parts, Description(), path)
    root = html_tree(text, path)
    return documents_of(HtmlParts().of(_content(root)), _description(root, path), path)


def html_parts(text: str, path: Path) -> Iterator[TextPart]:
    """All parts of a page, in order."""
    return HtmlParts().of(html_tree(text, path))


def html_text(data: bytes, charset: str = "") -> str:
    """Bytes of a page as text, by its mark, its charset or, without one, as browsers guess."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _CHARSET.search(data, 0, _DECLARED_WITHIN)
    names = (charset, declared[1].decode("ascii", "ignore") if declared else "", "utf-8-sig")
    for name in filter(None, names):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


def html_tree(text: str, path: Path) -> "Element":
    """The tree of a page. Raises UnreadableDocument where it is empty or nests without end."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError as error:
        raise unreadable(path, "no text in it; save the page again") from error
    if any(entry.level == _FATAL for entry in parser.error_log):  # the rest of it was not read
        raise unreadable(path, "HTML that nests too deeply to be read; save it as text")
    if root is None:
        raise unreadable(path, "no text in it; save the page again")
    return root


def _content(root: "Element") -> "Element":
    """What the page marks as its content, if that is most of its text; else all of it."""
    whole = len(shown_text(root))
    for tag in _MAIN:
        found = list(root.iter(f"{{*}}{tag}"))
        if len(found) == 1 and len(shown_text(found[0])) > whole * _MOST_OF_IT:
            return found[0]
    return root


def _description(root: "Element", path: Path) -> Description:
    """Title, language and address, where the page gives them."""
    title = next(root.iter("{*}title"), None)
    links = [link.get("href") for link in root.iter("{*}link") if link.get("rel") == "canonical"]
    language = str(root.get("lang") or "").split("-")[0].lower()
    return describe(
        {
            "title": one_line((title is not None and title.text) or ""),
            "url": next(iter(links), None),
            "language": language if language in ("da", "en") else "",
        },
        path.name,
    )
