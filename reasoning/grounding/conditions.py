"""A rule without its condition: "the board may revoke a licence" where the law says when."""

import re
from collections.abc import Iterator, Sequence

from lexhop.reasoning.grounding.clauses import Clause, clauses_of, nearest
from lexhop.reasoning.grounding.statement import Statement

_CONDITIONED = re.compile(
    r"\b(?:hvis|når|såfremt|medmindre|forudsat|betinge\w*|kun|alene|dog|ved|uden|efter|visse|"
    r"nogle|som udgangspunkt|undtage\w*|undtagelse\w*|"
    r"if|when|where|unless|provided|condition\w*|only|upon|without|certain|some|except\w*|"
    r"in case)\b",
    re.IGNORECASE,
)
_LEAST = 0.75
"""Share of a clause of the sentence that a rule of the law must have to be what it repeats."""
_AND = re.compile(r"\s(?:og|and)\s")
_UNIVERSAL = re.compile(
    r"\b(?:alle|samtlige|enhver|ethvert|altid|frit|uden undtagelse|uanset|every|any|all|always|"
    r"freely|without exception|regardless|in all cases)\b",
    re.IGNORECASE,
)


def condition_left_out(statement: Statement, told: str = "") -> Iterator[str]:
    """Clauses that repeat a rule of the law, where nothing of its condition is said.

    `told` is what else is said or asked around the sentence: the condition may stand there.
    """
    if _CONDITIONED.search(statement.text) and not _UNIVERSAL.search(statement.text):
        return
    around = clauses_of(told, statement.language) if told else ()
    for one in statement.quoted:
        clauses = clauses_of(one.sentence, one.language)
        conditions = [clause for clause in clauses if _is_a_condition(clause)]
        rules = [one for one in clauses if one.kind != "relative" and one not in conditions]
        for condition in conditions:
            if _is_told(condition, rules, (*statement.said, *around)):
                continue
            for clause in statement.said:
                if clause.kind == "main" and _repeats(clause, rules):
                    yield f"{clause.text} … {condition.text}"
                    return


def _is_a_condition(clause: Clause) -> bool:
    """Danish begins the rule with its verb too, but not the sentence: "..., bortfalder støtten"."""
    return clause.kind == "condition" and (
        clause.opens_with_a_conjunction or clause.text[0].isupper()
    )


def _repeats(clause: Clause, rules: Sequence[Clause]) -> bool:
    """Whether it repeats a rule, and of "A is so and B is so, if ..." the part on B."""
    for rule in nearest(clause, rules, least=_LEAST, pieces=1):
        *before, last = (Clause(part, rule.language) for part in _AND.split(rule.text))
        own = last.stems - frozenset(word for one in before for word in one.stems)
        if not before or not own or any(clause.mentions(word) for word in own):
            return True
    return False


def _is_told(condition: Clause, rules: Sequence[Clause], said: Sequence[Clause]) -> bool:
    """Whether any word or figure is said that only the condition has; also where it has none."""
    own = {word for word in condition.stems if not any(rule.mentions(word) for rule in rules)}
    sides = condition.sides - frozenset(side for rule in rules for side in rule.sides)
    figures = condition.measures - frozenset(one for rule in rules for one in rule.measures)
    if not (own or sides or figures):
        return True
    return any(
        any(clause.mentions(word) for word in own)
        or sides & clause.sides
        or figures & clause.measures
        for clause in said
    )
