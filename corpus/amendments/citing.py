"""How the parts of an amending act are cited, and the provisions that they refer to."""

from collections.abc import Iterator, Mapping

from lexhop.corpus.amendments.changes import EVERYWHERE
from lexhop.corpus.amendments.instructions import changes_of, places_in
from lexhop.corpus.amendments.places import places_at
from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.references import expand
from lexhop.corpus.documents import AmendedAct, Document, Instruction
from lexhop.state.records import Reference


def part_label(amended: AmendedAct, instruction: Instruction) -> str:
    """An instruction's place in its act: "§ 1, nr. 2"."""
    number = f", nr. {instruction.number}" if instruction.number else ""
    return f"§ {amended.section}{number}"


def instruction_name(act: Document, amended: AmendedAct, instruction: Instruction) -> str:
    """Its place with the act, as its passages have it: "lov nr. 5 af 1. maj 2020, § 1, nr. 2"."""
    return f"{act.short_title}, {part_label(amended, instruction)}"


def instruction_references(act: Document, names: ActNames) -> Mapping[str, tuple[Reference, ...]]:
    """The provisions that each instruction changes, by the instruction's name."""
    return {
        instruction_name(act, amended, instruction): tuple(
            Reference(text=f"§ {section}", target=f"{name} § {section}")
            for section in dict.fromkeys(_sections(instruction))
        )
        for amended in act.amends
        for name in [_canonical(amended, names)]
        for instruction in amended.instructions
    }


def own_sections(act: Document) -> Mapping[str, tuple[str, ...]]:
    """The sections of an amending act that each of its passages' provisions is found under."""
    return {
        f"{act.short_title}, {block.label}": tuple(
            place.section for place in places_at(block.label).places[:1]
        )
        for block in act.blocks
    }


def _canonical(amended: AmendedAct, names: ActNames) -> str:
    known = (names.canonical(name) for name in (amended.name, amended.number) if name)
    return next(filter(None, known), amended.name or amended.number)


def _sections(instruction: Instruction) -> Iterator[str]:
    changes = changes_of(instruction)
    places = places_in(instruction) if changes is None else [change.place for change in changes]
    for place in places:
        if place.section not in ("", EVERYWHERE):
            yield from expand(place.section, place.to)
    if changes is None:
        return
    yield from (provision.section for provision in instruction.provisions)
