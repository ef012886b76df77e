"""BM25 of candidates against a question's groups of terms, from the candidates' own tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexhop.retrieval.ports import Frequencies
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights


def idf(passages: float, having: Matrix) -> Matrix:
    """How rare tokens are that `having` of `passages` have; also for none."""
    return np.log(1 + (passages - having + 0.5) / (having + 0.5))


def saturated(times: Matrix, relative_lengths: Matrix, weights: RankingWeights) -> Matrix:
    """What occurrences count, up to k1 + 1: rows are texts, with their lengths in mean lengths."""
    k1, b = weights.k1, weights.b
    share: Matrix = times * (k1 + 1) / (times + k1 * (1 - b + b * relative_lengths[:, None]))
    return share


@dataclass(frozen=True)
class WordScores:
    """BM25 (Robertson & Zaragoza, 2009) by groups: of each its best token counts, once."""

    groups: Sequence[TermGroup]
    frequencies: Frequencies
    weights: RankingWeights = WEIGHTS

    @cached_property
    def _tokens(self) -> list[str]:
        return [token for group in self.groups for token in group.tokens]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each group begins among the tokens."""
        sizes = [len(group.tokens) for group in self.groups]
        return [sum(sizes[:number]) for number in range(len(sizes))]

    @cached_property
    def _having(self) -> Matrix:
        return np.array([self.frequencies.having.get(token, 0) for token in self._tokens], float)

    @cached_property
    def masses(self) -> Matrix:
        """What each group is worth: the idf of its rarest token, of those that stand anywhere."""
        passages = self.frequencies.passages
        known = np.where(self._having > 0, idf(passages, self._having), 0.0)
        best = np.maximum.reduceat(known, self._starts)
        return np.where(best > 0, best, idf(passages, np.zeros(1)))

    @cached_property
    def _rarity(self) -> Matrix:
        return idf(self.frequencies.passages, self._having)

    @cached_property
    def _clustering(self) -> Matrix:
        """How much fewer passages have a token than if its occurrences fell by chance, as a log.

        Residual idf (Church & Gale, 1995): what a text is about is repeated in it, while words of
        any text are spread evenly. 0 for those.
        """
        passages = self.frequencies.passages
        times = [self.frequencies.occurrences.get(token, 0) for token in self._tokens]
        by_chance = passages * -np.expm1(-np.array(times, float) / max(passages, 1))
        return np.log(np.maximum(by_chance / np.maximum(self._having, 1.0), 1.0))

    def each(self, table: TokenTable) -> Matrix:
        """What each text (row) scores for each group (column)."""
        return self._by_group(table, table.times(self._tokens), self._rarity)

    @cached_property
    def ends(self) -> list[str]:
        """What compounds have that begin (the first half) or end with a token."""
        return [*(f"_{token}" for token in self._parts), *(f"{token}_" for token in self._parts)]

    @cached_property
    def _parts(self) -> list[str]:
        return list(
            dict.fromkeys(one for one in self._tokens if len(one) >= self.weights.shortest_part)
        )

    def each_by_topic(self, table: TokenTable, ends: Matrix | None = None) -> Matrix:
        """As `each`, but words that cluster count more.

        So do parts of compounds, where it is given how often each text has each of `ends`.
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
        """The share of the groups' worth that texts have, from 0 to 1, by what they score."""
        total = self.masses.sum()
        share: Matrix = (each > 0) @ self.masses / total if total else np.zeros(len(each))
        return share


def best_of(values: Matrix) -> float:
    """The largest, or 1 where there is none above 0, to divide by."""
    return float(values.max(initial=0.0)) or 1.0
