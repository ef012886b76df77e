"""Find and read Danish statutory citations, in law text and in questions.

The grammar is that of Danish drafting practice: sections, subsections ("stk."), numbers ("nr."),
letters ("litra") and sentences ("pkt."), each as a single one, a range or a list. What a citation
leaves out (act, section) is that of the text it stands in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lexhop.corpus.citations import grammar
from lexhop.corpus.citations.act_after import act_after
from lexhop.corpus.citations.act_before import act_before
from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.bracketed_parts import BRACKETED, bracketed
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation
from lexhop.corpus.citations.cited_act import NamedAct
from lexhop.corpus.citations.readable import readable


@dataclass(slots=True)
class _Cursor:
    """Reads one citation list from `at` on."""

    text: str
    at: int

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match


@dataclass(slots=True)
class _Segment:
    """What one "§" or "§§" of a list governs, and the word that joins it to the one before."""

    join: str = ""
    citations: list[ParsedCitation] = field(default_factory=list)


def parse_citations(text: str, acts: ActNames) -> list[ParsedCitation]:
    """All citations in `text`, in order; lists are taken apart, ranges kept.

    "stk. 2" and the like give a citation without section: the caller knows the provision.
    "samme lov" gives the act named before it, UNKNOWN_ACT where there is none.
    """
    read = readable(text)
    return [read.placed(citation) for citation in _parse(read.text, acts)]


def _parse(text: str, acts: ActNames) -> list[ParsedCitation]:
    found: list[ParsedCitation] = []
    last = NamedAct("", 0, 0)
    at = waiting = 0
    while anchor := grammar.ANCHOR.search(text, at):
        cursor = _Cursor(text, anchor.end())
        if anchor["section"]:
            read = _read_list(cursor, anchor, acts, last)
            if read and read[0].act:
                last = NamedAct(read[0].act, anchor.start(), cursor.at)
            found[len(found) - waiting :] = _merged(found[len(found) - waiting :], read)
            waiting = 0
        elif anchor["foreign"]:
            _skip_foreign(cursor)
        elif anchor["numbered"]:
            cursor.take(grammar.ACT_NUMBER)
        else:
            cursor.at = anchor.start()
            read = [] if _is_marker(text, cursor.at) else _read_relative(cursor)
            if found and grammar.EXCEPT.fullmatch(text, found[-1].end, anchor.start()):
                read = [_within(found[-1], part) for part in read]
            found += read
            waiting = len(read) if read and cursor.take(grammar.OF_SECTION) else 0
        at = max(cursor.at, anchor.end())
    return found


def _is_marker(text: str, at: int) -> bool:
    """Whether "Stk. 2." opens a line: then it numbers a subsection and cites nothing."""
    opens = at == 0 or text[at - 1] == "\n"
    return opens and grammar.MARKER.match(text, at) is not None


def _skip_foreign(cursor: _Cursor) -> None:
    """Move past "artikel 5, stk. 2, litra b": those parts are not of a Danish act."""
    cursor.take(grammar.FOREIGN_NUMBER)
    while _take_part(cursor):
        pass


def _read_relative(cursor: _Cursor) -> list[ParsedCitation]:
    return list(_read_fine(cursor, ParsedCitation(start=cursor.at)))


def _merged(
    parts: Sequence[ParsedCitation], read: Sequence[ParsedCitation]
) -> list[ParsedCitation]:
    """ "stk. 2 i § 5" as one citation, where the section has no parts of its own after it."""
    if not parts or not read or read[0].locator:
        return [*parts, *read]
    whole = [replace(_within(read[0], part), end=read[0].end) for part in parts]
    return [*whole, *read[1:]]


def _within(section: ParsedCitation, part: ParsedCitation) -> ParsedCitation:
    """`part` with the act and section of `section`."""
    return replace(part, act=section.act, section=section.section, section_to=section.section_to)


def _read_list(
    cursor: _Cursor, anchor: re.Match[str], acts: ActNames, last: NamedAct
) -> list[ParsedCitation]:
    """The list after a section mark, each citation with its act; `cursor` moves past the name."""
    many = _governs_several(anchor[0])
    segments = [
        segment
        for segment in _read_segments(cursor, anchor.start(), many=many)
        if segment.citations
    ]
    if not segments:
        return []
    text, start = cursor.text, anchor.start()
    before = act_before(text, start, acts, last)
    after = act_after(text, cursor.at, acts, last)
    if before and before.former_only:
        before, after = None, _former(after, cursor.at)
    bound = _bound_to_what_follows(segments, before, after) if after else len(segments)
    read = [
        replace(
            citation, act=after.act if after and number >= bound else before.act if before else ""
        )
        for number, segment in enumerate(segments)
        for citation in segment.citations
    ]
    if before and bound:
        read[0] = replace(read[0], start=before.start)
    if after:
        cursor.at = max(cursor.at, after.end)
    return read


def _former(after: NamedAct | None, at: int) -> NamedAct:
    """The act of "hidtil gældende § 5": a former version, which is not the one in force."""
    if after and after.act:
        return replace(after, act=f"tidligere {after.act}")
    return NamedAct(UNKNOWN_ACT, at, at)


def _bound_to_what_follows(
    segments: Sequence[_Segment], before: NamedAct | None, after: NamedAct
) -> int:
    """Index of the first segment that an act named after the list belongs to.

    All of them ("§ 2 og § 3 i ligningsloven"), but not those before "samt" or before a lower number
    ("§ 7 og § 2 i ligningsloven": within an act numbers rise), and only the last one where the
    list has an act before it too, or "jf." introduces the act that brought it in.
    """
    apart = 0
    for number, (earlier, segment) in enumerate(pairwise(segments), start=1):
        falls = _section_number(segment) < _section_number(earlier)
        if "samt" in segment.join or (falls and not _leads_on(segment)):
            apart = number
    if before or (after.by_number and _leads_on(segments[-1])):
        return apart or len(segments) - 1
    return apart


def _leads_on(segment: _Segment) -> bool:
    """Whether "jf." or "cf." joins `segment` to the one before."""
    return "f." in segment.join


def _governs_several(mark: str) -> bool:
    """Whether a bare number behind a section mark's list is a section too: "§§", "sections"."""
    return mark.rstrip().rstrip(".").casefold() in {"§§", "sections", "secs", "ss", "paragrafferne"}


