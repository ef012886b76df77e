"""BM25 of candidates for a question's term groups, from the candidates' own tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexhop.retrieval.ports import Frequencies
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights


def idf(passages: float, having: Matrix) -> Matrix:
    """Inverse document frequency of tokens that `having` of `passages` have; `having` may be 0."""
    return np.log(1 + (passages - having + 0.5) / (having + 0.5))


def saturated(times: Matrix, relative_lengths: Matrix, weights: RankingWeights) -> Matrix:
    """BM25's term frequency factor, up to k1 + 1; rows are texts, lengths relative to the mean."""
    k1, b = weights.k1, weights.b
    share: Matrix = times * (k1 + 1) / (times + k1 * (1 - b + b * relative_lengths[:, None]))
    return share


@dataclass(frozen=True)
class WordScores:
    """BM25 (Robertson & Zaragoza, 2009) by groups: a group counts once, with its best token."""

    groups: Sequence[TermGroup]
    frequencies: Frequencies
    weights: RankingWeights = WEIGHTS

    @cached_property
    def _tokens(self) -> list[str]:
        return [token for group in self.groups for token in group.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        """The index of each group's first token."""
        sizes = [len(group.tokens) for group in self.groups]
        return [sum(sizes[:number]) for number in range(len(sizes))]

    @cached_property
    def _having(self) -> Matrix:
        return np.array([self.frequencies.having.get(token, 0) for token in self._tokens], float)

    @cached_property
    def masses(self) -> Matrix:
        """The weight of each group: the idf of the rarest of its tokens that occur at all."""
        passages = self.frequencies.passages
        known = np.where(self._having > 0, idf(passages, self._having), 0.0)
        best = np.maximum.reduceat(known, self._starts)
        return np.where(best > 0, best, idf(passages, np.zeros(1)))

    @cached_property
    def _rarity(self) -> Matrix:
        return idf(self.frequencies.passages, self._having)

    @cached_property
    def _clustering(self) -> Matrix:
        """Residual idf (Church & Gale, 1995) of each token, 0 or more.

        The log of how many passages would have the token if its occurrences were spread by chance
        over how many do. Topical words are repeated in a text; common ones are spread evenly and
        get 0.
        """
        passages = self.frequencies.passages
        times = [self.frequencies.occurrences.get(token, 0) for token in self._tokens]
        by_chance = passages * -np.expm1(-np.array(times, float) / max(passages, 1))
        return np.log(np.maximum(by_chance / np.maximum(self._having, 1.0), 1.0))

    def each(self, table: TokenTable) -> Matrix:
        """BM25 scores, a row a text and a column a group."""
        return self._by_group(table, table.times(self._tokens), self._rarity)

    @cached_property
    def ends(self) -> list[str]:
        """Patterns for compounds: those for beginnings (the first half), then those for endings."""
        return [*(f"_{token}" for token in self._parts), *(f"{token}_" for token in self._parts)]

    @cached_property
    def _parts(self) -> list[str]:
        return list(
            dict.fromkeys(
                token for token in self._tokens if len(token) >= self.weights.shortest_part
            )
        )

    def each_by_topic(self, table: TokenTable, ends: Matrix | None = None) -> Matrix:
        """As `each`, with topical words weighing more.

        With `ends`, the counts of each of `self.ends` by text, parts of compounds count as well.
        """
        times = table.times(self._tokens)
        if ends is not None:
            place = {token: number for number, token in enumerate(self._parts)}
            columns = [column for column, token in enumerate(self._tokens) if token in place]
            either = ends[:, : len(place)] + ends[:, len(place) :]
            either = either[:, [place[self._tokens[column]] for column in columns]]
            times[:, columns] += self.weights.compound * (either - 2 * times[:, columns])
        return self._by_group(table, times, self._rarity * (1 + self._clustering))

    def _by_group(self, table: TokenTable, times: Matrix, worth: Matrix) -> Matrix:
        relative = table.lengths / (self.frequencies.mean_length or 1.0)
        return np.maximum.reduceat(
            saturated(times, relative, self.weights) * worth, self._starts, axis=1
        )

    def coverage(self, each: Matrix) -> Matrix:
        """The share of the groups' weight that each text covers, from 0 to 1, from its scores."""
        total = self.masses.sum()
        share: Matrix = (each > 0) @ self.masses / total if total else np.zeros(len(each))
        return share


def best_of(values: Matrix) -> float:
    """The maximum as a divisor: 1 if nothing is above 0."""
    return float(values.max(initial=0.0)) or 1.0
