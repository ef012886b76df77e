"""Yes for no: a sentence that affirms what its quotes deny, or denies what they affirm."""

from collections.abc import Iterator

from lexhop.reasoning.grounding.clauses import Clause, clauses_of, nearest
from lexhop.reasoning.grounding.statement import Statement

_FEW = 2
"""Clauses of a sentence in which a denial is found again."""
_ABOUT = 0.5
"""Share of a clause from which on another one may be about the same."""


def denied_otherwise(statement: Statement) -> Iterator[str]:
    """The clauses that are denied where the quotes affirm, or the other way round.

    One that turns its limit too ("what is over 100 is taxed", "what is up to 100 isn't") is left,
    and so is a long sentence where both deny something: the denial may have moved to a neighbour.
    """
    if any(here != there for here, there in statement.limits):
        return
    if statement.limits and _is_short(statement) and statement.denies != statement.law_denies:
        yield f"{statement.said[0].text} … {statement.law[0].text}"
        return
    found = False
    both = any(one.is_denied for one in statement.said) and any(
        one.is_denied for one in statement.law
    )
    for clause in () if both and len(statement.said) > _FEW else statement.said:
        alike = [one for one in statement.law if one.kind == clause.kind]
        others = nearest(clause, alike)
        if not others or any(clause.denies_like(other) for other in others):
            continue
        about = (other for other in statement.law if _is_about(clause, other))
        if not any(clause.denies_like(other) for other in about):
            found = True
            yield f"{clause.text} … {others[0].text}"
    if not found and statement.is_foreign:
        yield from _as_a_whole(statement)


def _is_short(statement: Statement) -> bool:
    return len(statement.said) <= _FEW and len(statement.law) <= _FEW


def _is_about(clause: Clause, other: Clause) -> bool:
    return clause.overlap(other)[0] >= _ABOUT


def _as_a_whole(statement: Statement) -> Iterator[str]:
    """In another language few clauses are found again: all of it is compared."""
    if not all(clause.is_comparable for clause in statement.said):
        return
    said = sum(clause.denials for clause in statement.said)
    law = sum(clause.denials for clause in statement.law)
    first = (clauses_of(one.text, one.language)[:1] for one in statement.quoted)
    main = [clause.is_denied for clauses in first for clause in clauses]
    if (said % 2 and not law) or (not said and main and all(main)):
        yield _first(statement.said)


def _first(clauses: tuple[Clause, ...]) -> str:
    return clauses[0].text if clauses else ""
