"""Marks what follows an act and is none of its law: commencement rules, signatures, commentary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lexhop.corpus.formats.group_headings import is_title
from lexhop.corpus.formats.line import Line
from lexhop.corpus.formats.provisions import ITEM, sections
from lexhop.corpus.formats.titles import uncapitalized

COMMENCEMENT = "ikrafttrædelse"
SIGNATURE = "underskrift"
_AMENDER = re.compile(
    r"(?:Lov|Lovbekendtgørelse|Bekendtgørelse|Anordning|LOV|L|LBK|BEK) (?:nr\.? ?)?\d"
)
_NAMED = re.compile(r"\b\w++ nr\.? ?\d{1,5} af \d{1,2}\. \w{3,9} \d{4}")
_HAS = re.compile(
    r"\b(?:indeholder|indeholdt|fastsætter|har|omfatter)\b[^§]{0,80}?"
    r"(?:ikrafttræd|overgangs|virkningsbestemmelse|følgende bestemmelse)"
)
_COMMENCES = re.compile(r"\b(?:træder|trådte) i kraft\b|\bhar (?:først )?virkning\b")
_SIGNED = re.compile(
    r"Givet (?:på|under)\b|P\.M\.V\.|(?:Under|E\.B\.) Vore?s? Kongelige|/ ?[A-ZÆØÅ]\w"
    r"|[A-ZÆØÅ][\w-]{1,40}(?: [\w-]{1,20}){0,3},? den \d{1,2}\. \w{3,9} \d{4}(?:$| [A-ZÆØÅ/])"
    r"|[A-ZÆØÅ]{4,20} R\.?$"
)
_WORDS_OF_TEXT = 5
_FINISHED = re.compile(r"[.!?)»”\"]$")


def with_outside_marked(lines: Sequence[Line]) -> list[Line]:
    """The lines, with an "outside" line before what isn't of the act; `marker` is its label."""
    return _with_commentary(list(_marked(lines)))


def _marked(lines: Sequence[Line]) -> Iterator[Line]:
    seen: list[str] = []
    outside = ""
    for at, line in enumerate(lines):
        if line.kind == "heading" and line.level:
            outside = ""
        elif seen and line.kind == "text" and _opens_commencement(line):
            outside = COMMENCEMENT
            yield replace(line, kind="outside", marker=_label(line.text))
            continue
        elif seen and line.kind == "text" and _SIGNED.match(line.text) and outside != SIGNATURE:
            outside = SIGNATURE
            yield replace(line, kind="outside", text="", marker=SIGNATURE)
        elif line.kind == "provision" and outside != COMMENCEMENT:
            first, _ = sections(line.marker)
            if first in seen and first != seen[-1] and _commences(lines[at : at + 3]):
                outside = COMMENCEMENT
                yield replace(line, kind="outside", text="", marker=COMMENCEMENT, level=0)
            else:
                seen.append(first)
                if outside:
                    outside = ""
        yield line


def _opens_commencement(line: Line) -> bool:
    return bool(_AMENDER.match(line.text) and _HAS.search(line.text))


def _label(text: str) -> str:
    """As of a LexDania act: "ikrafttrædelse, lov nr. 5 af 3. maj 2010"."""
    named = _NAMED.search(text)
    return f"{COMMENCEMENT}, {uncapitalized(named[0])}" if named else COMMENCEMENT


def _commences(lines: Sequence[Line]) -> bool:
    own = [lines[0], *(line for line in lines[1:] if line.kind != "provision")]
    return any(_COMMENCES.search(line.text) for line in own)


def _with_commentary(lines: list[Line]) -> list[Line]:
    """A title that stands after the last, finished provision heads what isn't law any more."""
    last = max((at for at, line in enumerate(lines) if line.kind == "provision"), default=-1)
    if last < 0:
        return lines
    for at in range(last + 1, len(lines) - 1):
        line = lines[at]
        if line.kind in ("heading", "outside"):
            break
        finished = _FINISHED.search(lines[at - 1].text) and lines[at - 1].kind != "note"
        if finished and is_title(line) and _tells(lines[at + 1]):
            lines[at] = replace(line, kind="heading", level=1)
            break
    return lines


def _tells(line: Line) -> bool:
    """Whether a line is a paragraph of sentences, and no cell of a table or item of a list."""
    sentences = _FINISHED.search(line.text) and len(line.text.split()) >= _WORDS_OF_TEXT
    return line.kind == "text" and line.apart and bool(sentences) and not ITEM.match(line.text)
