"""A provision's own score: its words, n-grams, title, act, and similarity to the question."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from lexhop.corpus.text.analysis import words as stems
from lexhop.retrieval.ports import Candidate
from lexhop.retrieval.ranking.bm25 import WordScores, best_of
from lexhop.retrieval.ranking.channels import Channels
from lexhop.retrieval.ranking.ngrams import NgramScores
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable


def own_scores(
    words: WordScores,
    pool: Sequence[Candidate],
    table: TokenTable,
    like: Matrix,
    channels: Channels,
) -> Matrix:
    """Scores of `pool`, at most 1; by words if no other signal is on.

    `table` has the words of the pool, `like` its similarity to the question by embedding.
    """
    weights = words.weights
    scores, ends = np.zeros(len(pool)), None
    if channels.ngrams:
        ngrams = NgramScores(words.groups, weights)
        parts = table.part_times([*ngrams.grams, *words.ends])
        times, ends = np.hsplit(parts, [len(ngrams.grams)])
        lengths = table.lengths / (words.frequencies.mean_length or 1.0)
        scores += weights.law_ngrams * relative(ngrams.scores(times, lengths))
        scores += weights.law_title * relative(_titles(ngrams, pool))
    if channels.words or not (channels.ngrams or like.any()):
        scores += weights.law_words * relative(words.each_by_topic(table, ends).sum(axis=1))
    scores = relative(scores) + weights.similarity * like
    return relative(relative(scores) + weights.law_act * _acts(pool, scores, weights.act_voters))


def relative(scores: Matrix) -> Matrix:
    """`scores` divided by their maximum."""
    return scores / best_of(scores)


def _titles(ngrams: NgramScores, pool: Sequence[Candidate]) -> Matrix:
    """N-gram scores of the titles of the candidates' acts."""
    places: dict[str, int] = {}
    place = [
        places.setdefault(_title(candidate.title, candidate.act), len(places)) for candidate in pool
    ]
    copies = np.bincount(place).astype(float)
    table = TokenTable(list(places))
    lengths = table.lengths / (copies @ table.lengths / len(pool) or 1.0)
    return ngrams.scores(table.part_times(ngrams.grams), lengths, copies)[place]


@lru_cache(maxsize=1 << 12)
def _title(title: str, act: str) -> str:
    return " ".join(stems(f"{title} {act}", "da"))


def _acts(pool: Sequence[Candidate], scores: Matrix, voters: int) -> Matrix:
    """The act's share of the best `voters` scores, by candidate, relative to the act with most."""
    votes: defaultdict[str, float] = defaultdict(float)
    for place in np.argsort(-scores, kind="stable")[:voters].tolist():
        votes[pool[place].act] += float(scores[place])
    return relative(np.array([votes[candidate.act] for candidate in pool]))
