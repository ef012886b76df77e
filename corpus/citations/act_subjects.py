"""What an act is about, by its name: "momsloven" is about "moms"."""

import re
from collections.abc import Iterator

_DANISH = re.compile(r"^(?P<subject>\w+?)lov(?:en)?$")
_ENGLISH = re.compile(r"^(?P<subject>.+)\s(?:act|code)$")
_LINK = re.compile(r"(?<=\w{4})s$")
_TAXING = re.compile(r"^(?P<taxed>\w{5,}?)s?beskatning$")
_SHORTEST = 4
_SHORTEST_TAXED = 8
"""Letters. Of "pensionsbeskatning" the "pension" alone is the subject of many acts."""


def subjects_of(name: str) -> Iterator[str]:
    """The subjects in an act's case-folded name, none for a name that tells none.

    "skatte" becomes "skat", as the word stands alone; what an act taxes ("aktieavance") is a
    subject too if it is a word of its own.
    """
    if match := _ENGLISH.match(name):
        yield match["subject"]
    elif match := _DANISH.match(name):
        subject = _LINK.sub("", re.sub(r"skatte$", "skat", match["subject"]))
        if len(subject) >= _SHORTEST:
            yield subject
        if (taxed := _TAXING.match(subject)) and len(taxed["taxed"]) >= _SHORTEST_TAXED:
            yield taxed["taxed"]
