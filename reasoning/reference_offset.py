"""Where in a passage a reference is made."""

import re

from lexhop.state.records import Passage, Reference


def place_of(passage: Passage, reference: Reference) -> int:
    """The offset of `reference` in the text, -1 where it can't be told.

    "§ 1" is neither in "§ 16" nor in "§ 1 A", and isn't the "§ 1." that the passage opens with.
    """
    pattern = rf"(?<![\w§]){re.escape(reference.text)}(?!\w|\s[A-ZÆØÅ]\b|\s[a-zæøå][,.;)])"
    for match in re.finditer(pattern, passage.text):
        if match.start() > 0 or not passage.act:
            return match.start()
    return -1
