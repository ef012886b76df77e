"""Clauses of a sentence and of the law it quotes: what each is about, and which is about the same.

Danish and English are read side by side. Where a sentence and its quote are in two languages, they
share the words of `opposites` and figures, and few others.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from lexhop.corpus.text.analysis import STOP_WORDS, stem
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.reasoning.grounding.limits import without_limits_denied
from lexhop.reasoning.grounding.opposites import Side, side_of
from lexhop.reasoning.grounding.quantities import Quantity, quantities

_CLEFT = re.compile(
    r"\b(det (?:er|var)|it (?:is|was))\s+([^,.;]{1,60}?),?\s+(?:der|som|who|that)\s", re.I
)
_SPLIT = re.compile(
    r"[;:?!()](?!\d)\s*|,(?!\d|\s*(?:at|that)\s)\s*|\s(?=(?:hvis|når|såfremt|medmindre|fordi|mens|if|when|where|unless|because|"
    r"while|whereas|provided|but|men)\s)|\s(?:men|but)\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+|§|%")
_NO_TIME = re.compile(
    r"\b(?:efter|following)(?=\s+(?:§|stk|denne|regler|bestemmels|lov|\w+lov(?:en|ens)\b|ansøgning|"
    r"begæring|anmodning|omstændighed|aftale|princip|the\s+(?:rules|act)))|\binden(?=\s+(?:for|\d|en|et|to|tre|fire|seks|otte)\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:§§?\s*\d+(?:\s?[A-Za-z]\b)?|\b(?:stk|nr)\.\s*\d+(?:(?:\s?[-–,]\s?|\s(?:og|eller)\s)\d+)*|"
    r"\blitra\s\w\b|\b\d+\.\s?pkt\.),?"
)
_SUBORDINATE = re.compile(
    r"(?:(?:og|eller|and|or)\s+)?(?:hvis|når|såfremt|medmindre|selv\s+om|hvor|if|when|where|unless|"
    r"provided|although)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:der|som|that|which|who)\b")
_VERB_FIRST = re.compile(
    r"(?:Er|Har|[^\W\d_]{2,}(?:er|es))\s+(?:du|man|I|der|en|et|den|det|[^\W\d_]+(?:en|et|ne|er))\b"
    r"(?!\s+(?:kan|skal|må|er|har|[^\W\d_]+es)\b)"
)
_UNTIL = re.compile(r"(?:indtil|før|inden|until|till|before)\b", re.IGNORECASE)
_LATE = re.compile(
    r"\b(?:sent|senere|forsinket|rettidig\w*|late|later|in time|on time)\b", re.IGNORECASE
)
_DENYING = """
ikke ej aldrig ingen intet hverken undtaget undtages udelukket udelukker afskåret bortfalder
bortfaldet bortfald mister mistes nægte nægter nægtes afslå afslår afslås afvise afviser afvises
undlade undlader undladt undlades fri frit frie
fritaget fritages fritage fritager forbudt forbud forbuddet eftergive eftergiver eftergives
not no cannot never none nor neither nothing nobody exempt exempts exempted free
excluded excludes lapses lapse lapsed waive waives waived loses lose lost
refuse refuses refused deny denies denied
forbidden prohibited prohibition ban fails fail failed
"""
_DENIES = frozenset(_DENYING.split())
_AND = re.compile(r"\b(?:og|eller|samt|and|or)\b")
_REFRAINS = re.compile(r"\blad(?:e|er) være\b|\bundladelse\b|\brefrains?\b", re.IGNORECASE)
_FREE_TO = re.compile(r"\bfree to\b|\bfrit\b", re.IGNORECASE)
"""Leave to do something, which denies nothing; "free of" does."""
_WITHOUT = re.compile(r"\b(?:uden|without)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:der|som|who|that|which)\b", re.IGNORECASE)
"""Behind it "without" is of somebody, and takes nothing back."""
_ALLOWS = re.compile(r"\b(?:kan|må|skal|may|can|cannot|must|shall)\b", re.IGNORECASE)
_NOT_WITHOUT = re.compile(r"\b(?:ikke|ingen|intet|aldrig|not|cannot|no|never)\b", re.IGNORECASE)
"""What "without" takes back: "not without a permit" is "only with a permit"."""
_DUE = re.compile(
    r"\b(?:\w*skat\w*|\w*afgift\w*|\w*bidrag\w*|moms\w*|\w*betal\w*|told\w*|gebyr\w*|koste\w*|tax\w*|"
    r"dut(?:y|ies)|dues|fees?|pays?|paid|payable|charged?|costs?)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\w{3,}fri(?:e|t|tage[trs]?|tagelse[nr]?)?")
_SAYING_LITTLE = """
ja nej yes du dig din dit dine jeg mig man you your i er der den det de skal kan må must may can få
får bliver blive ved være været have har dog kun også da så then get gets got pay
"""
_LIGHT = frozenset(_SAYING_LITTLE.split())
_SHORTEST_PART = 4
_SHORTEST_START = 5


@lru_cache(maxsize=1 << 15)
def related(one: str, other: str) -> bool:
    """Whether two stems are of one word, or one is a part of the other: "bidrag", "møllebidrag"."""
    if one == other:
        return True
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _SHORTEST_PART:
        return False
    if long.startswith(short) or long.endswith(short):
        return True
    return len(short) > _SHORTEST_START and long[:_SHORTEST_START] == short[:_SHORTEST_START]


@dataclass(frozen=True)
class Clause:
    """A piece of a sentence with one statement in it. `language` is that of the text."""

    text: str
    language: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(_NO_TIME.sub(" ", self.text).casefold()))

    @cached_property
    def sides(self) -> frozenset[Side]:
        return frozenset(side for word in self.words if (side := side_of(word)))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its content words, without those on a side and without figures."""
        return frozenset(stem(word, self.language) for word in self.words if self._is_content(word))

    def _is_content(self, word: str) -> bool:
        stop = STOP_WORDS.get(self.language, STOP_WORDS["en"])
        plain = word not in stop and word not in _LIGHT and word not in _DENIES
        return plain and len(word) > 1 and not word[0].isdigit() and side_of(word) is None

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        return quantities(self.text)

    @cached_property
    def measures(self) -> frozenset[tuple[str, str]]:
        return frozenset(figure.measure for figure in self.figures)

    @cached_property
    def denials(self) -> int:
        """How many words deny what it says; "not more than" denies nothing."""
        return sum(plain + free for plain, free in self._denying)

    @cached_property
    def _denying(self) -> list[tuple[int, int]]:
        """For each part between "and" and "or", the words that deny and those for "free of"."""
        text = _FREE_TO.sub(" ", _REFRAINS.sub(" not ", self.text.replace("n't", " not")))
        text = without_limits_denied(text)
        text = _without_not_without(text)
        parts = [_WORD.findall(part) for part in _AND.split(text.casefold())]
        return [
            (
                sum(word in _DENIES for word in words),
                sum(bool(_FREE.fullmatch(word)) for word in words),
            )
            for words in parts
        ]

    @property
    def is_denied(self) -> bool:
        """Whether any part of it is: "neither A nor B" is denied once."""
        return any((plain + free) % 2 for plain, free in self._denying)

    @property
    def is_free(self) -> bool:
        return any(free % 2 for _, free in self._denying)

    @property
    def kind(self) -> Literal["main", "condition", "relative"]:
        """What it is in its sentence; "Betaler du ikke, ..." is a condition in Danish."""
        if _RELATIVE.match(self.text):
            return "relative"
        verb_first = self.language == "da" and _VERB_FIRST.match(self.text)
        return "condition" if verb_first or _SUBORDINATE.match(self.text) else "main"

    @property
    def opens_with_a_conjunction(self) -> bool:
        return _SUBORDINATE.match(self.text) is not None

    @property
    def is_comparable(self) -> bool:
        """Whether it can be told what it denies: "too late" is "not in time"."""
        return not (_UNTIL.match(self.text) or _LATE.search(self.text))

    def denies_like(self, other: "Clause") -> bool:
        """Whether both affirm or both deny. "Tax-free" is "no tax is paid", but no other "not"."""
        if self.is_denied != other.is_denied:
            return not (self.is_comparable and other.is_comparable)
        differ = self.is_free != other.is_free
        return not differ or all(_DUE.search(one.text) for one in (self, other) if not one.is_free)

    def mentions(self, stem_of_other: str) -> bool:
        """Whether it has a word of that stem, or one related to it."""
        return stem_of_other in self.stems or any(related(stem_of_other, own) for own in self.stems)

    def overlap(self, other: "Clause", apart: str = "") -> tuple[float, int]:
        """The share of its content that `other` has, and how many pieces that is.

        Words on a side of the axis `apart` don't count.
        """
        sides = {side for side in self.sides if side.axis != apart}
        have = [other.mentions(own) for own in self.stems]
        have += [side in other.sides for side in sides]
        have += [measure in other.measures for measure in self.measures]
        return (sum(have) / len(have) if have else 0.0), sum(have)


