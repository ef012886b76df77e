"""Where in a passage a reference is made."""

from lexhop.state.records import Passage, Reference

_SECTION_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ")
_ITEM_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzæøå")
_AFTER_ITEM = frozenset(",.;)")


def offset_of(passage: Passage, reference: Reference) -> int:
    """The offset of `reference` in the text, -1 where it can't be told.

    "§ 1" is neither in "§ 16" nor in "§ 1 A", and isn't the "§ 1." that the passage opens with.
    """
    text, printed = passage.text, reference.text
    at = text.find(printed)
    while at >= 0:
        opens_the_passage = at == 0 and passage.act
        if not opens_the_passage and _stands_alone(text, at, at + len(printed)):
            return at
        at = text.find(printed, at + 1)
    return -1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands there is no part of a word or of a longer section number."""
    if start and (_in_word(text[start - 1]) or text[start - 1] == "§"):
        return False
    following = text[end : end + 3]
    if _in_word(following[:1]):
        return False
    if not following[:1].isspace():
        return True
    letter, after = following[1:2], following[2:]
    lettered_section = letter in _SECTION_LETTERS and not _in_word(after)
    lettered_item = letter in _ITEM_LETTERS and after in _AFTER_ITEM
    return not (lettered_section or lettered_item)


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
