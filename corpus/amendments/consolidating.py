"""The text of an act between two consolidations: what amending acts make of it, day by day.

An act's changes of a provision are applied together or not at all. Where one can't be read, or
doesn't fit exactly, the provision keeps its text and says that a change is pending.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import takewhile

from lexhop.corpus.amendments.changes import EVERYWHERE, Change, Place
from lexhop.corpus.amendments.citing import instruction_name
from lexhop.corpus.amendments.commencement import commencement_of
from lexhop.corpus.amendments.edits import applied
from lexhop.corpus.amendments.instructions import changes_of, places_in
from lexhop.corpus.amendments.provision_text import NotExact
from lexhop.corpus.amendments.section_order import are_ends, key_of, rank, within
from lexhop.corpus.citations.references import expand
from lexhop.corpus.documents import AmendedAct, Document, Instruction, Provision, Subsection

REPEALED = "(Ophævet)"
MOST_DAYS = 40
"""Versions of an act at most: what is changed on later days is pending from the last one on."""
_CHAPTER = re.compile(r"(?:Kapitel|KAPITEL) (?P<chapter>\d{1,3}(?: [a-z]\b)?)")


@dataclass(frozen=True, slots=True)
class Amending:
    """What one amending act does to the act.

    `settled` is False where it was itself amended, or made for another text than is at hand.
    """

    act: Document
    amended: AmendedAct
    settled: bool = True


@dataclass(frozen=True, slots=True)
class _Step:
    """An instruction with its name ("lov nr. 5 af 1. maj 2020, § 1, nr. 2")."""

    label: str
    instruction: Instruction
    changes: Sequence[Change] | None


@dataclass(slots=True)
class _Touched:
    """What an act does to one provision on a day; `whole` changes are of the provision itself."""

    labels: list[str] = field(default_factory=list)
    parts: list[Change] = field(default_factory=list)
    whole: list[tuple[Change, _Step]] = field(default_factory=list)
    unread: bool = False


def versions_of(
    base: Document, amendings: Sequence[Amending], *, until: str = ""
) -> Iterator[Document]:
    """The unofficial versions of `base`, one for each day from which something else applies.

    None begins on the day `until` or later: another consolidated version applies then.
    """
    by_day: defaultdict[str, list[tuple[Amending, list[_Step]]]] = defaultdict(list)
    for amending in sorted(amendings, key=lambda one: (one.act.announced, one.act.id)):
        steps: defaultdict[str, list[_Step]] = defaultdict(list)
        days = commencement_of(amending.act)
        for instruction in amending.amended.instructions:
            day = days.of(amending.amended.section, instruction.number)
            # Without a day, that a change is to come is all that can be said once it is announced.
            steps[max(day or amending.act.announced, _after(base.valid_from))].append(
                _step(amending, instruction, known=bool(day))
            )
        for day, some in steps.items():
            by_day[day].append((amending, some))
    provisions = tuple(base.provisions)
    numbers: list[str] = []
    begins = sorted(day for day in by_day if not until or day < until)
    for late in begins[MOST_DAYS:]:
        by_day[begins[MOST_DAYS - 1]] += [
            (amending, [replace(step, changes=None) for step in some])
            for amending, some in by_day[late]
        ]
    for day in begins[:MOST_DAYS]:
        for amending, some in by_day[day]:
            provisions = _after_act(provisions, amending, some)
            numbers.append(amending.act.short_title)
        yield replace(
            base,
            id=f"{base.id}+{day}",
            number=f"{base.number or base.title} med {', '.join(dict.fromkeys(numbers))}",
            valid_from=day,
            official=False,
            provisions=provisions,
            base=base.id,
        )


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def _step(amending: Amending, instruction: Instruction, *, known: bool) -> _Step:
    label = instruction_name(amending.act, amending.amended, instruction)
    readable = known and amending.settled
    return _Step(label, instruction, changes_of(instruction) if readable else None)


def _after_act(
    provisions: Sequence[Provision], amending: Amending, steps: Sequence[_Step]
) -> tuple[Provision, ...]:
    touched: defaultdict[str, _Touched] = defaultdict(_Touched)
    sections = [provision.section for provision in provisions]
    unplaced = _unplaced(steps, sections)
    for step in steps:
        doubtful = step.label in unplaced
        for section, change in _by_section(step, provisions, sections, doubtful=doubtful):
            here = touched[key_of(section)]
            if here.labels[-1:] != [step.label]:
                here.labels.append(step.label)
            if change is None:
                here.unread = True
            elif _is_of_whole(change):
                here.whole.append((change, step))
            else:
                here.parts.append(change)
    after: list[Provision] = []
    for provision in provisions:
        keys = {key_of(one) for one in expand(provision.section, provision.last, sections)}
        of_it = [touched.pop(key) for key in sorted(keys) if key in touched]
        after += _changed(provision, of_it, amending, sections) if of_it else [provision]
    for section, elsewhere in touched.items():
        _leave_pending(after, section, elsewhere)
    return tuple(after)


def _leave_pending(provisions: list[Provision], section: str, touched: _Touched) -> None:
    """Say it at the provision before a section that isn't there, since it can be said nowhere."""
    before = [place for place, one in enumerate(provisions) if rank(one.section) < rank(section)]
    place = max(before, key=lambda one: rank(provisions[one].section), default=0)
    if provisions:
        one = provisions[place]
        provisions[place] = replace(one, pending=(*one.pending, *touched.labels))


