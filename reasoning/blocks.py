"""Blocks: runs of whole sentences, in which provisions are shown and quoted."""

import re
from functools import lru_cache

from lexhop.corpus.text.sentences import sentence_spans
from lexhop.reasoning.weights import WEIGHTS

_SUBSECTION = re.compile(r"^Stk\. \d+", re.MULTILINE)


@lru_cache(maxsize=2048)
def block_spans(text: str, size: int = WEIGHTS.block) -> tuple[tuple[int, int], ...]:
    """Spans of whole sentences within a subsection, of up to `size` characters."""
    opens = {match.start() for match in _SUBSECTION.finditer(text)}
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and start not in opens and end - spans[-1][0] <= size:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)
