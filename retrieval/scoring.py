"""Scores of candidates against a question's groups, from the candidates' own tokens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpus.analysis import word_grams
from retrieval.groups import Group
from retrieval.ports import Frequencies
from retrieval.token_table import Matrix, TokenTable

_K1 = 1.2
_B = 0.75
"""The usual constants of BM25: how soon a repeated word saturates, how much length counts."""


def idf(passages: float, having: Matrix) -> Matrix:
    """How rare tokens are that `having` of `passages` have; also for none."""
    return np.log(1 + (passages - having + 0.5) / (having + 0.5))


def saturated(times: Matrix, relative_lengths: Matrix) -> Matrix:
    """What occurrences count, up to k1 + 1: rows are texts, with their lengths in mean lengths."""
    share: Matrix = times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * relative_lengths[:, None]))
    return share


@dataclass(frozen=True)
class WordScores:
    """BM25 (Robertson & Zaragoza, 2009) by groups: of each its best token counts, once."""

    groups: Sequence[Group]
    frequencies: Frequencies

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

    def each(self, table: TokenTable) -> Matrix:
        """What each text (row) scores for each group (column)."""
        relative = table.lengths / (self.frequencies.mean_length or 1.0)
        share = saturated(table.times(self._tokens), relative)
        scores = share * idf(self.frequencies.passages, self._having)
        return np.maximum.reduceat(scores, self._starts, axis=1)

    def coverage(self, each: Matrix) -> Matrix:
        """The share of the groups' worth that texts have, from 0 to 1, by what they score."""
        total = self.masses.sum()
        share: Matrix = (each > 0) @ self.masses / total if total else np.zeros(len(each))
        return share


def gram_scores(groups: Iterable[Group], pool: TokenTable, mean_length: float) -> Matrix:
    """BM25 over character n-grams, with the frequencies that they have among `pool`.

    So parts of compounds count without an index of n-grams, which takes seconds on a large corpus.
    """
    words = {word for group in groups for word in group.spelled}
    times = pool.part_times(sorted({gram for word in words for gram in word_grams(word)}))
    rarity = idf(len(pool), (times > 0).sum(axis=0).astype(float))
    scores: Matrix = saturated(times, pool.lengths / (mean_length or 1.0)) @ rarity
    return scores


def best_of(values: Matrix) -> float:
    """The largest, or 1 where there is none above 0, to divide by."""
    return float(values.max(initial=0.0)) or 1.0
