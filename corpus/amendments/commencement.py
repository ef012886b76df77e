"""When the instructions of an amending act come into force, by its own rules."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lexhop.corpus.amendments.places import places_at
from lexhop.corpus.citations.numbered_acts import iso_day
from lexhop.corpus.documents import Document
from lexhop.corpus.text.sentences import sentence_spans

_SUBSECTION = re.compile(r"(?:§ ?\d+\.?\s*)?(?:Stk\. ?\d+\. ?)?")
_WHOLE = re.compile(r"(?:Denne l|L)oven(?: her)? træder i kraft (?P<when>[^§]+)")
_ON = re.compile(r"(?:den|fra den|fra og med den) (?P<day>\d{1,2}\.? ?[a-zæøå]+ \d{4})")
_NEXT_DAY = re.compile(r"dagen efter bekendtgørelsen i Lovtidende")
_IN_FORCE = re.compile(r",? ?træder (?:dog )?i kraft (?P<when>[^§]+)")
_UNKNOWN = re.compile(
    r"(?:fastsætter tidspunktet for (?P<own>lovens )?ikrafttræd|træder i kraft efter)"
)
_MARK = re.compile(r"§§?\s?\d")


@dataclass(frozen=True, slots=True)
class Commencement:
    """The days, as ISO days, from which an amending act applies; "" for one that isn't set.

    `apart` has those of instructions, by (section, number), and of whole sections, by (section,
    "").
    """

    day: str
    apart: dict[tuple[str, str], str]

    def of(self, section: str, number: str) -> str:
        """The day of an instruction."""
        for key in ((section, number), (section, "")):
            if key in self.apart:
                return self.apart[key]
        return self.day


def commencement_of(act: Document) -> Commencement:
    """Read from the rules of an amending act. A day that can't be read is none."""
    amending = {amended.section for amended in act.amends}
    rules = [block.text for block in act.blocks if _section_of(block.label) not in amending]
    day = ""
    apart: dict[tuple[str, str], str] = {}
    for sentence in _sentences(rules):
        if whole := _WHOLE.match(sentence):
            day = _day(whole["when"], act.announced)
        elif unknown := _UNKNOWN.search(sentence):
            parts = list(_parts(sentence))
            apart |= dict.fromkeys(parts, "")
            day = "" if unknown["own"] or not parts else day
        elif found := next(_in_force(sentence), None):
            apart |= dict.fromkeys(
                _parts(sentence[: found.start()]), _day(found["when"], act.announced)
            )
    return Commencement(day, apart)


def _section_of(label: str) -> str:
    places = places_at(label).places
    return places[0].section if places else ""


def _sentences(rules: Sequence[str]) -> Iterator[str]:
    for rule in rules:
        for line in rule.split("\n"):
            begun = _SUBSECTION.match(line)
            rest = line[begun.end() :] if begun else line
            yield from (rest[start:end] for start, end in sentence_spans(rest))


def _in_force(sentence: str) -> Iterator[re.Match[str]]:
    if sentence.startswith("§"):
        yield from _IN_FORCE.finditer(sentence)


def _parts(sentence: str) -> Iterator[tuple[str, str]]:
    """(section, number) of each place that a sentence names."""
    end = 0
    for mark in _MARK.finditer(sentence):
        if mark.start() < end:
            continue
        found = places_at(sentence, mark.start())
        end = found.end
        for place in found.places:
            first, last = place.section, place.to or place.section
            if first.isdigit() and last.isdigit():
                for section in range(int(first), int(last) + 1):
                    yield str(section), place.nr
            else:
                yield first, place.nr


def _day(text: str, announced: str) -> str:
    if named := _ON.match(text.strip()):
        return iso_day(named["day"])
    if _NEXT_DAY.match(text.strip()) and announced:
        return (date.fromisoformat(announced) + timedelta(days=1)).isoformat()
    return ""
