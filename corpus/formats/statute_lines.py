"""Splits the text of an act into typed lines, its hard wraps undone and its headings found."""

from collections.abc import Sequence
from dataclasses import replace

from lexhop.corpus.formats.editors_notes import titles_comment
from lexhop.corpus.formats.group_headings import with_headings
from lexhop.corpus.formats.line import Line, Marks
from lexhop.corpus.formats.markdown import Wrapping, runs_on
from lexhop.corpus.formats.source import one_line
from lexhop.corpus.formats.titles import is_published_number

_MARKDOWN_LEVELS = range(1, 7)


def statute_lines(body: str) -> list[Line]:
    """The lines of an act, hard wraps undone and headings found; no printed word is left out."""
    return with_headings(_unwrapped(body.split("\n")))


def _unwrapped(raw: Sequence[str]) -> list[Line]:
    wrapping = Wrapping.of(raw)
    marks = Marks.of(raw)
    lines: list[Line] = []
    before = ""
    for printed in raw:
        text = one_line(printed)
        if not text:
            before = ""
            continue
        line = marks.line(text, printed, apart=not before or not runs_on(before))
        line = replace(line, apart=not before)
        wrapped = before and not lines[-1].level and _joins(wrapping, before, line, text)
        if wrapped or (lines and _waits(lines[-1]) and line.kind == "text"):
            lines[-1] = replace(lines[-1], text=f"{lines[-1].text} {text}".lstrip())
        else:
            lines.append(line)
        before = text
    return lines


def _waits(line: Line) -> bool:
    """Whether the mark of a subsection stands on its own line, its text below."""
    return line.kind == "subsection" and line.text == line.marker


def _joins(wrapping: Wrapping, before: str, line: Line, text: str) -> bool:
    if is_published_number(before) or titles_comment(before):
        return False
    if line.kind == "text":
        return wrapping.joins(before, text)
    return line.level not in _MARKDOWN_LEVELS and wrapping.cut(before, text)
