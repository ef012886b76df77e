"""What a text is beside the law: guidance on it, or a decision under it."""

import re

from lexhop.state.records import Authority

_DECISION = re.compile(
    r"\b(?:afgørelser?|kendelser?|dom(?:me)?|bindende svar|udtalelser?|SKM\d{4}"
    r"|\w{2,40}(?:afgørelse|kendelse|dom)|decisions?|rulings?|judge?ments?)\b",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"(?:vejledning|håndbog|styresignal|cirkulære|retningslinje|orientering|notat|kommentar)"
    r"|\b(?:guides?|guidance|guidelines?|handbooks?|manuals?|instructions|commentary)\b",
    re.IGNORECASE,
)


def authority_of(title: str, *, refers_to_law: bool) -> Authority:
    """What a text of prose in a collection of law is, by its title.

    One that refers to provisions is guidance on them, whatever it calls itself; one that neither
    does nor is called so is plain prose: "".
    """
    if _DECISION.search(title):
        return "decision"
    return "guidance" if refers_to_law or _GUIDANCE.search(title) else ""
