"""What a reader sees of a text, and nothing that a terminal or a browser would obey."""

import re

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, among them those that begin escape codes
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero width, direction
    "\ufff9-\ufffb\U000e0000-\U000e01ef"  # notes between lines, tags, variations of variations
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
_BREAKS = re.compile("[\u2028\u2029]")
_LINES = re.compile("\r\n?")
_TO_ESCAPE = re.compile(f"[{_UNSEEN}\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")
_FIRST_IN_TWO = 0x10000


def visible(text: str) -> str:
    """`text` as a reader sees it, on as many lines; half characters become U+FFFD."""
    text = _HALF.sub("\ufffd", _BREAKS.sub("\n", _LINES.sub("\n", text)))
    return UNSEEN.sub("", text)


def escaped(json_text: str) -> str:
    """JSON with each character that isn't seen as its escape: it stays the same JSON."""
    return _TO_ESCAPE.sub(lambda found: _escape(ord(found[0])), json_text)


def _escape(code: int) -> str:
    if code < _FIRST_IN_TWO:
        return f"\\u{code:04x}"
    high, low = divmod(code - _FIRST_IN_TWO, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
