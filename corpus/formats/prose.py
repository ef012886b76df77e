"""Reads Markdown or plain text without provisions: a block a section, code left as it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lexhop.corpus.documents import Document, TextBlock
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.markdown import Wrapping, fenced, heading_of
from lexhop.corpus.text.language import guess_language

_BLANK_LINES = re.compile(r"\n{3,}")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*$")
_IN_EVERY_FOLDER = frozenset({"readme", "index", "_index", "contributing", "changelog"})
_NO_TITLE = re.compile(r"\s{4}|\s*(?:[-*+|>]|\d+[.)]\s)")


@dataclass(slots=True)
class _Section:
    level: int
    title: str
    lines: list[tuple[str, bool]] = field(default_factory=list)

    def text(self, wrapping: Wrapping) -> str:
        """The section's paragraphs, wrapped lines joined and code untouched."""
        joined: list[str] = []
        before = ""
        for raw, code in self.lines:
            line = raw.rstrip()
            if before and line and not code and wrapping.joins(before, line):
                joined[-1] = f"{joined[-1]} {line.strip()}"
            else:
                joined.append(line)
            broken = code or raw.endswith(("  ", "\\"))
            before = "" if broken else line
        text = "\n".join(joined)
        if any(code for _, code in self.lines):
            return text.strip("\n")
        return _BLANK_LINES.sub("\n\n", text).strip()

    def take_underlined(self) -> str:
        """The title that a line of "=" or "-" makes of the line before it; "" if it makes none."""
        *before, (title, code) = self.lines or [("", True)]
        if code or not title.strip() or (before and before[-1][0].strip()):
            return ""
        if _NO_TITLE.match(title):
            return ""
        self.lines.pop()
        return title.strip()


def name_of(path: Path) -> str:
    """The file's name without suffix; one like "readme" with its folder's name before it."""
    common = path.stem.casefold() in _IN_EVERY_FOLDER
    return f"{path.parent.name}/{path.stem}" if common and path.parent.name else path.stem


def read_prose(description: Description, body: str, path: Path) -> Document:
    """The text as one document, named by its description, its first heading or its file."""
    sections = list(_sections(body))
    first = next((section.title for section in sections if section.title), "")
    title = description.title or first or path.stem
    described = replace(
        description,
        id=description.id or name_of(path),
        title=title,
        language=description.language or guess_language(body),
    )
    blocks = list(_blocks(sections, title, body))
    if not blocks and body.strip():
        blocks = [TextBlock(text=title)]
    return described.document("prose", blocks=blocks)


def _sections(body: str) -> Iterator[_Section]:
    section = _Section(0, "")
    for line, code in fenced(body.split("\n")):
        heading = None if code else heading_of(line) or _underlined(section, line)
        if heading:
            yield section
            section = _Section(*heading)
        else:
            section.lines.append((line, code))
    yield section


def _underlined(section: _Section, line: str) -> tuple[int, str] | None:
    title = section.take_underlined() if _UNDERLINE.match(line) else ""
    return (1 if "=" in line else 2, title) if title else None


def _blocks(sections: list[_Section], title: str, body: str) -> Iterator[TextBlock]:
    """A block for each section that has text, or whose title would otherwise be lost."""
    wrapping = Wrapping.of(body.split("\n"))
    above: list[_Section] = []
    titled = False
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        above = [each for each in above if each.level < section.level]
        if section.title.casefold() == title.casefold() and not titled:
            titled = True  # the document's title, which each block has anyway
        elif section.title:
            above.append(section)
        text = section.text(wrapping)
        path = [each.title for each in above]
        if text:
            yield TextBlock(text=text, headings=tuple(path))
        elif section in above and not (after and after.level > section.level):
            yield TextBlock(text=path.pop(), headings=tuple(path))
