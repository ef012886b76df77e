"""CPR numbers whose halves are kept apart by signs that join no other number: "010180_1234"."""

import re

from lexhop.observability.redaction.digits import born

_ODD = "[_*|:~+·•’–—]"
_SPACE = "[ \t\u00a0]{0,2}"
_APART = rf"(?:{_SPACE}(?:{_ODD}{{1,3}}|-{{2,3}}){_SPACE}|\s{{0,2}}\n\s{{0,2}})"
_CPR = re.compile(
    rf"(?<!\d)(?P<whole>\d{{6}}){_APART}\d{{4}}(?!\d)"
    rf"|(?<!\d)(?P<parts>\d\d(?P<gap>[_*|~·•])\d\d(?P=gap)\d\d)(?:{_ODD}|[ -]){{1,2}}\d{{4}}(?!\d)"
    r"|(?<!\d)(?<!\d )(?P<single>\d(?: \d){5})(?: ?- ?| )\d(?: \d){3}(?! ?\d)"
)
_DIGIT = re.compile(r"\d")


def without_odd_cprs(text: str) -> str:
    """The text with "[CPR]" for these, where the first half is a day of birth."""
    return _CPR.sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    day = match["whole"] or match["parts"] or match["single"]
    digits = "".join(str(int(digit)) for digit in _DIGIT.findall(day))
    return "[CPR]" if born(f"{digits}0000") else match[0]
