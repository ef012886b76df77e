"""What isn't seen is told from what is, for every character that there is."""

import json
import unicodedata

from lexhop.corpus.text.visible import UNSEEN, escaped, visible

NUMBER_SIGNS = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Format characters that are drawn."""


def test_every_control_and_format_character_is_unseen() -> None:
    kinds = {"Cc", "Cf"}
    missed = [
        hex(code)
        for code in range(0x10FFFF)
        if unicodedata.category(chr(code)) in kinds
        and not UNSEEN.match(chr(code))
        and chr(code) not in NUMBER_SIGNS | {"\n", "\t"}
        and not 0x11000 <= code <= 0x1FFFF  # notation of scripts and of music: drawn
    ]
    assert missed == []


def test_what_is_seen_stays() -> None:
    plain = "§ 1. Æblegrød, “citat”, 1½ €, 日本, é, \U0001f600\n\tnæste"
    assert visible(plain) == plain
    assert escaped(json.dumps(plain, ensure_ascii=False)) == json.dumps(plain, ensure_ascii=False)


def test_what_a_terminal_obeys_and_what_turns_text_is_gone() -> None:
    hostile = "a\x1bc\x1b]8;;http://x\x07b\u202e005\u202c\U000e0041\r\nc\u2028d\ud800"
    assert visible(hostile) == "ac]8;;http://xb005\nc\nd\ufffd"


def test_escaped_json_is_the_same_json() -> None:
    given = {"a": "\x9b31m\u202e\U000e0041\u2028\x7f", "b": "æ"}
    written = escaped(json.dumps(given, ensure_ascii=False))
    assert json.loads(written) == given
    assert not UNSEEN.search(written)
