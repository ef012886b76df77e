"""Reads an amending act of LexDania: its instructions by act, and its own rules as notes."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lexhop.corpus.amendments.citing import part_label
from lexhop.corpus.citations.numbered_acts import NUMBERED, numbered_name
from lexhop.corpus.documents import AmendedAct, Document, Instruction, TextBlock
from lexhop.corpus.formats.description import Description, day_in
from lexhop.corpus.formats.lexdania.act import LexDaniaAct
from lexhop.corpus.formats.lexdania.flow import Flow, printed
from lexhop.corpus.formats.provisions import Labels
from lexhop.corpus.formats.titles import uncapitalized

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LEAD = re.compile(
    r"I (?P<name>.+?)"
    r"(?:, jf\.|, som (?:senest )?(?:er )?ændret|, som senest|,? foretages|, affattes)"
)
_NUMBERED = re.compile(NUMBERED)
_OWN_PARAGRAPHS = ("Paragraf", "CentreretParagraf", "IkraftCentreretParagraf")
_AMENDING = "AendringCentreretParagraf"


def read_amending_act(root: "Element", description: Description) -> Document:
    """The act, named by its number ("lov nr. 5 af 1. maj 2020"), without provisions."""
    name = numbered_name(uncapitalized(description.number)) if description.number else ""
    labels = Labels()
    amends = tuple(map(_amended, root.iter(_AMENDING)))
    blocks = [
        TextBlock(
            text="\n".join(_printed(instruction)),
            headings=(act.lead,),
            label=labels.distinct(part_label(act, instruction)),
            kind="note",
        )
        for act in amends
        for instruction in act.instructions
    ]
    for paragraph in root.iter(*_OWN_PARAGRAPHS):
        if next(paragraph.iterancestors(_AMENDING), None) is None:
            flow = Flow()
            flow.take(paragraph)
            marker = printed(paragraph[0], []).strip(". ") if len(paragraph) else ""
            label = labels.distinct(marker or "ikrafttrædelse")
            blocks.append(TextBlock(text=flow.text(), label=label, kind="note"))
    document = description.document("statute", blocks=blocks)
    return replace(
        document,
        form="amendment",
        short_title=name or description.short_title,
        amends=amends,
        announced=day_in(root.findtext("Meta/DiesEdicti") or "") or description.valid_from,
        official=True,
    )


def _printed(instruction: Instruction) -> list[str]:
    number = f"{instruction.number}. " if instruction.number else ""
    lines = [f"{number}{instruction.text}", *instruction.lines, instruction.moved]
    return [line for line in lines if line]


def _amended(paragraph: "Element") -> AmendedAct:
    section = re.sub(r"[§.\s]+", " ", paragraph.findtext("Explicatus") or "").strip()
    lead = next((printed(child, []) for child in paragraph if child.tag == "Exitus"), "")
    named = _LEAD.match(lead)
    name = named["name"] if named else ""
    number = _NUMBERED.search(lead)
    return AmendedAct(
        section=section,
        lead=lead,
        name=_bare(name),
        number=numbered_name(number[0]) if number else "",
        instructions=tuple(map(_instruction, _numbered(paragraph))),
    )


def _numbered(paragraph: "Element") -> "list[Element]":
    """The elements of its instructions; an only one may be without a number."""
    numbered = list(paragraph.iter("AendringsNummer"))
    alone = next(paragraph.iter("AendringDefinition"), None) is not None
    return numbered or ([paragraph] if alone else [])


def _bare(name: str) -> str:
    """The name without the number that it may come with ("ejendomsloven, lov nr. 5 af ...").

    That of an amending act, which is itself amended, is "": its number tells it.
    """
    without = _NUMBERED.sub("", name, count=1).strip(" ,")
    return "" if without.startswith("om ændring") else without


def _instruction(element: "Element") -> Instruction:
    says, moves = Flow(), Flow()
    new = Flow()
    provisions = LexDaniaAct()
    for part in element.iter("AendringDefinition", "AendringNyTekst", "Rykningsklausul"):
        if part.tag == "AendringDefinition":
            says.take(part)
        elif part.tag == "Rykningsklausul":
            moves.take(part)
        elif len(part):
            new.take(part)
            provisions.read_content(part)
    return Instruction(
        number=(element.findtext("Explicatus") or "").strip(". ").removeprefix("§ ")
        if element.tag == "AendringsNummer"
        else "",
        text=" ".join(says.lines()),
        lines=tuple(new.lines()),
        provisions=tuple(provisions.provisions),
        moved="\n".join(moves.lines()),
    )
