"""BM25 of candidates by character n-grams, by which parts of compounds match."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from lexhop.corpus.text.analysis import word_grams
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.bm25 import idf, saturated
from lexhop.retrieval.ranking.token_table import Matrix
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights


class NgramScores:
    """BM25 over character n-grams, with their frequencies among the candidates.

    This needs no index of n-grams, which takes seconds on a large corpus. `grams` are the n-grams
    that are counted.
    """

    def __init__(self, groups: Sequence[TermGroup], weights: RankingWeights = WEIGHTS) -> None:
        self._ranking = weights
        by_gram = {gram: weights.implied for group in groups for gram in _grams(group.implied)}
        by_gram |= {gram: 1.0 for group in groups for gram in _grams(group.spelled)}
        self.grams = list(by_gram)
        self._weights = np.array(list(by_gram.values()))

    def scores(
        self, times: Matrix, relative_lengths: Matrix, copies: Matrix | None = None
    ) -> Matrix:
        """BM25 of texts (rows) from counts of `grams` (columns); `copies` repeats a text."""
        copies = np.ones(len(times)) if copies is None else copies
        rarity = idf(copies.sum(), copies @ (times > 0))
        scores: Matrix = saturated(times, relative_lengths, self._ranking) @ (
            rarity * self._weights
        )
        return scores


def _grams(words: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(word_grams, words))
