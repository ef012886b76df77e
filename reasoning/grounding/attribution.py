"""Whose a figure is: two amounts of a provision mustn't change places between two groups."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexhop.corpus.text.sentences import sentence_spans
from lexhop.reasoning.grounding.clauses import Clause, related
from lexhop.reasoning.grounding.opposites import Side
from lexhop.reasoning.grounding.quantities import Quantity, quantities
from lexhop.reasoning.grounding.statement import Statement

_BOUNDARY = re.compile(r"\s(?:og|men|mens|and|but|while)\s|[,;:](?!\d)\s*", re.IGNORECASE)
_JOINED = re.compile(r"\b(?:og|eller|men|mens|dog|and|or|but|while)\b|;", re.IGNORECASE)
"""Between two figures that stand side by side for two groups; not for a condition of the first."""
_AT_ONCE = 14
"""Characters of a piece before its figure if the figure comes first: "for" and an amount."""

_MOST = 12
"""Figures of a unit in a sentence. A longer list is a table, of which words can't tell the rows."""
_MOSTLY = 0.5
_FEW = 2
"""Clauses of a sentence in which the persons are those of its figure."""

_Mark = str | Side | tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class _Group:
    """A figure and the marks of those it is for: stems, sides, and limits of other figures."""

    figure: Quantity
    marks: frozenset[_Mark]


def misattributed(statement: Statement) -> Iterator[str]:
    """Figures of the sentence that stand with the marks of another figure of the same unit.

    Other figures of the same sentence of the law tell at once; those of another sentence only if
    that is what the sentence is about for the most part.
    """
    if any(statement.text.strip() in one.text for one in statement.quoted):
        return
    seen = dict.fromkeys((one.language, one.sentence) for one in statement.quoted)
    law = [list(_groups(part, language)) for language, text in seen for part in _parts(text)]
    said = [group for part in _parts(statement.text) for group in _groups(part, statement.language)]
    few = len(statement.said) <= _FEW
    for own in said:
        alike = [
            [group for group in groups if group.figure.unit == own.figure.unit] for groups in law
        ]
        with_it = [groups for groups in alike if any(_is_same(own, group) for group in groups)]
        if not with_it:
            continue
        if any(len(groups) > 1 for groups in with_it):
            wrong = all(_is_of_another(own, groups, least=0, few=few) for groups in with_it)
        else:
            every = [group for groups in alike for group in groups]
            alone = sum(group.figure.unit == own.figure.unit for group in said) == 1
            wrong = alone and _is_of_another(own, every, least=_MOSTLY, few=few)
        if wrong:
            yield own.figure.words


def _parts(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in sentence_spans(text))


def _is_same(own: _Group, other: _Group) -> bool:
    return own.figure.measure == other.figure.measure


def _is_of_another(own: _Group, its: Sequence[_Group], *, least: float, few: bool) -> bool:
    right = [group.marks for group in its if _is_same(own, group)]
    wrong = [group.marks for group in its if not _is_same(own, group)]
    if not right or not wrong:
        return False
    of_right, of_wrong = frozenset[_Mark]().union(*right), frozenset[_Mark]().union(*wrong)
    mine = _common(own.marks, _without(of_right, of_wrong))
    theirs = _common(own.marks, _without(of_wrong, of_right))
    persons = {mark for mark in own.marks if isinstance(mark, Side) and mark.person}
    if few and persons & (of_wrong - of_right) and not persons & of_right:
        return True
    return not mine and theirs > least * len(own.marks)


def _without(marks: frozenset[_Mark], others: frozenset[_Mark]) -> frozenset[_Mark]:
    return frozenset(mark for mark in marks if not any(_equal(mark, other) for other in others))


def _common(own: frozenset[_Mark], its: frozenset[_Mark]) -> int:
    return sum(any(_equal(mark, other) for other in its) for mark in own)


def _equal(one: _Mark, other: _Mark) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return related(one, other)
    return one == other


def _groups(sentence: str, language: str) -> Iterator[_Group]:
    figures = [figure for figure in quantities(sentence) if not figure.is_article]
    for unit in {figure.unit for figure in figures if figure.unit}:
        of_unit = [figure for figure in figures if figure.unit == unit]
        if len(of_unit) <= _MOST:
            others = [figure for figure in figures if figure.unit != unit]
            yield from _of_unit(sentence, language, of_unit, others)


def _of_unit(
    text: str, language: str, of_unit: Sequence[Quantity], others: Sequence[Quantity]
) -> Iterator[_Group]:
    between = (text[one.end : other.start] for one, other in pairwise(of_unit))
    if not all(_JOINED.search(words) for words in between):
        return
    pieces = _pieces(text, of_unit)
    first = len(of_unit) > 1 and all(
        figure.start - start <= _AT_ONCE
        for figure, (start, _) in zip(of_unit[1:], pieces[1:], strict=True)
    )
    for figure, (start, end) in zip(of_unit, pieces, strict=True):
        since = figure.end if first else start
        clause = Clause(text[since:end], language)
        limits = {
            (*other.measure, limit.up)
            for other in others
            if since <= other.start < end
            for limit in other.limits
        }
        yield _Group(figure, frozenset({*clause.stems, *clause.sides, *limits}))


def _pieces(text: str, figures: Sequence[Quantity]) -> list[tuple[int, int]]:
    """The text about each figure: what precedes it where a figure ends the sentence."""
    ends_with_figure = len(text) - figures[-1].end <= _AT_ONCE
    starts = [0]
    for figure, after in pairwise(figures):
        between = [match.end() for match in _BOUNDARY.finditer(text, figure.end, after.start)]
        place = 0 if ends_with_figure else -1
        starts.append(between[place] if between else figure.end)
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
