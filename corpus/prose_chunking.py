"""Cut prose along its sentences into overlapping texts of a bounded size."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lexhop.corpus.documents import TextBlock
from lexhop.corpus.text.sentences import LONGEST, sentence_spans, within_bounds
from lexhop.corpus.text.tables import tables_in
from lexhop.corpus.text.tokens import TokenCounter

_FENCE = "```"
_OF_A_TEXT = 4
"""A repeated header is at most, and a text that ends with its page at least, 1 / so much."""
_LONGEST_TOKEN = 50
"""Characters."""


@dataclass(frozen=True, slots=True)
class ProseText:
    """A piece of prose; `pages` are the first and last page of print that it stands on, or none."""

    text: str
    heading: str
    pages: tuple[int, int] | None = None

    @property
    def place(self) -> str:
        """The pages as the end of a citation: ", s. 12", ", s. 12-13", or ""."""
        if self.pages is None:
            return ""
        first, last = self.pages
        return f", s. {first}" if first == last else f", s. {first}-{last}"


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence (a fenced code block, a row of a table) of one of the blocks.

    `header` is the header of the table in which it is, "" elsewhere.
    """

    block: int
    start: int
    end: int
    header: str = ""


def prose_texts(
    blocks: Sequence[TextBlock], limit: int, overlap: float, tokens: TokenCounter
) -> Iterator[ProseText]:
    """Texts of at most `limit` tokens each; a longer sentence stays whole.

    Neighbouring texts share up to `overlap`, a fraction, of the limit, but none goes on to the next
    page of print once it is a quarter full. One that begins within a table begins with its header,
    unless that takes up more than a quarter of it.
    """
    spans = [
        replace(span, start=start, end=end)
        for number, block in enumerate(blocks)
        for span in _spans(blocks, number)
        for start, end in within_bounds(span.start, span.end, block.text)
    ]
    pack: list[_Span] = []
    sizes: list[int] = []
    header = ""
    room = limit
    filled = letters = 0
    for span in spans:
        size = tokens.count(blocks[span.block].text[span.start : span.end])
        letters += span.end - span.start
        turned = bool(pack) and _turns_page(blocks, pack, span, filled=filled / limit)
        if pack and (turned or filled + size > room or letters > LONGEST):
            yield _prose_text(blocks, pack, header)
            kept = 0 if turned else _fitting_tail(sizes, round(limit * overlap))
            pack, sizes = pack[len(pack) - kept :], sizes[len(sizes) - kept :]
            header = _repeated_header(pack[0] if pack else span, limit, tokens)
            room = limit - tokens.count(header)
            filled = sum(sizes)
            letters = sum(one.end - one.start for one in (*pack, span))
        pack.append(span)
        sizes.append(size)
        filled += size
    if pack:
        yield _prose_text(blocks, pack, header)


def _turns_page(
    blocks: Sequence[TextBlock], pack: Sequence[_Span], span: _Span, *, filled: float
) -> bool:
    """Whether a text ends here so that it stands on one page: a sentence over two stays whole."""
    before = _page(blocks, pack[0].block, pack[0].start)
    return filled * _OF_A_TEXT >= 1 and before != _page(blocks, span.block, span.start)


def _repeated_header(span: _Span, limit: int, tokens: TokenCounter) -> str:
    few = len(span.header) <= limit * _LONGEST_TOKEN  # not even counted otherwise
    return span.header if few and tokens.count(span.header) * _OF_A_TEXT <= limit else ""


def _spans(blocks: Sequence[TextBlock], number: int) -> Iterator[_Span]:
    text = blocks[number].text
    at = 0
    for opened, closed in _fenced_spans(text):
        yield from _sentences_and_rows(number, text, at, opened)
        yield _Span(number, opened, closed)
        at = closed
    yield from _sentences_and_rows(number, text, at, len(text))


def _sentences_and_rows(number: int, text: str, start: int, end: int) -> Iterator[_Span]:
    at = start
    for table in tables_in(text[start:end]):
        yield from _sentences(number, text, at, start + table.rows[0][0])
        for row, (low, high) in enumerate(table.rows):
            yield _Span(number, start + low, start + high, table.header if row else "")
        at = start + table.rows[-1][1]
    yield from _sentences(number, text, at, end)


def _sentences(number: int, text: str, start: int, end: int) -> Iterator[_Span]:
    for low, high in sentence_spans(text[start:end]):
        yield _Span(number, start + low, start + high)


def _fenced_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the fenced code blocks that are closed."""
    at, opened = 0, -1
    for line in text.splitlines(keepends=True):
        if opened < 0:
            opened = at if line.startswith(_FENCE) else -1
        elif line.rstrip() == _FENCE:
            yield opened, at + len(line.rstrip())
            opened = -1
        at += len(line)


def _fitting_tail(sizes: Sequence[int], limit: int) -> int:
    """How many of the last `sizes` add up to at most `limit`."""
    total = kept = 0
    for size in reversed(sizes):
        total += size
        if total > limit:
            break
        kept += 1
    return kept


def _prose_text(blocks: Sequence[TextBlock], pack: Sequence[_Span], header: str) -> ProseText:
    """The original text from the first to the last span under `header`, and where it stands."""
    first, last = pack[0], pack[-1]
    texts = [header] if header else []
    for number, spans in groupby(pack, key=lambda span: span.block):
        inside = list(spans)
        texts.append(blocks[number].text[inside[0].start : inside[-1].end])
    if header:
        texts[:2] = ["\n".join(texts[:2])]
    pages = _page(blocks, first.block, first.start), _page(blocks, last.block, last.end - 1)
    return ProseText(
        "\n\n".join(texts), " > ".join(blocks[first.block].headings), pages if all(pages) else None
    )


def _page(blocks: Sequence[TextBlock], number: int, at: int) -> int:
    """The page that the offset `at` of a block is on, 0 where no page is known."""
    pages = blocks[number].pages
    before = bisect_right(pages, at, key=lambda page: page[0])
    return pages[before - 1][1] if before else 0
