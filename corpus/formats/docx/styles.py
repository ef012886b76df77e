"""What the styles of a Word document say of a paragraph: a heading's level, a list's number."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADING = re.compile(r"heading (?P<level>[1-9])$", re.IGNORECASE)
_TITLE = "title"
_BODY_TEXT = 9
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph styles by their id."""

    styles: "dict[str, Element]"

    @classmethod
    def of(cls, root: "Element | None") -> "Styles":
        found = root.iter("style") if root is not None else ()
        return cls({attribute(style, "styleId"): style for style in found})

    def level(self, properties: "Element | None") -> int:
        """The level of a heading from its paragraph's properties, 0 where it is none."""
        for each, name in self._with_styles(properties):
            outline = attribute(each.find("outlineLvl") if each is not None else None, "val")
            if outline.isdigit():
                return int(outline) + 1 if int(outline) < _BODY_TEXT else 0
            if named := _HEADING.match(name):
                return int(named["level"])
            if name.casefold() == _TITLE:
                return 1
        return 0

    def number(self, properties: "Element | None") -> tuple[str, int]:
        """(list, level in it) of a paragraph, ("", 0) where it is in none."""
        listed = level = ""
        for each, _ in self._with_styles(properties):
            numbered = each.find("numPr") if each is not None else None
            if numbered is not None:
                listed = listed or attribute(numbered.find("numId"), "val")
                level = level or attribute(numbered.find("ilvl"), "val")
        return listed, int(level) if level.isdigit() else 0

    def _with_styles(self, properties: "Element | None") -> "list[tuple[Element | None, str]]":
        """A paragraph's own properties, then those of its style and of what that is based on."""
        found: list[tuple[Element | None, str]] = [(properties, "")]
        name = attribute(properties.find("pStyle") if properties is not None else None, "val")
        while name in self.styles and len(found) < _DEEPEST:
            style = self.styles[name]
            found.append((style.find("pPr"), attribute(style.find("name"), "val")))
            name = attribute(style.find("basedOn"), "val")
        return found
