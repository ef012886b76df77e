"""May for must and must for may."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import STOP_WORDS, stem
from lexhop.reasoning.grounding.clauses import Clause, nearest, related
from lexhop.reasoning.grounding.statement import Statement

_MODAL = re.compile(
    r"\b(?:(?P<must>skal(?!\s+kunne)|må kun|must|shall)|"
    r"(?P<may>kan|må|may(?!\s(?:\w+\s){0,4}only\b)))\b"
    r"(?P<then>[^.;]{0,90})",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(?:vælge[rs]?|valgfri\w*|frivillig\w*|choose|elect|opt)\b", re.IGNORECASE)
_INFINITIVE = re.compile(r"\b[^\W\d_]+(?:e|es|se|å|ås)\b")
_WORD = re.compile(r"[^\W\d_]+")


def other_duty(statement: Statement) -> Iterator[str]:
    """Clauses that say "must" of what the law says "may" of, or the other way round."""
    for clause in statement.said:
        own = _modal(clause)
        if not own or clause.is_denied:
            continue
        others = nearest(clause, statement.law, least=0.5)
        if not others and statement.is_foreign:
            others = _only(statement.quotes)
        for other in others:
            its = _modal(other)
            if (
                its
                and its[0] != own[0]
                and not other.is_denied
                and _same(clause, own[1], other, its[1])
            ):
                yield f"{own[0]} … {its[0]}"


def _modal(clause: Clause) -> tuple[str, str] | None:
    """("must" or "may", what follows), None for neither or both."""
    found = list(_MODAL.finditer(clause.text))
    kinds = {"must" if match["must"] else "may" for match in found}
    return (kinds.pop(), found[0]["then"]) if len(kinds) == 1 else None


def _same(clause: Clause, own: str, other: Clause, its: str) -> bool:
    """Whether both modals are of the same verb, as far as can be told."""
    if clause.language != other.language:
        return not clause.measures
    if _CHOICE.search(other.text) and not _CHOICE.search(clause.text):
        return True
    theirs = _verbs(its, other.language)
    return any(related(one, verb) for one in _verbs(own, clause.language) for verb in theirs)


def _verbs(then: str, language: str) -> list[str]:
    if language == "da":
        return [stem(word.casefold(), "da") for word in _INFINITIVE.findall(then)]
    words = [word.casefold() for word in _WORD.findall(then)]
    return [stem(word, "en") for word in words if word not in STOP_WORDS["en"]][:1]


def _only(clauses: tuple[Clause, ...]) -> list[Clause]:
    """The one clause with a modal, where there is just one."""
    found = [clause for clause in clauses if _modal(clause)]
    return found if len(found) == 1 else []
