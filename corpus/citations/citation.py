"""What a citation of a provision is, and its standard printed form."""

import re
from dataclasses import dataclass

UNKNOWN_ACT = "?"
"""An act is named, but not by a name that could be looked up ("den nævnte lov")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCitation:
    """One cited place. Every part but `start` and `end` (offsets in the text) may be "".

    `act` is canonical where it is known ("ligningsloven"); "" means the act of the text itself.
    `section` "" means the provision of the text itself. A range has its end in `section_to`;
    ranges of the finer parts stand as printed ("1-3").
    """

    act: str = ""
    section: str = ""
    section_to: str = ""
    subsection: str = ""
    number: str = ""
    letter: str = ""
    sentence: str = ""
    start: int = 0
    end: int = 0

    @property
    def provision(self) -> str:
        """The whole provision, "ligningsloven § 33 A": without the finer parts."""
        mark = f"§§ {self.section}-{self.section_to}" if self.section_to else f"§ {self.section}"
        return f"{self.act} {mark}".strip() if self.section else self.act

    @property
    def locator(self) -> str:
        """The finer parts, "stk. 1, nr. 2, litra a, 3. pkt."."""
        parts = (
            self.subsection and f"stk. {self.subsection}",
            self.number and f"nr. {self.number}",
            self.letter and f"litra {self.letter}",
            self.sentence and re.sub(r"(?<=\d)(?!\d)", ".", self.sentence) + " pkt.",
        )
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        """The standard form, "ligningsloven § 33 A, stk. 1, nr. 2, litra a, 3. pkt."."""
        return ", ".join(part for part in (self.provision, self.locator) if part)


def provision_key(act: str, section: str) -> str:
    """What provisions are looked up by: blind to case and to the space before the letter."""
    return f"{act}§{section}".casefold().replace(" ", "")
