"""Finds the JSON in what a model says: after its thoughts, in a fence, between other words."""

import re

_THOUGHTS = ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<reasoning>", "</reasoning>")
_FENCE = re.compile(r"```[a-z]{0,10}[ \t]*\n")


def without_thoughts(text: str) -> str:
    """`text` after the last mark that ends thoughts; "" if they aren't at an end yet."""
    for opening, closing in _THOUGHTS:
        at = text.rfind(closing)
        if at >= 0:
            return text[at + len(closing) :]
        if text.lstrip().startswith(opening):
            return ""
    return text


def json_in(text: str) -> str:
    """The JSON object that `text` has or begins, as far as it goes; "" if there is none."""
    said = without_thoughts(text)
    if fence := _FENCE.search(said):
        said = said[fence.end() :]
    start = said.find("{")
    if start < 0:
        return ""
    end = _end_of_object(said, start)
    return said[start:end]


def _end_of_object(text: str, start: int) -> int:
    """Where the object that begins at `start` ends, or the text does."""
    depth, in_string, escaped = 0, False, False
    for at in range(start, len(text)):
        character = text[at]
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return at + 1
    return len(text)
