"""Names that a sentence brings along: of a firm, a person, a product, a place, a domain.

A name has to stand in the passages quoted from or in the question. Across languages an office is
called something else, so there its name isn't told from an invented one; other names are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lexhop.corpus.text.analysis import stem

DOMAIN = re.compile(r"(?<![\w.@-])[^\W_][\w-]*+(?:\.[\w-]++)*+(?![\w.-]*@)")
_TOP_LEVEL = re.compile(r"[a-z]{2,24}")
_SHORTEST_LABEL = 3
_NAME = re.compile(r"(?<!\w)[^\W\d_][\w’']*+(?:-[^\W_]\w*+)*+")
_STARTS = re.compile(r"(?:^|[.!?:;(\[»\"“\n])\s{0,8}$")
_LOOK_BACK = 8
_INNER_CAPITAL = re.compile(r"(?<=[a-zæøå])[A-ZÆØÅ]")
_GENERAL = """
i de dem deres danmark dansk denmark danish english england eu eøs eea dkk eur usd kr cvr cpr
ja nej yes no stk nr litra pkt kapitel
section sections subsection paragraph article chapter part act acts the this
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday mr mrs ms a b c d e f g h
"""
_NO_NAMES = frozenset(_GENERAL.split())
_OFFICE = re.compile(
    r"(?:(?:styrelse|råd|direktorat|myndighed|ministeri(?:um|e)|nævn|ret|tilsyn|forvaltning|kontor)"
    r"(?:en|et|ets|ens|s|ne)?|(?<!\w)(?:agency|authority|authorities|board|directorate|ministry|"
    r"minister|council|office|court|tribunal|commission|administration|inspectorate|department|"
    r"service)(?:['’]?s)?)\Z"
)
_PREFIX = 5


@dataclass(frozen=True)
class KnownNames:
    """What a sentence may name: words of `texts`."""

    texts: Sequence[str]
    language: str
    foreign: bool

    @cached_property
    def _joined(self) -> str:
        words = _NAME.findall(" ".join(self.texts).casefold())
        stems = {stem(word, language) for word in words for language in ("da", "en")}
        return f" {' '.join({*words, *stems, *_initials(self.texts)})} "

    def has(self, name: str) -> bool:
        word = name.casefold().removesuffix("'s").removesuffix("’s")
        if f" {word} " in self._joined:
            return True
        short = stem(word, self.language)
        if _INNER_CAPITAL.search(name):
            return False
        if len(short) < _PREFIX:
            return f" {short} " in self._joined
        opening = short[: max(_PREFIX, len(short) - 2)]
        return f" {opening}" in self._joined or f"{short} " in self._joined

    def unknown_in(self, text: str) -> Iterator[str]:
        """Words with a capital letter that aren't known and don't open a sentence."""
        found = list(_NAME.finditer(text))
        for number, match in enumerate(found):
            word = match[0]
            if not _is_a_name(word) or self.has(word):
                continue
            opens = bool(_STARTS.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]))
            if opens and not _INNER_CAPITAL.search(word):
                continue
            if self.foreign and self._is_of_an_office(found[max(0, number - 2) : number + 4]):
                continue
            yield word

    @staticmethod
    def _is_of_an_office(around: Iterable[re.Match[str]]) -> bool:
        return any(_OFFICE.search(match[0].casefold()) for match in around)


def _is_a_name(word: str) -> bool:
    plain = word.casefold().removesuffix("'s").removesuffix("’s")
    return (word[0].isupper() or bool(_INNER_CAPITAL.search(word))) and plain not in _NO_NAMES


def _initials(texts: Iterable[str]) -> Iterator[str]:
    """Abbreviations that capitalised words in a row would have: "ba" for the Bog Authority."""
    for text in texts:
        for row in re.findall(r"(?:\b[A-ZÆØÅ]\w++\s?){2,6}", text):
            yield "".join(word[0] for word in row.split()).casefold()


def domains_in(text: str, known: str) -> Iterator[str]:
    """Bare domains of `text` that `known` hasn't got: "tilskud-nu.dk"."""
    for match in DOMAIN.finditer(text):
        *labels, last = match[0].rstrip("-").split(".")
        long = max(map(len, labels), default=0) >= _SHORTEST_LABEL
        if long and _TOP_LEVEL.fullmatch(last) and match[0] not in known:
            yield match[0]
