"""Reads LexDania 2.1 XML, the format in which Retsinformation publishes Danish acts."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.lexdania.act import LexDaniaAct
from lexhop.corpus.formats.lexdania.amending import read_amending_act
from lexhop.corpus.formats.lexdania.meta import describe_lexdania, is_amending_type
from lexhop.corpus.formats.source import amending_act, read_bytes, unreadable
from lexhop.corpus.formats.xml_tree import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_lexdania(path: Path) -> Document:
    """The act in the file: provisions, and notes, appendices and commencement rules as blocks.

    A document without provisions, such as a guide, becomes prose. Of an act that only changes
    others, its instructions are read; AmendingActError is raised for one that has none to read.
    """
    root = parse_xml(read_bytes(path), path)
    if root.tag != "Dokument" or root.find("DokumentIndhold") is None:
        problem = f"XML, but not LexDania (the root is <{root.tag}>); load .xml of Retsinformation"
        raise unreadable(path, problem)
    description = describe_lexdania(root, path.stem)
    if is_amending_type(root) or _only_amends(root):
        amending = read_amending_act(root, description)
        if not any(act.instructions for act in amending.amends):
            raise amending_act(path, description.number or description.title)
        return amending
    act = LexDaniaAct()
    act.read(root)
    if not (act.provisions or act.blocks):
        raise unreadable(path, "no text in the document; get the file again from its source")
    document = description.document(
        "statute" if act.provisions else "prose",
        provisions=act.provisions,
        blocks=act.finished_blocks(),
    )
    return replace(document, official=True)


def _only_amends(root: "Element") -> bool:
    amends = next(root.iter("AendringCentreretParagraf"), None) is not None
    return amends and not root.xpath("//Paragraf[not(ancestor::AendringCentreretParagraf)]")
