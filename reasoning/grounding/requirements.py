"""What the law requires, said to be needless: "without" where it is "only with"."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import STOP_WORDS, stem
from lexhop.reasoning.grounding.clauses import Clause, related
from lexhop.reasoning.grounding.statement import Statement

_WITHOUT = re.compile(r"\b(?:uden|without)\s(?P<what>[^.;,]{1,60})", re.IGNORECASE)
_REQUIRED = re.compile(
    r"\b(?:kræve[rs]|forudsætter|kun (?:med|efter|mod)|require[sd]?|subject to|"
    r"only (?:under|with|by|after|on))\s(?P<what>[^.;,]{1,60})",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:ikke|ingen|intet|aldrig|forbudt|not|cannot|no|never|nobody|prohibited)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


def needless(statement: Statement) -> Iterator[str]:
    """Things that a clause does without, and that a clause of the law requires."""
    required = [
        word
        for clause in statement.law
        for found in _REQUIRED.finditer(clause.text)
        for word in _content(found["what"], clause)
    ]
    for clause in statement.said if required else ():
        without = _WITHOUT.search(clause.text)
        if without and not _DENIES.search(clause.text):
            first = _content(without["what"], clause)[:1]
            if any(related(word, other) for word in first for other in required):
                yield without[0]


def _content(text: str, clause: Clause) -> list[str]:
    stop = STOP_WORDS.get(clause.language, STOP_WORDS["en"])
    words = (word.casefold() for word in _WORD.findall(text))
    return [stem(word, clause.language) for word in words if word not in stop]
