"""How the sections of an act follow each other, and which of them a place names."""

import re
from collections.abc import Sequence

from lexhop.corpus.amendments.changes import Place


def key_of(section: str) -> str:
    return section.replace(" ", "").casefold()


def rank(section: str) -> tuple[int, str]:
    """Where a section stands among others, "7 æ", "7 ø" and "7 å" in this order."""
    digits = re.match(r"\d+", section)
    return int(digits[0]) if digits else 0, key_of(section).replace("å", "ÿ")


def are_ends(place: Place, sections: Sequence[str]) -> bool:
    there = set(map(key_of, sections))
    return key_of(place.section) in there and key_of(place.to) in there


def within(place: Place, sections: Sequence[str]) -> list[str]:
    """The sections that `place` names, in a range all between its ends."""
    if not place.to:
        return [one for one in sections if key_of(one) == key_of(place.section)][:1]
    return [one for one in sections if rank(place.section) <= rank(one) <= rank(place.to)]
