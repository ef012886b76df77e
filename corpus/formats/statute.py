"""Reads an act from Markdown or plain text: provisions at "§ 33 A.", subsections at "Stk. 2."."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.editors_notes import with_editors_notes_apart
from lexhop.corpus.formats.footnotes import with_footnotes_apart
from lexhop.corpus.formats.line import Line
from lexhop.corpus.formats.masthead import masthead_of
from lexhop.corpus.formats.outside import with_outside_marked
from lexhop.corpus.formats.several_acts import acts_in
from lexhop.corpus.formats.source import amending_act
from lexhop.corpus.formats.statute_lines import statute_lines
from lexhop.corpus.formats.statute_reader import StatuteReader
from lexhop.corpus.formats.titles import act_id, is_amending, short_title_of, slug
from lexhop.corpus.text.language import guess_language


def read_statutes(description: Description, lines: Sequence[Line], path: Path) -> list[Document]:
    """The acts of these lines, one after the other; the description is of the first.

    Raises AmendingActError where one by its title only changes others.
    """
    first, *others = acts_in(lines)
    acts = [_act(description, first, path)]
    language = Description(language=description.language)
    for each in others:
        act = _act(language, each, path)
        ids = {one.id for one in acts}
        name = act.id
        count = 1
        while act.id in ids:
            count += 1
            act = replace(act, id=f"{name}-{count}")
        acts.append(act)
    return acts


def read_statute(description: Description, body: str, path: Path) -> Document:
    """The one act that `body` is, named by its description, its masthead or its file.

    Raises AmendingActError for an act that by its title only changes others.
    """
    return _act(description, statute_lines(body), path)


def _act(description: Description, lines: Sequence[Line], path: Path) -> Document:
    lines = with_footnotes_apart(lines)
    masthead = masthead_of(lines)
    described = masthead.describe(description)
    title = described.title or path.stem
    if is_amending(title):
        raise amending_act(path, title)
    short_title = described.short_title or short_title_of(title)
    described = replace(
        described,
        id=described.id or act_id(described.number) or slug(short_title) or path.stem,
        title=title,
        short_title=short_title,
        language=described.language or guess_language("\n".join(each.text for each in lines)),
    )
    first = next((line for line in lines if line.kind not in ("text", "note")), None)
    named = first and first.kind == "heading" and first.text.casefold()
    read = masthead.lines if masthead.title == title else ()
    read = (*read, first) if first and named in (title.casefold(), short_title.casefold()) else read
    act = _read([line for line in lines if not any(line is each for each in read)])
    return described.document("statute", provisions=act.provisions, blocks=act.blocks)


def _read(lines: Sequence[Line]) -> StatuteReader:
    """The act of its lines, with what is no law of it apart."""
    lines = with_editors_notes_apart(with_outside_marked(lines))
    act = StatuteReader()
    for at, line in enumerate(lines):
        act.read(line, lines[at + 1] if at + 1 < len(lines) else None)
    act.close(0)
    return act