def _without_not_without(text: str) -> str:
    """`text` without the "not" that "without" takes back, before it or after "Without ..."."""
    without = _WITHOUT.search(text)
    if not without or _WHO.search(text, 0, without.start()):
        return text
    denial = _NOT_WITHOUT.search(text)
    allows = without.start() == 0 or _ALLOWS.search(text, 0, without.start())
    if not denial or not allows or 0 < without.start() < denial.start():
        return text
    return f"{text[: denial.start()]} {text[denial.end() :]}"


@lru_cache(maxsize=2048)
def clauses_of(text: str, language: str) -> tuple[Clause, ...]:
    """The clauses of `text`, in order. What is stressed ("det er lejeren, der ...") stays whole."""
    return tuple(
        Clause(part.strip(), language)
        for start, end in sentence_spans(text)
        for part in _SPLIT.split(_CLEFT.sub(r"\2 ", _PLACE.sub("§ ", text[start:end])))
        if part and part.strip(" .,;")
    )


def nearest(
    clause: Clause,
    others: Iterable[Clause],
    *,
    apart: str = "",
    least: float = 0.6,
    pieces: int = 2,
) -> list[Clause]:
    """Those of `others` that have most of what `clause` is about; none if all have too little."""
    scored = [(clause.overlap(other, apart), other) for other in others]
    best = max((score for score, _ in scored), default=(0.0, 0))
    if best[0] < least or best[1] < pieces:
        return []
    return [other for score, other in scored if score == best]


def all_sides(clauses: Sequence[Clause]) -> frozenset[Side]:
    return frozenset[Side]().union(*(clause.sides for clause in clauses))
