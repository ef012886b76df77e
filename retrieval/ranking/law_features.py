"""What a provision is worth by itself: its words, their letters, its act, and likeness."""

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
    """1 for the best of `pool`; by words where nothing else is to count.

    `table` has the words of the pool, `like` its likeness to the question by embedding.
    """
    weights = words.weights
    scores, ends = np.zeros(len(pool)), None
    if channels.ngrams:
        letters = NgramScores(words.groups, weights)
        parts = table.part_times([*letters.grams, *words.ends])
        times, ends = np.hsplit(parts, [len(letters.grams)])
        lengths = table.lengths / (words.frequencies.mean_length or 1.0)
        scores += weights.law_ngrams * relative(letters.scores(times, lengths))
        scores += weights.law_title * relative(_titles(letters, pool))
    if channels.words or not (channels.ngrams or like.any()):
        scores += weights.law_words * relative(words.each_by_topic(table, ends).sum(axis=1))
    scores = relative(scores) + weights.similarity * like
    return relative(relative(scores) + weights.law_act * _acts(pool, scores, weights.act_voters))


def relative(scores: Matrix) -> Matrix:
    """1 for the best."""
    return scores / best_of(scores)


def _titles(letters: NgramScores, pool: Sequence[Candidate]) -> Matrix:
    """What the title of each one's act has of the question's letters."""
    places: dict[str, int] = {}
    place = [places.setdefault(_title(one.title, one.act), len(places)) for one in pool]
    copies = np.bincount(place).astype(float)
    table = TokenTable(list(places))
    lengths = table.lengths / (copies @ table.lengths / len(pool) or 1.0)
    return letters.scores(table.part_times(letters.grams), lengths, copies)[place]


@lru_cache(maxsize=1 << 12)
def _title(title: str, act: str) -> str:
    return " ".join(stems(f"{title} {act}", "da"))


def _acts(pool: Sequence[Candidate], scores: Matrix, voters: int) -> Matrix:
    """What the act of each of `pool` has of the best scores, 1 for the act that has most."""
    votes: defaultdict[str, float] = defaultdict(float)
    for place in np.argsort(-scores, kind="stable")[:voters].tolist():
        votes[pool[place].act] += float(scores[place])
    return relative(np.array([votes[one.act] for one in pool]))
