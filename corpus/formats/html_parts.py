"""The parts of an HTML tree: a paragraph for each run of text between two blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from lexhop.corpus.formats.parts import TextPart, table_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NEVER_TEXT = frozenset(
    """head script style noscript template svg math canvas iframe object embed audio video map
    button input select option textarea datalist nav dialog""".split()  # noqa: SIM905 (readable)
)
_BLOCKS = frozenset(
    """html body main article section div p blockquote pre address aside header footer figure
    figcaption details summary fieldset form center ul ol dl li dt dd table caption tbody thead
    tfoot tr td th hr h1 h2 h3 h4 h5 h6""".split()  # noqa: SIM905
)
_HEADING = re.compile(r"h[1-6]$")
_HIDDEN = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ORDERED_MARKS = {"a": "a", "A": "A"}
_LETTERS = 26
_CELL_BLOCKS = frozenset("table ul ol h1 h2 h3 h4 h5 h6".split())  # noqa: SIM905


def is_shown(element: "Element") -> bool:
    """Whether a reader sees an element, by its own attributes."""
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _NEVER_TEXT:
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return False
    return not _HIDDEN.search(element.get("style") or "")


def shown_text(root: "Element") -> str:
    """The text of an element that a reader sees, on one line."""
    words: list[str] = []
    for event, element in _walked(root):
        if event == "start":
            words.append(element.text or "")
        elif element is not root:
            words.append(element.tail or "")
        if _tag(element) in _BLOCKS or _tag(element) == "br":
            words.append(" ")
    return _SPACE.sub(" ", "".join(words)).strip()


def _walked(root: "Element") -> Iterator[tuple[str, "Element"]]:
    """Starts and ends of what is shown under `root`, and of it; of what isn't, the end alone."""
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: Element | None = None
    for event, element in walk:
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                yield "end", element
        elif event == "start" and not is_shown(element):
            skipped = element
            walk.skip_subtree()
        else:
            yield event, element


def _tag(element: "Element") -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class HtmlParts:
    """Reads one tree, without recursion: pages nest as deeply as they like."""

    _text: list[str] = field(default_factory=list)
    _pre: int = 0
    _item: str = ""
    _lists: list[tuple[str, int]] = field(default_factory=list)
    _notes: dict[str, str] = field(default_factory=dict)

    def of(self, root: "Element") -> Iterator[TextPart]:
        self._notes = _note_targets(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: Element | None = None
        for event, element in walk:
            if event == "start":
                whole = self._whole(element) if skipped is None else None
                if whole is not None:
                    if _tag(element) in _BLOCKS:
                        yield from self._ended()
                    yield from whole
                    skipped = element
                    walk.skip_subtree()
                elif skipped is None:
                    yield from self._begin(element)
            else:
                if skipped is None:
                    yield from self._end(element)
                elif element is skipped:
                    skipped = None
                if skipped is None and element is not root:
                    self._say(element.tail)
        yield from self._ended()

    def _whole(self, element: "Element") -> list[TextPart] | None:
        """The parts of an element that is taken at once: hidden, a heading or a table of data."""
        tag = _tag(element)
        if not is_shown(element):
            return []
        if tag == "sup" and (mark := _note_mark(element)):
            self._say(f"({mark})")
            return []
        if _HEADING.match(tag):
            return [TextPart(kind="heading", level=int(tag[1]), text=shown_text(element))]
        if tag == "table" and (rows := _rows(element)):
            captions = [TextPart(text=shown_text(each)) for each in element.iter("{*}caption")]
            return [*captions, TextPart(kind="table", text=table_text(rows))]
        return None

    def _begin(self, element: "Element") -> Iterator[TextPart]:
        tag = _tag(element)
        if tag in _BLOCKS:
            yield from self._ended()
        if tag == "br":
            self._text.append("\n")
        elif tag == "pre":
            self._pre += 1
        elif tag in ("ul", "ol"):
            self._lists.append((_mark_of(element), _number(element.get("start"), 1)))
        elif tag == "li" and self._lists:
            self._item = self._next_mark(element)
        if tag in _BLOCKS and (mark := self._notes.get(element.get("id") or "")):
            self._item = f"({mark})"
        self._say(element.text)

    def _end(self, element: "Element") -> Iterator[TextPart]:
        tag = _tag(element)
        if tag in _BLOCKS:
            yield from self._ended()
        if tag == "pre":
            self._pre -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._item = ""

    def _say(self, text: str | None) -> None:
        if text:
            self._text.append(text if self._pre else _SPACE.sub(" ", text))

    def _ended(self) -> Iterator[TextPart]:
        """The paragraph that has ended, if there was text in it."""
        text = "".join(self._text).strip()
        self._text = []
        if text:
            if self._item.startswith("("):
                text = _without_mark(text, self._item)
            text = f"{self._item} {text}".strip()
            yield TextPart(kind="item", text=text) if self._lists else TextPart(text=text)
            self._item = ""

    def _next_mark(self, item: "Element") -> str:
        mark, number = self._lists[-1]
        if mark == "-":
            return mark
        number = _number(item.get("value"), number)
        self._lists[-1] = (mark, number + 1)
        if mark != "1" and 1 <= number <= _LETTERS:
            return f"{chr(ord(mark) + number - 1)}."
        return f"{number}."


def _note_targets(root: "Element") -> dict[str, str]:
    """The mark of each note that a raised link leads to, by the id of its element."""
    found: dict[str, str] = {}
    for raised in root.iter("{*}sup"):
        if mark := _note_mark(raised):
            links = [raised.getparent(), *raised.iter("{*}a")]
            target = next((href for link in links if (href := _anchor(link))), "")
            found.setdefault(target, mark)
    return found


def _anchor(link: "Element | None") -> str:
    href = (link.get("href") or "") if link is not None else ""
    return href[1:] if href.startswith("#") else ""


def _without_mark(text: str, mark: str) -> str:
    """A note without the number, or the arrow back, that the page prints before it."""
    first, _, rest = text.partition(" ")
    return rest if first.strip("()[].:^↑↩") in ("", mark.strip("()")) else text


def _note_mark(raised: "Element") -> str:
    """The number of a footnote that a raised link leads to, "" for a power."""
    mark = shown_text(raised).strip("()[] ")
    parent = raised.getparent()
    inside = parent is not None and _tag(parent) == "a"
    linked = inside or next(raised.iter("{*}a"), None) is not None
    return mark if linked and re.fullmatch(r"\d{1,3}", mark, re.ASCII) else ""


def _mark_of(listed: "Element") -> str:
    """What its items begin with: "-", or the first of their numbers or letters."""
    if _tag(listed) == "ul":
        return "-"
    return _ORDERED_MARKS.get(listed.get("type") or "", "1")


def _number(given: str | None, otherwise: int) -> int:
    return int(given) if given and re.fullmatch(r"\d{1,6}", given, re.ASCII) else otherwise


def _rows(table: "Element") -> list[list[str]]:
    """The cells of a table of data, [] of one that only lays out a page."""
    rows = [
        [cell for cell in row if _tag(cell) in ("td", "th") and is_shown(cell)]
        for row in table.iter("{*}tr")
        if is_shown(row)
    ]
    columns = max(map(len, rows), default=0)
    laid_out = any(_tag(each) in _CELL_BLOCKS for each in table.iter() if each is not table)
    if columns < 2 or len(rows) < 2 or laid_out:
        return []
    return [[shown_text(cell) for cell in row] for row in rows]
