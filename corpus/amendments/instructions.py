"""Reads an instruction of an amending act as typed changes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lexhop.corpus.amendments.changes import EVERYWHERE, Place, TextChange
from lexhop.corpus.amendments.places import level_of, moved, places_at, same_container
from lexhop.corpus.amendments.word_changes import TIMES, word_changes
from lexhop.corpus.documents import Instruction

_QUOTE = re.compile(r"»([^«»]*)«|\"([^\"]*)\"|”([^”]*)”")
_LINK = re.compile(r"(?:[.,;]? og |[,;] )(?=[ieæustQf]|ophæves)")
_BECOMES = re.compile(r"[,]? ?(?:som|der) (?:herefter )?bliver (?=stk\.|nr\.|\d)")
_EVERYWHERE = re.compile(r"(?:Overalt i|I hele) loven |I loven (?=ændres overalt)")
_BESIDE = re.compile(
    r"(?:I )?(?:over?skrift|Overskrift|lovens titel|titlen|fodnoten|[Nn]oten|Fodnoten|Lovens titel"
    r"|Titlen|Som fodnote|I fodnote|Bilag|bilag|Som (?:nyt )?bilag|Indholdsfortegnelsen)",
)
_TIMES_FIRST = re.compile(r"(?P<times>To|Tre|Fire|Fem|Seks) steder i (?=§)")
_HEADING_OF = re.compile(r"\b(?:før|efter|til|over|foran|ved) §$")

_CHAPTERS_OUT = re.compile(r"Kapitel (?P<chapter>\d{1,3}(?: [a-z])?) ophæves\.?$")
_NEW_CHAPTER = re.compile(
    r"Efter kapitel (?P<chapter>\d{1,3}(?: [a-z])?) indsættes(?: som .{3,40})?(?: i .{3,40})?:?$"
)
_NEW_PROVISIONS = re.compile(r"(?P<where>Efter|Før) (?=§)")
_INSERTED = re.compile(
    r",? indsættes(?! efter| som (?:stk|nr|\d))"
    r"(?:(?!ophæves|ændres|affattes|udgår|bliver|flyttes|indsættes).){0,120}$"
)
_AS_NEW = re.compile(
    r"indsættes (?P<where>efter|før) (?P<there>(?:stk\.|nr\.|litra|\d).{1,40}?),? som "
    r"(?:nyt|nye|et nyt) "
    r"(?:stykker?|punktum(?:mer)?|numm?(?:er|re)|litra(?:er)?)[:.]?$"
)
_AS_NEW_BEHIND = re.compile(
    r"indsættes som (?:nyt|nye) (?:stykker?|punktum(?:mer)?|numm?(?:er|re)|litra(?:er)?) "
    r"(?P<where>efter|før) (?P<there>(?:stk\.|nr\.|litra|\d).{1,40}?)[:.]?$"
)
_AS_NEW_SENTENCE = re.compile(r"indsættes (?P<where>efter|før) (?P<there>\d{1,2}\. pkt\.):$")
_AS = re.compile(r"(?:indsættes som (?P<as>.{3,40}?)|som (?P<alone>.{3,40}?) indsættes):?$")
_REPLACED = re.compile(r"(?:ophæves, og i stedet indsættes|affattes således)(?: som .{3,30})?:?$")
_REPEALED = re.compile(r"ophæves(?P<there> (?:stk\.|nr\.|litra|\d).{1,40})?\.?$")
_MORE_PLACES = re.compile(r",? og (?:i )?(?=stk\.|nr\.|§|\d)")
_SIGN = re.compile("§+")
_HELD = re.compile(r"Q\d")


def changes_of(instruction: Instruction) -> list[TextChange] | None:
    """The changes that `instruction` makes, in their order; None where it can't be read.

    What is read is read whole: a word of it that isn't understood makes it None.
    """
    quotes: list[str] = []

    def held(match: re.Match[str]) -> str:
        quotes.append(next(each for each in match.groups() if each is not None))
        return f"Q{len(quotes) - 1}"

    if _HELD.search(_QUOTE.sub(" ", instruction.text)) or "§" in instruction.moved:
        return None
    text = " ".join(_QUOTE.sub(held, instruction.text).split())
    if beside := _BESIDE.match(text):
        return _beside_provisions(text[beside.end() :])
    if found := _NEW_PROVISIONS.match(text):
        return _new_provisions(text, found, instruction)
    if found := _CHAPTERS_OUT.match(text):
        return [TextChange(kind="repealed", place=Place(chapter=found["chapter"]))]
    if (found := _NEW_CHAPTER.match(text)) and instruction.provisions:
        return [TextChange(kind="inserted", place=Place(chapter=found["chapter"]))]
    if found := _EVERYWHERE.match(text):
        clauses = _clauses(text, found.end(), [Place(section=EVERYWHERE)], quotes, instruction)
        if not clauses or any(change.kind != "words" for change in clauses):
            return None
        return [replace(change, times=0) for change in clauses]
    return _in_places(text, quotes, instruction)


def _beside_provisions(rest: str) -> list[TextChange] | None:
    """A change of a title, a heading, a note or an appendix; None if it may be of more."""
    mark = rest.find("§")
    of_heading = _HEADING_OF.search(rest[: mark + 1]) if mark >= 0 else None
    if mark >= 0 and (of_heading is None or len(_SIGN.findall(rest)) > 1):
        return None
    return [TextChange(kind="beside", place=Place(section=""))]


def _in_places(
    text: str, quotes: Sequence[str], instruction: Instruction
) -> list[TextChange] | None:
    """The changes of an instruction that says first where, and then what."""
    first = _TIMES_FIRST.match(text)
    at = first.end() if first else 2 * text.startswith("I ")
    places: list[Place] = []
    moves: list[TextChange] = []
    while named := places_at(text, at, places[-1] if places else None).places:
        at = places_at(text, at, places[-1] if places else None).end
        places += named
        if becomes := _BECOMES.match(text, at):
            after = places_at(text, becomes.end(), named[0])
            if len(after.places) != len(named):
                return None
            pairs = list(zip(named, after.places, strict=True))
            if _move_letters(pairs):
                return None
            moves += filter(None, (_renumbering(before, then) for before, then in pairs))
            at = after.end
        if not (more := _MORE_PLACES.match(text, at)):
            break
        at = more.end()
    if not places:
        return None
    at += len(text[at:]) - len(text[at:].lstrip(" ,"))
    clauses = _clauses(text, at, places, quotes, instruction)
    if clauses is None:
        return None
    if first:
        clauses = [replace(change, times=TIMES[first["times"].lower()]) for change in clauses]
    further = _moves(instruction, places[0])
    return None if further is None else [*clauses, *moves, *further]


def places_in(instruction: Instruction) -> list[Place]:
    """The places that an instruction names outside its quotes, for one that can't be read."""
    text = f"{_QUOTE.sub(' ', instruction.text)}\n{instruction.moved}"
    return [
        place for mark in _SIGN.finditer(text) for place in places_at(text, mark.start()).places
    ]


