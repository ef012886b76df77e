"""Takes a footnote out of running text: "§ 1. 3) § 1 trådte i kraft ... En båd skal ..."."""

import re

from lexhop.corpus.documents import Note
from lexhop.corpus.text.list_items import numbered_items
from lexhop.corpus.text.sentences import sentence_spans

_MARKED = re.compile(r"(?:\((?P<round>\d{1,3})\)|(?P<half>\d{1,3})\))\s+(?=[A-ZÆØÅ§])")
_MORE = re.compile(
    r"Se\b|Jf\.|Ændringe\w+|Ikrafttræ\w+|Lovændringe\w+|Bestemmelsen\b|(?:Lov|Bekendtgørelse) nr\."
)
"""How a footnote's further sentences begin; what else follows the first is law."""


def without_footnote(text: str) -> tuple[str, Note | None]:
    """A subsection's text, and the footnote that it opens with.

    A number that a next one follows is that of an item. A note without a sentence of law behind
    it is none.
    """
    found = _MARKED.match(text)
    if not found:
        return text, None
    number = found["round"] or found["half"]
    if len(numbered_items(text, first=number)) > 1 and not found["round"]:
        return text, None
    spans = list(sentence_spans(text[found.end() :]))
    end = 1
    while end < len(spans) and _MORE.match(text, found.end() + spans[end][0]):
        end += 1
    if end >= len(spans):
        return text, None
    law = found.end() + spans[end][0]
    return text[law:], Note(mark=f"{number})", text=text[found.end() : law].strip())
