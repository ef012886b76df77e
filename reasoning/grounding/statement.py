"""A sentence of an answer beside what it quotes, both in clauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lexhop.reasoning.grounding.clauses import Clause, clauses_of
from lexhop.reasoning.grounding.opposites import Side, sides_in
from lexhop.reasoning.grounding.quoted import Quoted


@dataclass(frozen=True)
class Statement:
    """`text` is the sentence without citations, `language` the one that it is in."""

    text: str
    language: str
    quoted: Sequence[Quoted]

    @cached_property
    def said(self) -> tuple[Clause, ...]:
        return clauses_of(self.text, self.language)

    @cached_property
    def law(self) -> tuple[Clause, ...]:
        """The clauses of the sentences that it quotes from, each once."""
        read = (clauses_of(one.sentence, one.language) for one in self.quoted)
        return tuple(dict.fromkeys(clause for clauses in read for clause in clauses))

    @cached_property
    def quotes(self) -> tuple[Clause, ...]:
        """The clauses of the quotes themselves."""
        read = (clauses_of(one.text, one.language) for one in self.quoted)
        return tuple(clause for clauses in read for clause in clauses)

    @cached_property
    def around(self) -> frozenset[Side]:
        """The sides that the subsections mention which it quotes from."""
        return frozenset[Side]().union(*(sides_in(one.subsection) for one in self.quoted))

    @cached_property
    def is_foreign(self) -> bool:
        """Whether none of its quotes is in its language."""
        return all(one.language != self.language for one in self.quoted)

    @cached_property
    def limits(self) -> list[tuple[bool, bool]]:
        """For each figure that is limited here and in the quotes: `up` here and there."""
        there = {
            figure.measure: limit.up
            for clause in self.law
            for figure in clause.figures
            for limit in figure.limits
        }
        return [
            (limit.up, there[figure.measure])
            for clause in self.said
            for figure in clause.figures
            for limit in figure.limits
            if figure.measure in there
        ]

    @cached_property
    def denies(self) -> bool:
        return sum(clause.denials for clause in self.said) % 2 == 1

    @cached_property
    def law_denies(self) -> bool:
        return sum(clause.denials for clause in self.law) % 2 == 1