def _section_number(segment: _Segment) -> int:
    return int(segment.citations[0].section.split()[0])


def _read_segments(cursor: _Cursor, start: int, *, many: bool) -> Iterator[_Segment]:
    """The coordinated list behind a "§": "§§ 2-4 og 7", "§ 5, stk. 1, og § 6, nr. 2"."""
    segment = _Segment()
    while sections := cursor.take(grammar.SECTIONS):
        first, last = (
            grammar.section_of(sections["first"]),
            grammar.section_of(sections["last"] or ""),
        )
        if not last and first[-1].isalpha() and (short := cursor.take(grammar.LETTER_RANGE)):
            last = first[:-1] + short["letter"]
        base = ParsedCitation(section=first, section_to=last, start=start, end=cursor.at)
        segment.citations += _read_fine(cursor, base)
        joined = cursor.at
        if mark := cursor.take(grammar.NEXT_MARKED):
            yield segment
            segment = _Segment(cursor.text[joined : mark.start("mark")])
            many = _governs_several(mark["mark"])
            start = mark.start("mark")
        elif (many and cursor.take(grammar.NEXT_BARE)) or cursor.take(grammar.NEXT_LETTERED):
            start = cursor.at
        else:
            break
    yield segment


_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("subsection", grammar.SUBSECTION),
    ("subsection", grammar.ORDINAL_SUBSECTION),
    ("number", grammar.NUMBER),
    ("letter", grammar.LETTER),
    ("sentence", grammar.SENTENCE),
    ("sentence", grammar.ENGLISH_SENTENCE),
)


def _read_fine(cursor: _Cursor, base: ParsedCitation) -> Iterator[ParsedCitation]:
    """The parts below the section; each member of a list is a citation of its own."""
    current = [base]
    if base.section and (brackets := cursor.take(BRACKETED)):
        current = bracketed(base, brackets)
    read = False
    while part := _take_part(cursor):
        level, match = part
        begins_another = bool(getattr(current[-1], level)) or match["join"].strip(" ,.\xa0\n") != ""
        if read and begins_another:
            yield from current
        elif len(current) > 1:
            yield from current[:-1]
        current = [
            _at_level(level, current[-1], member, cursor.at) for member in _members(level, match)
        ]
        read = True
    if read or base.section:
        yield from current


def _take_part(cursor: _Cursor) -> tuple[str, re.Match[str]] | None:
    for level, pattern in _PARTS:
        if match := cursor.take(pattern):
            return level, match
    return None


def _at_level(level: str, place: ParsedCitation, member: str, end: int) -> ParsedCitation:
    """`place` with `member` at `level` and nothing below it."""
    match level:
        case "subsection":
            return replace(place, subsection=member, number="", letter="", sentence="", end=end)
        case "number":
            return replace(place, number=member, letter="", sentence="", end=end)
        case "letter":
            return replace(place, letter=member, sentence="", end=end)
        case _:
            return replace(place, sentence=member, end=end)


def _members(level: str, part: re.Match[str]) -> list[str]:
    if part.re in {grammar.ORDINAL_SUBSECTION, grammar.ENGLISH_SENTENCE}:
        return [grammar.ordinal_of(part["list"])]
    if level == "sentence":
        return [grammar.sentences_of(part["list"])]
    return grammar.members_of(part["list"])
