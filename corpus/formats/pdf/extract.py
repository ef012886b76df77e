"""Run as a program of its own: the lines of a PDF on stdin, as JSON on stdout, a page a line.

PDFium is C++, and a few kilobytes of PDF can stand for gigabytes: what ends this process, or
fills its memory, is one file's failure. It imports nothing of lexhop, so that it starts fast.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress

import pypdfium2
from pypdfium2 import raw

PASSWORD, BROKEN, TOO_LONG = 3, 4, 5
"""Exit codes."""
_HYPHEN = "\ufffe"
_SHOWN_HYPHEN = "\u2010"
"""How a hyphen that breaks a word over two lines is told from others."""


def main(most_memory: int, most_pages: int, most_text: int) -> int:
    """The exit code; limits are bytes, pages, and characters."""
    with suppress(ImportError, ValueError, OSError):  # a system that has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return PASSWORD if "password" in str(error).lower() else BROKEN
    if len(document) > most_pages:
        return TOO_LONG
    for index in range(len(document)):
        page = _page(document, index)
        most_text -= sum(len(str(line[0])) for line in page)
        if most_text < 0:
            return TOO_LONG
        label = document.get_page_label(index)
        number = int(label) if label.isdecimal() and label.isascii() else index + 1
        print(json.dumps({"number": number, "lines": page}))  # noqa: T201
    return 0


def _page(document: pypdfium2.PdfDocument, index: int) -> list[list[str | float]]:
    """[text, left, right, top, bottom, height of its letters] of each line; [] of a broken page."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return []
    text = page.get_textpage()
    try:
        return list(_lines(text))
    finally:
        text.close()
        page.close()


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[list[str | float]]:
    """The lines in the order of the page's content. A broken word keeps its hyphen."""
    start = 0
    whole = page.get_text_range()
    for line in whole.replace("\r\n", "\n\n").replace(_HYPHEN, f"{_SHOWN_HYPHEN}\n").split("\n"):
        text = line.strip()
        if text:
            first = start + len(line) - len(line.lstrip())
            length = len(text) - text.endswith(_SHOWN_HYPHEN)
            if length:
                yield [text, *_box(page, first, length)]
        start += len(line) + (0 if line.endswith(_SHOWN_HYPHEN) else 1)


def _box(page: pypdfium2.PdfTextPage, start: int, length: int) -> tuple[float, ...]:
    left, bottom, _, top = page.get_charbox(_char(page, start), loose=True)
    _, _, right, _ = page.get_charbox(_char(page, start + length - 1), loose=True)
    return tuple(round(value, 1) for value in (left, right, top, bottom, top - bottom))


def _char(page: pypdfium2.PdfTextPage, index: int) -> int:
    """The character that stands at an offset of the page's text."""
    return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(page, index)))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
