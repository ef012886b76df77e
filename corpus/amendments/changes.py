"""What an instruction of an amending act does: one change of one place."""

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["inserted", "replaced", "repealed", "words", "renumbered", "beside"]
"""What is done; "beside" is to a title, a heading, a footnote or an appendix."""

EVERYWHERE = "*"
"""The section of a change that is made wherever its words stand in the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of an act, numbered as it was before the amending act; "" where it isn't divided.

    `to` is the last section of a range ("§§ 5-7"), else "". A whole `chapter` ("5 a") has no
    section.
    """

    section: str = ""
    to: str = ""
    stk: str = ""
    nr: str = ""
    litra: str = ""
    pkt: str = ""
    chapter: str = ""

    @property
    def locator(self) -> str:
        """The part within its section: "stk. 2, nr. 3, 1. pkt."; "" for all of it."""
        parts = (
            f"stk. {self.stk}" if self.stk else "",
            f"nr. {self.nr}" if self.nr else "",
            f"litra {self.litra}" if self.litra else "",
            f"{self.pkt}. pkt." if self.pkt else "",
        )
        return ", ".join(filter(None, parts))

    def __str__(self) -> str:
        if self.chapter:
            return f"kapitel {self.chapter}"
        section = f"§§ {self.section}-{self.to}" if self.to else f"§ {self.section}"
        return f"{section}, {self.locator}" if self.locator else section


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One change of `place`, or of the parts from `place` to `last`.

    - inserted: `text` after `place`, or before it, or as the new parts from `to` on
    - replaced: `text` stands where the parts stood
    - repealed: the parts are taken out
    - words: `old` becomes `text`, at so many `times`, 0 for wherever it stands
    - renumbered: the part becomes `to`
    """

    kind: ChangeKind
    place: Place
    last: Place | None = None
    to: Place | None = None
    text: str = ""
    old: str = ""
    times: int = 1
    before: bool = False
