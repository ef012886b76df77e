"""A text as the grammar reads it: words whole over line ends, and an item's ")" told apart."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from lexhop.corpus.citations.citation import ParsedCitation

ITEM_END = "\ue000"
"""Stands for the ")" of "2) bænke", which closes no bracket."""

_BREAK = re.compile(  # each begins with a letter that is rare, to be passed over fast
    r"-(?<=[a-zæøå]-)\r?\n[ \t]{0,20}(?=[a-zæøå])(?!(?:og|eller|samt)\b)"
    r"|\n(?<=[A-ZÆØÅ0-9]-\n)(?=lov)|\xad\n?"
)
"""What splits a word: a hyphen at a line's end, but not that of "øl-" before "og vinafgift"."""

_BRACKET = re.compile(r"[()]|\n(?=[ \t]{0,20}(?:\d{1,3}\s?[a-zæøå]?\)|[a-zæøå]\)|§|Stk\.|\n))")
"""An item, a section or a blank line begins anew: no bracket is open over it."""


@dataclass(frozen=True, slots=True)
class ReadableText:
    """`text`, and where something of `lengths` characters was left out of it: `joints`, rising."""

    text: str
    joints: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()
    """The characters left out at this joint and those before."""

    def placed(self, citation: ParsedCitation) -> ParsedCitation:
        """`citation` with its offsets in the text as it was."""
        if not self.joints:
            return citation
        before_start = bisect_right(self.joints, citation.start)
        before_end = bisect_left(self.joints, citation.end)
        return replace(
            citation,
            start=citation.start + (0, *self.lengths)[before_start],
            end=citation.end + (0, *self.lengths)[before_end],
        )


def readable(text: str) -> ReadableText:
    """`text` without what splits its words, each ")" that closes no bracket as ITEM_END."""
    whole, joints, lengths = _joined(text)
    return ReadableText(_items_marked(whole), joints, lengths)


def _joined(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    if not any(broken in text for broken in ("-\n", "-\r\n", "\xad")):
        return text, (), ()
    pieces: list[str] = []
    joints: list[int] = []
    lengths: list[int] = []
    left_out = at = 0
    for match in _BREAK.finditer(text):
        pieces.append(text[at : match.start()])
        joints.append(match.start() - left_out)
        left_out += len(match[0])
        lengths.append(left_out)
        at = match.end()
    return "".join((*pieces, text[at:])), tuple(joints), tuple(lengths)


def _items_marked(text: str) -> str:
    pieces: list[str] = []
    depth = at = 0
    for match in _BRACKET.finditer(text) if ")" in text else ():
        if match[0] == "(":
            depth += 1
        elif match[0] == "\n":
            depth = 0
        elif depth:
            depth -= 1
        else:
            pieces += [text[at : match.start()], ITEM_END]
            at = match.end()
    return "".join((*pieces, text[at:])) if pieces else text
