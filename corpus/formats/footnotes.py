"""Takes the numbered notes of a text out of its law: "(1) ..." and the mark "(1)" that it is on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lexhop.corpus.formats.line import Line

_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERSCRIPT, "0123456789")
_FORMS = (
    rf"\((?P<round>\d{{1,3}})\)|\[\^(?P<markdown>\w{{1,12}})\]|\[(?P<square>\d{{1,3}})\]"
    rf"|(?P<half>\d{{1,2}})\)|(?P<bare>\d{{1,2}})(?![\w)%]|[.,]\d)"
    rf"|(?P<raised>[{_SUPERSCRIPT}]{{1,3}})\)?"
)
_DEFINITION = re.compile(rf"(?:{_FORMS}):?\s+(?=\S)")
_GLUED = re.compile(rf"(?<=[^\W\d_]|[.,;:»”)])(?:{_FORMS})|(?<=\S)\[\^(?P<any>\w{{1,12}})\]")
_SPACED = re.compile(
    rf"(?<=\w)\s(?:\((?P<round>\d{{1,3}})\)|\[(?P<square>\d{{1,3}})\]"
    rf"|(?P<raised>[{_SUPERSCRIPT}]{{1,3}}))(?=[\s.,;:]|$)"
)
"""A mark with a space before it; "1)" is then the number of an item."""
_SAME = {"any": "markdown"}
_TITLES = frozenset(
    ("noter", "note", "fodnoter", "fodnote", "slutnoter", "officielle noter", "notes", "footnotes")
)
_LAW = ("heading", "provision", "subsection", "text")
_UNTIED = -1


@dataclass(frozen=True, slots=True)
class _NoteMark:
    form: str
    number: str

    @classmethod
    def of(cls, found: re.Match[str]) -> "_NoteMark":
        form = str(found.lastgroup)
        return cls(_SAME.get(form, form), str(found[form]).translate(_PLAIN))


def with_footnotes_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, each note right after the line that it is on, and its mark taken out of that.

    A line that opens like a note is one where its mark stands in the law before it, or where it is
    among such notes; one whose mark stands there more than once is a note of the whole act.
    """
    marked = {at: _NoteMark.of(found) for at, found in _definitions(lines)}
    if not marked:
        return list(lines)
    tied = _tied(lines, marked)
    notes = {at for at, on in tied.items() if on is not None or marked[at].form == "markdown"}
    for at in (*marked, *reversed(marked)):
        if _among(lines, at, notes, marked):
            notes.add(at)
    return list(_apart(lines, marked, tied, notes)) if notes else list(lines)


def _definitions(lines: Sequence[Line]) -> Iterator[tuple[int, re.Match[str]]]:
    """Lines that open like a note; with a bare number only those after the provisions."""
    last = max((at for at, line in enumerate(lines) if line.kind == "provision"), default=0)
    for at, line in enumerate(lines):
        found = _DEFINITION.match(line.text) if line.kind == "text" else None
        if found and (found.lastgroup != "bare" or at > last):
            yield at, found


def _tied(lines: Sequence[Line], marked: dict[int, _NoteMark]) -> dict[int, int | None]:
    """For each that may be a note the line that its mark is on, `_UNTIED` if several, or None."""
    wanted = set(marked.values())
    glued: dict[_NoteMark, list[int]] = {}
    spaced: dict[_NoteMark, list[int]] = {}
    tied: dict[int, int | None] = {}
    for at, line in enumerate(lines):
        if mark := marked.get(at):
            places = glued.pop(mark, None) or _only(spaced.pop(mark, []))
            tied[at] = None if not places else places[0] if len(places) == 1 else _UNTIED
        elif line.kind in _LAW:
            for pattern, where in ((_GLUED, glued), (_SPACED, spaced)):
                for found in pattern.finditer(line.text):
                    if (one := _NoteMark.of(found)) in wanted:
                        where.setdefault(one, []).append(at)
    return tied


def _only(places: list[int]) -> list[int]:
    return places if len(places) == 1 else []


def _among(lines: Sequence[Line], at: int, notes: set[int], marked: dict[int, _NoteMark]) -> bool:
    """Whether a line stands right beside a note that is written as it is, or under "Noter"."""
    beside = any(
        each in notes and marked[each].form == marked[at].form for each in (at - 1, at + 1)
    )
    return beside or (at > 0 and _titles(lines[at - 1]))


def _titles(line: Line) -> bool:
    return line.text.casefold().strip(" .:") in _TITLES and line.kind in ("heading", "text")


def _apart(
    lines: Sequence[Line],
    marked: dict[int, _NoteMark],
    tied: dict[int, int | None],
    notes: set[int],
) -> Iterator[Line]:
    moved: dict[int, list[Line]] = {}
    stay: dict[int, Line] = {}
    taken: set[int] = set()
    for at in sorted(notes):
        note, end = _note(lines, at, marked, notes)
        taken.update(range(at, end))
        on = tied[at]
        if on is None or on == _UNTIED:
            stay[at] = replace(note, place="act")
        else:
            moved.setdefault(on, []).append(note)
        if at and _titles(lines[at - 1]):
            taken.add(at - 1)
    gone = {marked[at] for at in notes if tied[at] is not None}
    for at, line in enumerate(lines):
        if at in stay:
            yield stay[at]
        if at in taken:
            continue
        yield _unmarked(line, gone) if line.kind in _LAW else line
        yield from moved.get(at, ())


def _note(
    lines: Sequence[Line], at: int, marked: dict[int, _NoteMark], notes: set[int]
) -> tuple[Line, int]:
    """The note that begins at a line, and where it ends: at the next mark of the law or note."""
    found = _DEFINITION.match(lines[at].text)
    texts = [lines[at].text[found.end() if found else 0 :]]
    end = at + 1
    while end < len(lines) and lines[end].kind == "text" and end not in notes:
        if _titles(lines[end]):
            break
        texts.append(lines[end].text)
        end += 1
    return replace(
        lines[at], kind="note", text="\n".join(texts), marker=f"{marked[at].number})"
    ), end


def _unmarked(line: Line, gone: set[_NoteMark]) -> Line:
    """A line of law without the marks of notes, so that it reads as the law is printed."""

    def kept(found: re.Match[str]) -> str:
        return "" if _NoteMark.of(found) in gone else found[0]

    glued = _GLUED.sub(kept, line.text)
    text = _SPACED.sub(kept, line.text) if glued == line.text else glued
    return replace(line, text=text)
