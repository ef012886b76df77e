"""What a citation of a provision is, and its standard printed form."""

import re
from dataclasses import dataclass

UNKNOWN_ACT = "?"
"""Stands for an act that is mentioned, but by no name to look up ("den nævnte lov")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCitation:
    """One cited place. Every part but `start` and `end` (offsets in the text) may be "".

    `act` is the canonical name where it is known ("ligningsloven"); "" is the act of the text
    itself. `section` "" is the provision of the text itself. A range has its end in `section_to`;
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
        """The whole provision without the finer parts: "ligningsloven § 33 A"."""
        mark = f"§§ {self.section}-{self.section_to}" if self.section_to else f"§ {self.section}"
        return f"{self.act} {mark}".strip() if self.section else self.act

    @property
    def locator(self) -> str:
        """The parts below the section: "stk. 1, nr. 2, litra a, 3. pkt."."""
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
    """The lookup key of a provision, without regard to case and to the space before a letter."""
    return f"{act}§{section}".casefold().replace(" ", "")
