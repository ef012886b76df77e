"""Undoes the usual ways of hiding words from a filter."""

import re
import unicodedata
from base64 import b64decode
from binascii import Error
from contextlib import suppress

_UNUSUAL = re.compile(r"[^\x00-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20cf]")
_LOOKS_LIKE = str.maketrans(
    "авеёзікмнорстухуьіјѕһԁɡαβεικνορτυχВАЕЗІКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "abeeзikmhopctyxyьijshdgabeiknoptuxBAE3IKMHOPCTYXABEZHIKMNOPTYX",
)
_TAGS = range(0xE0020, 0xE007F)
"""Letters that no program draws: ASCII, moved up."""
_TAGGED = re.compile(f"[{chr(_TAGS.start)}-{chr(_TAGS.stop - 1)}]")
_SPACED = re.compile(r"(?<!\w)(?:\w[ \t.*_·-]){9,}\w(?!\w)")
_ENCODED = re.compile(r"(?<![\w+/])(?:[0-9a-fA-F]{2}[ :]?){16,}+|[A-Za-z0-9+/_-]{24,}={0,2}")
_WORDS = 0.9
"""Share of letters and blanks from which on decoded bytes count as words."""


def plain(text: str) -> str:
    """`text` without invisible characters and look-alikes, and with spaced-out words joined."""
    if _UNUSUAL.search(text):
        shown = (_drawn(letter) for letter in unicodedata.normalize("NFKC", text))
        text = "".join(shown).translate(_LOOKS_LIKE)
    text = text.replace("\u00ad", "")
    return _SPACED.sub(lambda run: re.sub(r"[^\w]", "", run[0]), text)


def _drawn(letter: str) -> str:
    if ord(letter) in _TAGS:
        return chr(ord(letter) - _TAGS.start + 0x20)
    return "" if unicodedata.category(letter) == "Cf" else letter


def has_hidden_words(text: str) -> bool:
    """Whether `text` has words that no reader could read: encoded, or in letters set apart."""
    if _SPACED.search(text) or _TAGGED.search(text):
        return True
    return any(_is_words(run[0]) for run in _ENCODED.finditer(text))


def _is_words(run: str) -> bool:
    return any(_reads(decoded) for decoded in _decoded(run))


def _decoded(run: str) -> list[bytes]:
    found = []
    with suppress(ValueError):
        found.append(bytes.fromhex(re.sub(r"[ :]", "", run)))
    with suppress(Error):
        found.append(b64decode(run.translate(_URL_SAFE) + "=" * (-len(run) % 4), validate=True))
    return found


_URL_SAFE = str.maketrans("-_", "+/")


def _reads(decoded: bytes) -> bool:
    try:
        text = decoded.decode()
    except UnicodeDecodeError:
        return False
    letters = sum(letter.isalpha() or letter in " .,:;!?\n" for letter in text)
    return " " in text and letters >= _WORDS * len(text)