def _new_provisions(
    text: str, found: re.Match[str], instruction: Instruction
) -> list[TextChange] | None:
    places = places_at(text, found.end())
    if not (places.places and instruction.provisions and _INSERTED.match(text, places.end)):
        return None
    if level_of(places.places[0]) != "section" or instruction.moved:
        return None
    before = found["where"] == "Før"
    return [TextChange(kind="inserted", place=places.places[0 if before else -1], before=before)]


def _clauses(
    text: str, at: int, places: Sequence[Place], quotes: Sequence[str], instruction: Instruction
) -> list[TextChange] | None:
    """The changes of "ændres »a« til: »b«, og efter »c« indsættes: »d«" from `at` to the end."""
    found: list[TextChange] = []
    while text[at:].strip(" ."):
        again = bool(found) and "til:" in text[:at]
        clause = word_changes(text, at, places, quotes, again=again)
        if clause is None:
            last = _structural(text[at:], places, instruction)
            return None if last is None else [*found, *last]
        changes, at = clause
        found += changes
        link = _LINK.match(text, at)
        if link:
            at = link.end()
        elif text[at:].strip(" ."):
            return None
    return found or None


def _structural(
    clause: str, places: Sequence[Place], instruction: Instruction
) -> list[TextChange] | None:
    """The change that a clause makes with the new text, or by repealing."""
    text = "\n".join(instruction.lines)
    if found := _REPEALED.match(clause):
        if found["there"] and (len(places) != 1 or not (places := _inside(found["there"], places))):
            return None
        return [TextChange(kind="repealed", place=place) for place in places]
    if _REPLACED.match(clause):
        if all(level_of(place) == "section" for place in places):
            return [TextChange(kind="replaced", place=place) for place in places] if text else None
        if not text or not _are_in_a_row(places):
            return None
        last = places[-1] if len(places) > 1 else None
        return [TextChange(kind="replaced", place=places[0], last=last, text=text)]
    return _inserted(clause, places, text) if text and len(places) == 1 else None


