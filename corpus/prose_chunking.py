"""Cut prose along its sentences into overlapping texts of a bounded size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.documents import TextBlock
from lexhop.corpus.text.sentences import LONGEST, sentence_spans, within_bounds
from lexhop.corpus.text.tokens import TokenCounter

_FENCE = "```"


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence (or a fenced code block) of one of the blocks."""

    block: int
    start: int
    end: int


def prose_texts(
    blocks: Sequence[TextBlock], limit: int, overlap: float, tokens: TokenCounter
) -> Iterator[tuple[str, str]]:
    """(text, heading) of at most `limit` tokens each; a longer sentence stays whole.

    Neighbouring texts share up to `overlap`, a fraction, of the limit.
    """
    spans = [
        _Span(number, start, end)
        for number, block in enumerate(blocks)
        for span in _unbroken_spans(block.text)
        for start, end in within_bounds(*span, block.text)
    ]
    pack: list[_Span] = []
    sizes: list[int] = []
    for span in spans:
        size = tokens.count(blocks[span.block].text[span.start : span.end])
        letters = sum(one.end - one.start for one in pack) + span.end - span.start
        if pack and (sum(sizes) + size > limit or letters > LONGEST):
            yield _prose_text(blocks, pack)
            kept = _fitting_tail(sizes, round(limit * overlap))
            pack, sizes = pack[len(pack) - kept :], sizes[len(sizes) - kept :]
        pack.append(span)
        sizes.append(size)
    if pack:
        yield _prose_text(blocks, pack)


def _unbroken_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences, with a fenced code block as one span."""
    at = 0
    for opened, closed in _fenced_spans(text):
        yield from ((at + start, at + end) for start, end in sentence_spans(text[at:opened]))
        yield opened, closed
        at = closed
    yield from ((at + start, at + end) for start, end in sentence_spans(text[at:]))


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


def _prose_text(blocks: Sequence[TextBlock], pack: Sequence[_Span]) -> tuple[str, str]:
    """The original text from the first to the last span, and the heading above it."""
    texts = []
    for number in range(pack[0].block, pack[-1].block + 1):
        inside = [span for span in pack if span.block == number]
        if inside:
            texts.append(blocks[number].text[inside[0].start : inside[-1].end])
    return "\n\n".join(texts), " > ".join(blocks[pack[0].block].headings)
