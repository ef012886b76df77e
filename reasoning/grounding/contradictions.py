"""All ways in which a sentence can say something else than the clauses that it quotes."""

from collections.abc import Iterator

from lexhop.reasoning.grounding.duties import other_duty
from lexhop.reasoning.grounding.persons import (
    changed_places,
    other_side,
    other_subject,
    other_thing,
    replaced_subject,
    unnamed_person,
)
from lexhop.reasoning.grounding.polarity import denied_otherwise
from lexhop.reasoning.grounding.rates import other_period, turned_around
from lexhop.reasoning.grounding.requirements import needless
from lexhop.reasoning.grounding.scope import all_for_a_part, exception_as_rule, joined_otherwise
from lexhop.reasoning.grounding.statement import Statement

_KINDS = (
    denied_otherwise,
    other_side,
    other_thing,
    unnamed_person,
    other_subject,
    replaced_subject,
    changed_places,
    other_duty,
    all_for_a_part,
    exception_as_rule,
    other_period,
    needless,
    turned_around,
    joined_otherwise,
)


def contradictions(statement: Statement) -> Iterator[str]:
    """What is wrong, in words of the sentence and of its quotes."""
    if statement.said:
        for kind in _KINDS:
            yield from kind(statement)
