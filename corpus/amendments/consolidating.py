"""The text of an act between two consolidations: what amending acts make of it, day by day.

An act's changes of a provision are applied together or not at all. Where one can't be read, or
doesn't fit exactly, the provision keeps its text and says that a change is pending.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from lexhop.corpus.amendments.changes import TextChange
from lexhop.corpus.amendments.citing import instruction_name
from lexhop.corpus.amendments.commencement import commencement_of
from lexhop.corpus.amendments.edits import applied
from lexhop.corpus.amendments.instructions import changes_of
from lexhop.corpus.amendments.provision_text import NotExact
from lexhop.corpus.amendments.section_order import key_of, rank
from lexhop.corpus.amendments.steps import Step, Touched, touched_by
from lexhop.corpus.citations.references import expand
from lexhop.corpus.documents import AmendedAct, Document, Instruction, Provision, Subsection

REPEALED = "(Ophævet)"
MOST_DAYS = 40
"""Versions of an act at most: what is changed on later days is pending from the last one on."""


@dataclass(frozen=True, slots=True)
class Amending:
    """What one amending act does to the act.

    `settled` is False where it was itself amended, or made for another text than is at hand.
    """

    act: Document
    amended: AmendedAct
    settled: bool = True


def versions_of(
    base: Document, amendings: Sequence[Amending], *, until: str = ""
) -> Iterator[Document]:
    """The unofficial versions of `base`, one for each day from which something else applies.

    None begins on the day `until` or later: another consolidated version applies then.
    """
    by_day: defaultdict[str, list[tuple[Amending, list[Step]]]] = defaultdict(list)
    announced = sorted(amendings, key=lambda one: (one.act.announced, one.act.id))
    for amending in announced:
        steps: defaultdict[str, list[Step]] = defaultdict(list)
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
            before = announced[: announced.index(amending)]
            waiting = [
                step
                for late in begins
                for one, steps_then in (by_day[late] if late > day else ())
                for step in steps_then
                if one in before
            ]
            provisions = _after_act(provisions, amending, some, waiting)
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


def _step(amending: Amending, instruction: Instruction, *, known: bool) -> Step:
    label = instruction_name(amending.act, amending.amended, instruction)
    readable = known and amending.settled
    return Step(label, instruction, changes_of(instruction) if readable else None)


def _after_act(
    provisions: Sequence[Provision],
    amending: Amending,
    steps: Sequence[Step],
    waiting: Sequence[Step],
) -> tuple[Provision, ...]:
    sections = [provision.section for provision in provisions]
    touched = touched_by(steps, waiting, provisions)
    after: list[Provision] = []
    for provision in provisions:
        keys = {key_of(one) for one in expand(provision.section, provision.last, sections)}
        of_it = [touched.pop(key) for key in sorted(keys) if key in touched]
        after += _changed(provision, of_it, amending, sections) if of_it else [provision]
    for section, elsewhere in touched.items():
        _leave_pending(after, section, elsewhere)
    return tuple(after)


def _leave_pending(provisions: list[Provision], section: str, touched: Touched) -> None:
    """Say it at the provision before a section that isn't there, since it can be said nowhere."""
    before = [place for place, one in enumerate(provisions) if rank(one.section) < rank(section)]
    place = max(before, key=lambda one: rank(provisions[one].section), default=0)
    if provisions:
        one = provisions[place]
        provisions[place] = replace(one, pending=(*one.pending, *touched.labels))


def _changed(
    provision: Provision, touched: Sequence[Touched], amending: Amending, sections: Sequence[str]
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
    parts: Sequence[TextChange],
    whole: Sequence[tuple[TextChange, Step]],
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
