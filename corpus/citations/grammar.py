"""Patterns for the parts of a citation; the parser knows in which order they come.

Every repetition is bounded or possessive, so that no text makes a pattern slow.
"""

import re

from lexhop.corpus.citations.readable import ITEM_END

DASHES = r"\-‐‑‒–—−"
_LETTERS = "A-Za-zÆØÅæøå"
AND = r"(?:og/eller|og|eller|samt|henholdsvis|hhv\.|and|or)"
DASH = rf"(?:\s?[{DASHES}]\s?|(?<!\s)\s++(?:til(?:\s++og\s++med)?|to|through)\s++)"
JOIN = rf"(?<!\s)(?:\s*+,\s*+(?:(?:{AND}|jf\.|cf\.)\s++)?|\s++{AND}\s++)"
_MEMBER_JOIN = rf"(?:\s*+,\s++|\s++{AND}\s++)"
"""Between "stk. 2" and "3" in "stk. 2, 3 og 4". After ", og" something coarser begins."""

NO_UNIT = (
    r"(?!\s*+(?:pct|procent|kr\b|kroner|år|måned|dag|uge|mio|mia|timer|m2|m²|EUR|euro|percent|%))"
)
_NO_PREPOSITION = rf"(?!i\b(?!\s*+(?:[,.;:){DASHES}]|{AND}\b|$)))"
"""The letter i, and not the word: "§ 15 i, stk. 2", but "§ 15 i loven"."""

_LETTER = rf"(?:\s?{_NO_PREPOSITION}[{_LETTERS}](?!\w|\.\w))"
_SMALL_LETTER = rf"(?:\s?{_NO_PREPOSITION}[a-zæøå](?!\w|\.\w))"
SECTION = rf"\d{{1,4}}+(?!\d){_LETTER}?"

_SENTENCE_WORD = r"(?:pkt\.|punktum\b)"
_DANISH = "første|andet|tredje|fjerde|femte"
_ENGLISH = "first|second|third|fourth|fifth"
_ORDINALS = rf"(?:{_DANISH}|sidste)"
_MORE_SENTENCES = rf"(?:\.?\s?[{DASHES}]\s?\d{{1,2}}|\.(?:,\s?|\s{AND}\s)\d{{1,2}}){{0,8}}\.?\s?"
SENTENCES = (
    rf"(?:\d{{1,2}}{_MORE_SENTENCES}|{_ORDINALS}(?:\s{AND}\s{_ORDINALS})?\s){_SENTENCE_WORD}"
)

_END = r"(?!\d)(?!\.\d)"
_RANGE_END = rf"{_END}(?!{_MORE_SENTENCES}{_SENTENCE_WORD})(?!\.\s?[a-zæøå]){NO_UNIT}"
_MEMBER_END = rf"(?!{ITEM_END}){_RANGE_END}"


def _list(letter: str) -> str:
    """ "1", "1-3", "1, 3 og 5-7", with `letter` allowed behind each number."""
    first = rf"\d{{1,3}}+{_END}{letter}"
    member = rf"\d{{1,3}}+{_MEMBER_END}{letter}"
    last = rf"(?:{DASH}\d{{1,3}}+{_RANGE_END}{letter})?"
    return rf"(?P<list>{first}{last}(?:{_MEMBER_JOIN}{member}{last})*)"


_LITERA = rf"{_NO_PREPOSITION}[{_LETTERS}](?!\w)"
_LEAD = rf"(?P<join>{JOIN}|\.\s(?=stk\.)|\s*+)(?!(?<=\n)Stk\.\s\d++(?:[{DASHES}]\d++)?\.(?:\s|$))"
"""What joins a part to the one before: nothing joins it to the "Stk. 2." of a new line."""

_ACT_NR = r"\.?\s(?:\([^()\s]{1,12}\)\s|\d{4}-\d\d-\d\d\s)?nr\.?\s(?=\d)"
_SECTION_WORD = r"[Ss]ec(?:tions?\s|s?\.\s?)(?=\d)"
_PLAIN = r"\d{1,4}+\s?[A-Z]?(?:\(\w{1,3}\)){0,3}"
""""s. 33 A(1)" is a section only in "s. 33 A(1) of the ...": else it is a page."""

ANCHOR = re.compile(
    rf"(?P<section>§§?|\bparagraf(?:ferne|fen)?\s(?=\d)|\b(?:{_SECTION_WORD}|[Pp]ar\.\s?(?=\d)"
    rf"|(?<=Act\s)ss?\.\s(?=\d)|ss?\.\s(?={_PLAIN}(?:(?:,\s|\s(?:and|or|to)\s|-){_PLAIN}){{0,5}}\sof\sthe\s)))"
    r"|(?P<foreign>\b(?:[Aa]rtikel|[Aa]rt\.|[Bb]ilag|[Pp]rotokol|[Pp]unkt|pkt\.|[Aa]rticles?)\s+(?=[\dIVX]))"
    rf"|(?P<numbered>\b(?=\w++{_ACT_NR})"  # the rarest condition first
    r"(?:[A-ZÆØÅ]{2,5}|\w{0,30}(?:[Ll]ov|love|[Bb]ekendtgørelse|cirkulære|anordning|forordning|direktiv"
    rf"|afgørelse|vejledning|resolution|tekstanmærkning|[Bb]ek|[Cc]irk)){_ACT_NR})"
    r"|(?P<relative>\b[Ss]tk\.?\s?(?=\d)|(?<![-.])\b[Nn]r\.?\s?(?=\d)|\b[Ll]itra\s(?=[A-Za-zæøå]\b)"
    rf"|(?<![\d.,§{DASHES}])(?<!§\s)\b(?={SENTENCES}))"
)
SECTIONS = re.compile(rf"\s*+(?P<first>{SECTION})(?:{DASH}(?P<last>{SECTION})(?!\.\d){NO_UNIT})?")
LETTER_RANGE = re.compile(rf"[{DASHES}](?P<letter>[{_LETTERS}])(?!\w)")

