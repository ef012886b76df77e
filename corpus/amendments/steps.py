"""The instructions of an amending act that begin on a day, and what each does to provisions."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lexhop.corpus.amendments.changes import EVERYWHERE, Place, TextChange
from lexhop.corpus.amendments.instructions import places_in
from lexhop.corpus.amendments.section_order import are_ends, key_of, within
from lexhop.corpus.documents import Instruction, Provision

_CHAPTER = re.compile(r"(?:Kapitel|KAPITEL) (?P<chapter>\d{1,3}(?: [a-z]\b)?)")


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction with its name ("lov nr. 5 af 1. maj 2020, § 1, nr. 2")."""

    label: str
    instruction: Instruction
    changes: Sequence[TextChange] | None


@dataclass(slots=True)
class Touched:
    """What an act does to one provision on a day; `whole` changes are of the provision itself."""

    labels: list[str] = field(default_factory=list)
    parts: list[TextChange] = field(default_factory=list)
    whole: list[tuple[TextChange, Step]] = field(default_factory=list)
    unread: bool = False


def touched_by(
    steps: Sequence[Step], waiting: Sequence[Step], provisions: Sequence[Provision]
) -> dict[str, Touched]:
    """What `steps` do to each provision, by the key of its section.

    `waiting` are changes by acts from before that begin later: which text a change of the same
    provision meant, the one before or after theirs, isn't said.
    """
    touched: defaultdict[str, Touched] = defaultdict(Touched)
    sections = [provision.section for provision in provisions]
    unplaced = _unplaced(steps, sections)
    times = Counter(map(key_of, sections))
    for step in steps:
        doubtful = step.label in unplaced
        for section, change in _by_section(step, provisions, sections, doubtful=doubtful):
            here = touched[key_of(section)]
            if here.labels[-1:] != [step.label]:
                here.labels.append(step.label)
            if change is None or times[key_of(section)] > 1:
                here.unread = True
            elif is_of_whole(change):
                here.whole.append((change, step))
            else:
                here.parts.append(change)
    _keep_waiting(touched, waiting, provisions)
    return touched


def _keep_waiting(
    touched: dict[str, Touched], waiting: Sequence[Step], provisions: Sequence[Provision]
) -> None:
    sections = [provision.section for provision in provisions]
    for step in waiting if touched else ():
        for section, _ in _by_section(step, provisions, sections, doubtful=False):
            if key_of(section) in touched:
                touched[key_of(section)].unread = True


def _by_section(
    step: Step, provisions: Sequence[Provision], sections: Sequence[str], *, doubtful: bool
) -> Iterator[tuple[str, TextChange | None]]:
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


def _unplaced(steps: Sequence[Step], sections: Sequence[str]) -> set[str]:
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
            if change.kind == "replaced" and is_of_whole(change)
            for section in within(change.place, sections)
        }
        first = replaced and keys and keys[0] not in replaced
        if first or (there & set(keys)) - replaced or any(times[key] > 1 for key in keys):
            found.add(step.label)
    return found


def _of_chapter(
    change: TextChange, provisions: Sequence[Provision]
) -> Iterator[tuple[str, TextChange | None]]:
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


def is_of_whole(change: TextChange) -> bool:
    """Whether a change is of the provision, and not of its text."""
    return not change.place.locator and not change.to and change.kind != "words"