def _by_section(
    step: _Step, provisions: Sequence[Provision], sections: Sequence[str], *, doubtful: bool
) -> Iterator[tuple[str, Change | None]]:
    """Each change by the section that it is of; None for what can't be read, or is `doubtful`.

    What names no section that is there may be about any.
    """
    if step.changes is None or doubtful:
        there = [one for place in places_in(step.instruction) for one in within(place, sections)]
        yield from ((section, None) for section in there or sections)
        return
    for change in step.changes:
        if change.kind == "beside":
            continue
        if change.place.chapter:
            yield from _of_chapter(change, provisions)
            continue
        if change.place.section == EVERYWHERE:
            for provision in provisions:
                if any(
                    change.old.casefold() in one.text.casefold() for one in provision.subsections
                ):
                    place = replace(change.place, section=provision.section)
                    yield provision.section, replace(change, place=place)
            continue
        if change.place.to and not are_ends(change.place, sections):
            inside = within(change.place, sections)
            yield from ((section, None) for section in inside or (change.place.section,))
            continue
        for section in within(change.place, sections) or (change.place.section,):
            place = replace(change.place, section=section, to="")
            yield section, replace(change, place=place)


def _unplaced(steps: Sequence[_Step], sections: Sequence[str]) -> set[str]:
    """The labels of instructions whose new provisions don't each have one place in the act."""
    new = {
        step.label: [key_of(one.section) for one in step.instruction.provisions] for step in steps
    }
    times = Counter(key for keys in new.values() for key in keys)
    there = set(map(key_of, sections))
    found = set()
    for step in steps:
        keys = new[step.label]
        replaced = {
            key_of(section)
            for change in step.changes or ()
            if change.kind == "replaced" and _is_of_whole(change)
            for section in within(change.place, sections)
        }
        first = replaced and keys and keys[0] not in replaced
        if first or (there & set(keys)) - replaced or any(times[key] > 1 for key in keys):
            found.add(step.label)
    return found


def _of_chapter(
    change: Change, provisions: Sequence[Provision]
) -> Iterator[tuple[str, Change | None]]:
    """A change of a whole chapter by its provisions; an unread one of all, where it isn't there."""
    inside = [one.section for one in provisions if _chapter_of(one) == change.place.chapter]
    if not inside:
        yield from ((one.section, None) for one in provisions)
    elif change.kind == "inserted":
        yield inside[-1], replace(change, place=Place(section=inside[-1]))
    else:
        yield from ((one, replace(change, place=Place(section=one))) for one in inside)


def _chapter_of(provision: Provision) -> str:
    found = next(filter(None, map(_CHAPTER.match, provision.headings)), None)
    return found["chapter"] if found else ""


def _is_of_whole(change: Change) -> bool:
    """Whether a change is of the provision, and not of its text."""
    return not change.place.locator and not change.to and change.kind != "words"


def _changed(
    provision: Provision, touched: Sequence[_Touched], amending: Amending, sections: Sequence[str]
) -> list[Provision]:
    labels = tuple(dict.fromkeys(label for one in touched for label in one.labels))
    parts = [change for one in touched for change in one.parts]
    whole = [item for one in touched for item in one.whole]
    earlier = any(
        label.startswith(f"{amending.act.short_title}, ") for label in provision.changed_by
    )
    try:
        if provision.pending or earlier or any(one.unread for one in touched):
            return [replace(provision, pending=(*provision.pending, *labels))]
        return _with_whole(provision, parts, whole, labels, sections)
    except NotExact:
        return [replace(provision, pending=(*provision.pending, *labels))]


def _with_whole(
    provision: Provision,
    parts: Sequence[Change],
    whole: Sequence[tuple[Change, _Step]],
    labels: tuple[str, ...],
    sections: Sequence[str],
) -> list[Provision]:
    """The provision with its parts changed, and what stands before and behind it now."""
    own: Provision = provision
    before: list[Provision] = []
    behind: list[Provision] = []
    beside: set[str] = set()
    there = set(map(key_of, sections))
    replacing = [item for item in whole if item[0].kind != "inserted"]
    if len(replacing) > 1 or (replacing and parts) or (provision.last and (replacing or parts)):
        raise NotExact("several changes of the whole provision")
    if parts:
        own = applied(provision, parts)
    for change, step in whole:
        if change.kind == "repealed":
            own = replace(
                provision, subsections=(Subsection(number="1", text=REPEALED),), repealed=True
            )
            continue
        new = [replace(one, changed_by=(step.label,)) for one in step.instruction.provisions]
        if change.kind == "replaced":
            place = next((at for at, one in enumerate(new) if _same(one, provision)), None)
            if place is None:
                raise NotExact("another provision")
            own = replace(new[place], headings=new[place].headings or provision.headings)
            new = list(takewhile(lambda one: key_of(one.section) not in there, new[place + 1 :]))
        elif change.kind == "inserted":
            beside.add(step.label)
        if {key_of(one.section) for one in new} & there:
            raise NotExact("a provision that is there already")
        placed = [replace(one, headings=one.headings or provision.headings) for one in new]
        (before if change.before else behind).extend(placed)
    of_own = tuple(label for label in labels if label not in beside)
    if own is not provision:
        own = replace(own, changed_by=(*provision.changed_by, *of_own), pending=provision.pending)
    return [*before, own, *behind]


def _same(one: Provision, other: Provision) -> bool:
    return key_of(one.section) == key_of(other.section)
