"""What the styles of an OpenDocument text say: which text is hidden, how lists are numbered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexhop.corpus.formats.ordinals import ordinal
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_BULLET = "list-level-style-bullet"


@dataclass(frozen=True, slots=True)
class OdtLevel:
    """How the items of one level of a list begin."""

    form: str
    before: str
    after: str
    start: int

    def mark(self, count: int) -> str:
        return (
            "-" if self.form == _BULLET else f"{self.before}{ordinal(count, self.form)}{self.after}"
        )


@dataclass(frozen=True, slots=True)
class OdtStyles:
    """Lists by the name of their style, then by level; and the styles whose text isn't shown."""

    lists: dict[str, dict[int, OdtLevel]]
    hidden: frozenset[str]

    @classmethod
    def of(cls, roots: "Sequence[Element]") -> "OdtStyles":
        lists: dict[str, dict[int, OdtLevel]] = {}
        hidden = set()
        for root in roots:
            for style in root.iter("list-style"):
                levels = lists.setdefault(attribute(style, "name"), {})
                for level in style:
                    number = attribute(level, "level")
                    if number.isdecimal():
                        levels[int(number)] = _level(level)
            for style in root.iter("style"):
                if attribute(style.find("text-properties"), "display") == "none":
                    hidden.add(attribute(style, "name"))
        return cls(lists, frozenset(hidden))

    def mark(self, style: str, level: int, count: int) -> str:
        """What stands before the item that is the `count`th, from 0; "-" if no style says."""
        found = self.lists.get(style, {}).get(level)
        return found.mark(found.start + count) if found else "-"


def _level(level: "Element") -> OdtLevel:
    if level.tag == _BULLET:
        return OdtLevel(_BULLET, "", "", 1)
    start = attribute(level, "start-value")
    return OdtLevel(
        form=_FORMS.get(attribute(level, "num-format"), "none"),
        before=attribute(level, "num-prefix"),
        after=attribute(level, "num-suffix"),
        start=int(start) if start.isdecimal() else 1,
    )
