"""Whether a sentence states a rule, and not a case of it or an exception."""

import re

from lexhop.reasoning.weights import WEIGHTS

_MARKER = re.compile(r"^(?:§ \d+ ?[A-Za-z]?\.|Stk\. \d+\.)\s*")
_CASE = re.compile(
    r"^(?:Er|Har|Hvis|Indtil|For|Såfremt|Ved|Når|Uanset|Medfører|Udgør|Overstiger|Bliver|Opfylder|"
    r"Afstår|Sker|I de tilfælde|If|Where|Unless|In case)\b|"
    r"\b(?:hvis|såfremt|dog|uanset|medmindre|indtil|bortset fra|gælder ikke|forudsat|i det omfang|"
    r"ligeledes|endvidere|unless|except|provided that|notwithstanding|to the extent)\b",
    re.IGNORECASE,
)


def is_plain_rule(text: str) -> bool:
    """Short, and without words that make it about a case, an exception or something beside it."""
    return len(text.split()) <= WEIGHTS.plain_rule and not _CASE.search(_MARKER.sub("", text))
