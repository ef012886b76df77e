"""When the instructions of an amending act come into force, by its own rules."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from lexhop.corpus.amendments.changes import Place
from lexhop.corpus.amendments.places import places_at
from lexhop.corpus.citations.numbered_acts import iso_day
from lexhop.corpus.documents import Document
from lexhop.corpus.text.sentences import sentence_spans

_SUBSECTION = re.compile(r"(?:§ ?\d+\.?\s*)?(?:Stk\. ?\d+\. ?)?")
_BEHIND_YEAR = re.compile(r"(?<=\d{4}\.)\s+(?=§)")
_DAY = (
    r"(?:(?:den|fra den|fra og med den) (?P<day>\d{1,2}\.? ?[a-zæøå]+ \d{4})"
    r"|(?P<next>dagen efter bekendtgørelsen i Lovtidende))"
)
_IN_FORCE = rf"træder (?:dog )?(?:først )?i kraft {_DAY}"
_TAIL = re.compile(
    r"(?:,? jf\. (?:dog )?"
    r"(?:(?:stk\.|§§?|nr\.|pkt\.|og|eller|\d++(?: ?[a-zæøå]\b)?\.?)[ ,–-]*+)++)?"
    r"(?:,? (?:og|men) (?:har (?:dog )?virkning|finder anvendelse"
    r"|gælder ikke for (?:Færøerne|Grønland))(?:(?!i kraft)[^§])*)?\.?"
)
_WHOLE = re.compile(rf"(?:Denne lov|Loven(?: her)?) {_IN_FORCE}")
_OF_PARTS = re.compile(rf",? ?{_IN_FORCE}")
_AND = re.compile(r",? (?:og|samt|mens) (?=§)")

_MEANWHILE = re.compile(
    r"\b(?:før|inden|forinden|indtil|til|når|da|hvor|hvis|efter|fra)(?: det tidspunkt)?,?"
    r"(?: at| hvor)? (?:denne )?(?:lov|§)[^.]{0,60}?\b(?:træder|er trådt) i kraft"
)
"""What tells of other things before and after, not when."""

_ELSEWHERE = re.compile(r"\bfor (?:Færøerne|Grønland)\b")
_HEREIN = re.compile(r"(?:\w{1,60}minister\w{0,8}|Ministeren|Regeringen) kan herunder\b")
_SPEAKS = re.compile(
    r"\b(?:træder|træde|sættes|sætter)\b.{0,300}\bi kraft\b"
    r"|\btidspunkt\w* for\b.{0,200}\bikrafttræd"
    r"|\bikrafttræd\w+\b.{0,200}\b(?:tidspunkt|fastsættes|bestemmes)"
)
_ENDS = re.compile(r"(?:Denne lov|Loven)\b.{0,40}\b(?:ophæves|ophører|bortfalder)\b")
_PART_ENDS = re.compile(r"§.{0,80}?\b(?:ophæves|ophører|bortfalder)\b")
_MARK = re.compile(r"§§?\s?\d")
_OF_ANOTHER = re.compile(r",? i (?!kraft)")

_Part = tuple[str, str]
"""A section of an amending act, and the number of an instruction or ""."""


@dataclass(frozen=True, slots=True)
class Commencement:
    """The days, as ISO days, from which an amending act applies; "" for one that isn't set.

    `apart` has those of instructions, by (section, number), and of whole sections, by (section,
    "").
    """

    day: str
    apart: dict[_Part, str]

    def of(self, section: str, number: str) -> str:
        """The day of an instruction."""
        for key in ((section, number), (section, "")):
            if key in self.apart:
                return self.apart[key]
        return self.day


def commencement_of(act: Document) -> Commencement:
    """Read from the rules of an amending act, each whole or not at all.

    What a rule that isn't read speaks of has no day; that is the act where it names no part of it.
    """
    amending = {amended.section for amended in act.amends}
    rules = [block.text for block in act.blocks if _section_of(block.label) not in amending]
    days: set[str] = set()
    apart: defaultdict[_Part, set[str]] = defaultdict(set)
    for sentence in _sentences(rules):
        if _ELSEWHERE.search(sentence) and not _WHOLE.match(sentence):
            continue
        if whole := _whole(sentence, act):
            days.add(whole)
        elif read := _places_by_day(sentence, act):
            for place, day in read:
                for part in _parts(place, amending):
                    apart[part].add("" if place.stk or place.litra or place.pkt else day)
        elif _is_of_commencement(sentence):
            named = [part for place in _named(sentence) for part in _parts(place, amending)]
            for part in named:
                apart[part].add("")
            days |= set() if named else {""}
    return Commencement(_only(days), {part: _only(found) for part, found in apart.items()})


def _only(days: set[str]) -> str:
    return next(iter(days)) if len(days) == 1 else ""


def _section_of(label: str) -> str:
    places = places_at(label).places
    return places[0].section if places else ""


def _sentences(rules: Sequence[str]) -> Iterator[str]:
    for rule in rules:
        for line in rule.split("\n"):
            begun = _SUBSECTION.match(line)
            rest = line[begun.end() :] if begun else line
            for start, end in sentence_spans(rest):
                yield from _BEHIND_YEAR.split(rest[start:end])


def _whole(sentence: str, act: Document) -> str:
    """The day of "Loven træder i kraft ...", "" for another sentence or more than is read."""
    found = _WHOLE.match(sentence)
    return _day(found, act) if found and _TAIL.fullmatch(sentence, found.end()) else ""


def _places_by_day(sentence: str, act: Document) -> list[tuple[Place, str]]:
    """The places in "§ 1, nr. 2, træder i kraft ..., og § 3 ..."; none if more is said."""
    read: list[tuple[Place, str]] = []
    at = 0
    while True:
        named = places_at(sentence, at)
        found = _OF_PARTS.match(sentence, named.end)
        if not (named.places and found):
            return []
        read += [(place, _day(found, act)) for place in named.places]
        at = found.end()
        if _TAIL.fullmatch(sentence, at):
            return read
        joined = _AND.match(sentence, at)
        if joined is None:
            return []
        at = joined.end()


def _is_of_commencement(sentence: str) -> bool:
    if _HEREIN.match(sentence):
        return False
    rest = _MEANWHILE.sub(" ", sentence)
    return bool(_SPEAKS.search(rest) or _ENDS.match(rest) or _PART_ENDS.match(rest))


def _named(sentence: str) -> Iterator[Place]:
    """Each place that a sentence names and that isn't said to be of another act."""
    end = 0
    for mark in _MARK.finditer(sentence):
        if mark.start() < end:
            continue
        found = places_at(sentence, mark.start())
        end = found.end
        if not _OF_ANOTHER.match(sentence, end):
            yield from found.places


def _parts(place: Place, amending: Set[str]) -> Iterator[_Part]:
    """The parts of the act that `place` is, by its amending sections."""
    for section in amending:
        if section == place.section or (place.to and _is_within(section, place)):
            yield section, place.nr


def _is_within(section: str, place: Place) -> bool:
    if section.isdigit() and place.section.isdigit() and place.to.isdigit():
        return int(place.section) <= int(section) <= int(place.to)
    return section == place.to


def _day(found: re.Match[str], act: Document) -> str:
    if found["day"]:
        return iso_day(found["day"])
    try:
        return (date.fromisoformat(act.announced) + timedelta(days=1)).isoformat()
    except ValueError:
        return ""
