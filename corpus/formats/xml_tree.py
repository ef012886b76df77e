"""Parses XML that others wrote: nothing is fetched, no entity stands for anything."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from lexhop.corpus.formats.source import unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def parse_xml(data: bytes, path: Path, within: str = "") -> "Element":
    """The tree, its elements and attributes without name spaces.

    Raises UnreadableDocument for broken XML, for more nesting or longer texts than libxml2 takes
    without being told, and for declared entities. `within` names the part of the file it is of.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    of = f" in {within}" if within else ""
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "not well-formed").split(", line ")[0]
        problem = f"broken XML{of} ({reason}); get the file again or mend it"
        raise unreadable(path, problem, line=0 if within else error.lineno or 1) from error
    declared: Any = root.getroottree().docinfo.internalDTD  # the stubs know no DTD.entities()
    if declared is not None and declared.entities():
        problem = f"XML that declares entities{of}; take the <!ENTITY ...> lines out"
        raise unreadable(path, problem)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = local(element.tag)
    return root


def local(name: str) -> str:
    """The name of an element or attribute without its name space."""
    return name.rpartition("}")[2]


def attribute(element: "Element | None", name: str) -> str:
    """An attribute by its name in any name space, "" if there is none."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.items() if local(str(key)) == name), "")