_CHAPTER = r"[\dIVX]++(?:\s[A-Za-z]\b)?"
CHAPTERS = rf"(?:kapitel|kap\.|afsnit)\s++{_CHAPTER}(?:(?:{DASH}|{_MEMBER_JOIN}){_CHAPTER})*"
_REMARK = r"(?:\s\([^()§\d\n]{1,60}\))?"
_IN_REMARK = r"\s\((?:jf\.|cf\.|sml\.|nu|tidligere|og|eller|samt|se(?:\sogså)?|herunder)\s"
"""Between "§ 8 Y" and "§ 8 X" in "§ 8 Y (nu § 8 X)": of the same act."""

NEXT_MARKED = re.compile(
    rf"(?:{_IN_REMARK}|{_REMARK}{JOIN}(?:{CHAPTERS}{JOIN})?"
    r"(?:[jc]f\.\s++|regler\s++(?:fastsat|udstedt)\s++i\s++medfør\s++af\s++)?|\s++sammenholdt\s++med\s++)"
    rf"(?P<mark>§§?|{_SECTION_WORD})"
)
NEXT_BARE = re.compile(
    rf"{JOIN}(?={SECTION}(?!{ITEM_END}){NO_UNIT}(?!\.\d|\.\s[a-zæøå])(?!{_MORE_SENTENCES}{_SENTENCE_WORD}))"
)
NEXT_LETTERED = re.compile(
    rf"{JOIN}(?=\d{{1,4}}\s?{_NO_PREPOSITION}[{_LETTERS}](?![\w.{ITEM_END}]))"
)
""""§ 13 eller 13 A": behind one "§" only a number with a letter can be a section."""

SUBSECTION = re.compile(
    rf"{_LEAD}(?:[Ss]tk?\.?|[Ss]tykke|[Ss]ub(?:-?sections?|s\.)|[Pp]ara(?:graphs?|s?\.))\s?{_list('')}"
)
ORDINAL_SUBSECTION = re.compile(
    rf"{_LEAD}(?P<list>\d{{1,2}}(?=\.)|{_ORDINALS})\.?\s(?:stykke\b|stk\.(?!\s?\d))"
)
NUMBER = re.compile(
    rf"{_LEAD}(?:[Nn]r\.?|[Nn]ummer|[Nn]os?\.|[Ii]tems?)\s?{_list(_SMALL_LETTER + '?')}"
)
LETTER = re.compile(
    rf"{_LEAD}(?:[Ll]itra|[Ll]etter)\s(?P<list>{_LITERA}(?:(?:{DASH}|{_MEMBER_JOIN}){_LITERA})*)"
)
SENTENCE = re.compile(rf"{_LEAD}(?P<list>{SENTENCES})")
ENGLISH_SENTENCE = re.compile(rf"{_LEAD}(?P<list>{_ENGLISH}|last)\ssentence\b")
FOREIGN_NUMBER = re.compile(r"[\dIVX]++(?:\s?[A-Za-z]\b)?(?:,\s(?:liste|afsnit|del)?\s?[A-Z]\b)?")
ACT_NUMBER = re.compile(r"[\d/]++")
MARKER = re.compile(rf"Stk\.\s\d+(?:[{DASHES}]\d+)?\.(?=\s|$)")
OF_SECTION = re.compile(
    r"\s++(?:i|in|of)\s++(?:(?:the\s++)?[\w'’-]{1,60}\s++)?(?=§|[Ss]ection\s\d|paragraf\s\d)"
)
""""stk. 2 i ligningslovens § 5": the parts before the section."""

EXCEPT = re.compile(r"[^.;\n]{0,80}\b(?:bortset\s+fra|undtagen|med\s+undtagelse\s+af)\s$")
""""§ 34, bortset fra stk. 1": what is left out is a part of the section just named."""

_NUMBERED = {
    word: str(number)
    for words in (_DANISH, _ENGLISH)
    for number, word in enumerate(words.split("|"), start=1)
} | {"last": "sidste"}


def members_of(span: str) -> list[str]:
    """The members of a list "1, 3 a og 5-7": ranges as "5-7", letters as "3 a"."""
    return [_compact(member) for member in re.split(JOIN, span) if member]


def sentences_of(span: str) -> str:
    """The numbers in "1. og 3. pkt.": "1 og 3"; "første pkt." gives "1", "sidste" has no number."""
    bare = re.sub(rf"\s?{_SENTENCE_WORD}$", "", span).replace(".", "").strip()
    words = [_NUMBERED.get(word, word) for word in bare.split()]
    return _compact(" ".join(words))


def ordinal_of(span: str) -> str:
    """The number of "3" and "tredje"."""
    return _NUMBERED.get(span, span)


def section_of(span: str) -> str:
    """The normal form of a section: "33A" and "33  A" are "33 A"."""
    return re.sub(rf"(\d)\s*([{_LETTERS}])$", r"\1 \2", span.strip())


def _compact(span: str) -> str:
    spaced = re.sub(rf"(\d)\s?([{_LETTERS}])\b", r"\1 \2", span.strip())
    return re.sub(DASH, "-", spaced)
