"""The numbers that Word puts before paragraphs, which stand nowhere in their text."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lexhop.corpus.formats.ordinals import ordinal
from lexhop.corpus.formats.xml_tree import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%(?P<level>[1-9])")
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class _Level:
    """How the numbers of one level look: `text` is "§ %1.", `form` is "decimal"."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of each list. Lists that share their look go on counting together."""

    _looks: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _look_of: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: "Element | None") -> "Numbering":
        read = cls()
        if root is None:
            return read
        for look in root.iter("abstractNum"):
            read._looks[attribute(look, "abstractNumId")] = {
                _number(attribute(level, "ilvl")): _level(level) for level in look.iter("lvl")
            }
        for listed in root.iter("num"):
            key = attribute(listed, "numId")
            read._look_of[key] = attribute(listed.find("abstractNumId"), "val")
            read._restarts[key] = {
                _number(attribute(one, "ilvl")): _number(attribute(begin, "val"))
                for one in listed.iter("lvlOverride")
                if (begin := one.find("startOverride")) is not None
            }
        return read

    def next(self, listed: str, depth: int) -> str:
        """What stands before the next paragraph of a list: "§ 3.", "b)", "-"; "" for nothing."""
        look = self._look_of.get(listed, "")
        level = self._looks.get(look, {}).get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(look, {})
        restart = self._restarts.get(listed, {}).pop(depth, None)
        start = level.start if restart is None else restart
        begun = depth in counts and restart is None
        counts[depth] = counts[depth] + 1 if begun else start
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "-"
        return _PLACE.sub(lambda found: self._shown(look, int(found["level"]) - 1), level.text)

    def _shown(self, look: str, depth: int) -> str:
        level = self._looks[look].get(depth)
        if level is None:
            return ""
        count = self._counts[look].get(depth, level.start)
        return ordinal(count, level.form)


def _level(level: "Element") -> _Level:
    return _Level(
        form=attribute(level.find("numFmt"), "val") or "decimal",
        text=attribute(level.find("lvlText"), "val"),
        start=_number(attribute(level.find("start"), "val")),
    )


def _number(text: str) -> int:
    return min(int(text), _MOST) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0
