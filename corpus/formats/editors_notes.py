"""Takes what an editor has added out of an act: how a provision was worded, and by what changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lexhop.corpus.formats.line import Line
from lexhop.corpus.formats.provisions import sections

_PLACE = r"(?:, (?:stk|nr|litra|pkt)\.? ?[\w.-]{1,8}(?: og [\w.-]{1,8})?){0,4}"
_SUBJECT = (
    rf"(?:§§? ?\d{{1,4}}(?: ?[A-Za-zæøåÆØÅ]\b)?(?:[-–]\d{{1,4}})?{_PLACE}"
    rf"|Stk\. ?\d{{1,3}}{_PLACE}|Paragraffen|Bestemmelsen)"
)
_CHANGED = r"(?:ændret|ophævet|indsat|affattet|nyaffattet|tilføjet|omnummereret|udgået|indført)"
_BY = r"(?:ved|af|i|jf\.|gennem) (?:L\b|lov|LOV|LBK|bek|BEK)"
_CHANGE = (
    rf"{_SUBJECT} (?:(?:er|blev|var|har)\b[^:§]{{0,120}}?\b)?{_CHANGED}\b[^:§]{{0,60}}?{_BY}"
    rf"|(?:Som ændret|Ændret|Indsat|Affattet|Nyaffattet|Tilføjet) {_BY}"
)
_OLD = (
    r"(?:Hidtidig|Tidligere|Forrige|Oprindelig|Gammel|Nugældende|Nuværende|Ældre)e? "
    r"(?:formulering|ordlyd|affattelse|tekst|bestemmelse|lovtekst)(?: (?:af|for) [^:]{1,30})?\s?:"
    r"|(?:Indtil|Før) [^:.]{0,80}(?:\. [a-zæøå][^:.]{0,40})?følgende "
    r"(?:ordlyd|formulering|affattelse)\s?:"
)
_COMMENT = (
    r"(?:Kommentar(?:er)?|Bemærkning(?:er)?|Forarbejder|Retspraksis|Redaktion(?:el|ens) note"
    r"|Red\. ?(?:anm\.|note)?|Anmærkning(?:er)?|Anm\.|Note)(?: til [^:]{1,40})?(?:\s?:|$)"
)
_BEGINS = re.compile(
    rf"(?:^|(?<=[.):;\]] ))(?P<bracket>[\[(]?)(?P<note>{_CHANGE}|{_OLD}|{_COMMENT})"
)
_TITLES = re.compile(_COMMENT)
_WHOLE = re.compile(r"§§? ?\d{1,4}(?: ?[A-Za-zæøåÆØÅ]\b)? (?:er|blev|var|har)\b")
_QUOTES_WHOLE = re.compile(r":\s*»?§")
_CLOSING = {"[": "]", "(": ")"}


def with_editors_notes_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines, an editor's note on a provision as a "note" line after what it is on.

    Old wording goes on to the next provision, or to the subsection that the law goes on with.
    """
    if not any(_BEGINS.search(line.text) for line in lines if line.kind != "heading"):
        return list(lines)
    return list(_Separation().of(lines))


def titles_comment(text: str) -> bool:
    """Whether a line is the title of an editor's comment, and not wrapped."""
    return _TITLES.fullmatch(text) is not None


@dataclass(slots=True)
class _Separation:
    """Where in the act a line is: in which provision and subsection, and in which note."""

    _section: str = ""
    _last: str = ""
    _reached: int = 0
    _note: Line | None = None

    def of(self, lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            if self._note and self._goes_on(line):
                self._note = replace(self._note, text=f"{self._note.text}\n{line.printed}")
                continue
            yield from self._ended()
            self._move_to(line)
            yield from self._divided(line) if self._section else (line,)
        yield from self._ended()

    def _goes_on(self, line: Line) -> bool:
        assert self._note is not None  # noqa: S101
        if line.kind == "text":
            return True
        if line.kind == "provision":
            first, _ = sections(line.marker)
            return not line.level and first.casefold() in {self._section, self._last}
        if line.kind == "subsection":
            whole = self._note.place == "provision"
            return whole or _number(line) != self._reached + 1
        return False

    def _ended(self) -> Iterator[Line]:
        if self._note:
            yield self._note
        self._note = None

    def _move_to(self, line: Line) -> None:
        if line.kind == "provision":
            first, last = sections(line.marker)
            self._section, self._last = first.casefold(), last.casefold()
            self._reached = 1
        elif line.kind == "subsection":
            self._reached = _number(line)
        elif line.kind in ("heading", "outside"):
            self._section = self._last = ""

    def _divided(self, line: Line) -> Iterator[Line]:
        """The law of a line, and the note in it, which may go on in the next ones."""
        found = (
            _BEGINS.search(line.text) if line.kind in ("provision", "subsection", "text") else None
        )
        if not found:
            yield line
            return
        law, noted = line.text[: found.start()].strip(), line.text[found.start() :]
        closing = _CLOSING.get(found["bracket"], "")
        end = noted.rfind(closing) + 1 if closing else 0
        after = noted[end:].strip() if end else ""
        if end and len(after) > 1:  # the law goes on behind the bracket
            law, noted = f"{law} {after}".strip(), noted[:end]
        if law or line.kind != "text":
            yield replace(line, text=law)
        whole = _WHOLE.match(found["note"]) or _QUOTES_WHOLE.search(noted)
        note = replace(line, kind="note", text=noted, marker="", level=0)
        note = replace(note, place="provision" if whole else "subsection")
        if end:
            yield note
        else:
            self._note = note


def _number(line: Line) -> int:
    found = re.search(r"\d{1,4}", line.marker)
    return int(found[0]) if found else 0