def _are_in_a_row(places: Sequence[Place]) -> bool:
    """Whether `places` stand behind each other in one part, so that one text fits them."""
    level = level_of(places[0])
    numbers = [getattr(place, level) for place in places]
    if len(numbers) == 1:
        return True
    if len({(level_of(place), same_container(place, level)) for place in places}) != 1:
        return False
    counted = [ord(number) if number.isalpha() else int(number.split()[0]) for number in numbers]
    return all(" " not in number for number in numbers) and all(
        after == before + 1 for before, after in pairwise(counted)
    )


def _inserted(clause: str, places: Sequence[Place], text: str) -> list[TextChange] | None:
    asked = (_AS_NEW, _AS_NEW_BEHIND, _AS_NEW_SENTENCE)
    if found := next(filter(None, (pattern.match(clause) for pattern in asked)), None):
        there = _inside(found["there"], places)
        before = found["where"] == "før"
        if not there:
            return None
        there = there[:1] if before else there[-1:]
        return [TextChange(kind="inserted", place=there[0], text=text, before=before)]
    if found := _AS.match(clause):
        there = _inside(found["as"] or found["alone"], places)
        if not there:
            return None
        place = same_container(there[0], level_of(there[0]))
        return [TextChange(kind="inserted", place=place, to=there[0], last=there[-1], text=text)]
    return None


def _inside(text: str, places: Sequence[Place]) -> list[Place]:
    """The places that `text` names in the only one of `places`; none if it says more than that."""
    text = text.strip()
    found = places_at(text, 0, places[0])
    return [] if text[found.end :].strip(" ,.:") else list(found.places)


def _moves(instruction: Instruction, place: Place) -> list[TextChange] | None:
    if not instruction.moved:
        return []
    level = "nr" if re.match(r"[Nn]r\.", instruction.moved) else "stk"
    read = moved(instruction.moved, same_container(place, level))
    if read is None or _move_letters(read):
        return None
    return [move for before, after in read if (move := _renumbering(before, after))]


def _move_letters(pairs: Sequence[tuple[Place, Place]]) -> bool:
    """Whether letters get others, which is never done here."""
    return any(before.litra != after.litra for before, after in pairs)


def _renumbering(before: Place, after: Place) -> TextChange | None:
    """None for a part that only moves with the one that it is in ("stk. 3, 1. pkt.")."""
    level = level_of(before)
    if level in ("pkt", "litra") or (level == "nr" and before.nr == after.nr):
        before, after = same_container(before, level), same_container(after, level)
    if level_of(before) == "section" or before == after:
        return None
    return TextChange(kind="renumbered", place=before, to=after)
