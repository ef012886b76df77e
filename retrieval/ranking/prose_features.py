"""A prose passage's own score: its words, n-grams, similarity, and whether its title is named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lexhop.corpus.text.names import title_spans
from lexhop.retrieval.ports import Candidate
from lexhop.retrieval.query.term_groups import term_groups
from lexhop.retrieval.ranking.bm25 import WordScores, best_of
from lexhop.retrieval.ranking.channels import Channels
from lexhop.retrieval.ranking.ngrams import NgramScores
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable


@dataclass(frozen=True, slots=True)
class NamedTitles:
    """The titles that a question names.

    `weights` are by document id. `tokens` are those of titles with several words.
    """

    keys: frozenset[str]
    weights: dict[str, float]
    tokens: frozenset[str]

    @classmethod
    def among(
        cls, question: str, titled: Iterable[Candidate], languages: Iterable[str]
    ) -> "NamedTitles":
        """The longest titles of `titled` in `question`, without overlaps."""
        documents: dict[str, set[str]] = {}
        for candidate in titled:
            for key in candidate.title_keys:
                documents.setdefault(key, set()).add(candidate.document_id)
        keys: list[str] = []
        taken = 0
        spans = [span for span in title_spans(question) if span[0] in documents]
        for key, first, after in sorted(spans, key=lambda span: (span[1], -span[2])):
            if first >= taken:
                keys.append(key)
                taken = after
        weights: dict[str, float] = {}
        for key in keys:
            share = len(documents[key]) ** -0.5
            for document in documents[key]:
                weights[document] = max(weights.get(document, 0.0), share)
        groups = [group for key in keys if " " in key for group in term_groups(key, languages)]
        tokens = frozenset(token for group in groups for token in group.tokens)
        return cls(frozenset(keys), weights, tokens)


class ProseScores:
    """Scores of candidates by the question alone, relative to the best by words and by n-grams.

    A passage whose title the question names, or that is near it by embedding, gets more. `of` is
    the score as a seed of hops, `counted` the part of it that counts in the ranking, which leaves
    the text out if both words and n-grams are off.
    """

    def __init__(
        self,
        words: WordScores,
        named: NamedTitles,
        pool: Sequence[Candidate],
        channels: Channels,
        similarity: Mapping[str, float],
    ) -> None:
        self._weights = weights = words.weights
        table = TokenTable([candidate.words for candidate in pool])
        self._named = named
        self._channels = channels
        self._words = words
        self._likeness = similarity
        ngrams = np.zeros(len(pool))
        if channels.ngrams:
            ngram_scores = NgramScores(words.groups, weights)
            lengths = table.lengths / (words.frequencies.mean_length or 1.0)
            ngrams = ngram_scores.scores(table.part_times(ngram_scores.grams), lengths)
        known = [not named.tokens.isdisjoint(group.tokens) for group in words.groups]
        self._damping = np.where(known, weights.known_words, 1.0)
        each = self._words.each(table)
        self._best_words = best_of(each.sum(axis=1))
        self._best_ngrams = best_of(ngrams)
        self.as_seed: dict[str, float] = {}
        self.counted: dict[str, float] = {}
        self.coverage: dict[str, float] = {}
        self._each: dict[str, Matrix] = {}
        self._note(pool, each, ngrams)

    def add(self, more: Sequence[Candidate]) -> None:
        """Score candidates from outside the pool, by words only."""
        if more:
            each = self._words.each(TokenTable([candidate.words for candidate in more]))
            self._note(more, each, np.zeros(len(more)))

    def _note(self, candidates: Sequence[Candidate], each: Matrix, ngrams: Matrix) -> None:
        weights = self._weights
        titles = [self._named.weights.get(candidate.document_id, 0.0) for candidate in candidates]
        named = np.array(titles) > 0
        words = np.where(named, each.sum(axis=1), each @ self._damping) / self._best_words
        ngrams = weights.prose_ngrams * ngrams / self._best_ngrams
        if self._named.tokens:
            ngrams = np.where(named, ngrams, weights.known_words * ngrams)
        if self._channels.ngrams and not self._channels.words:
            words = np.zeros(len(candidates))
        ids = [candidate.id for candidate in candidates]
        like = np.array([self._likeness.get(passage_id, 0.0) for passage_id in ids])
        texts = (words + ngrams) / (1 + weights.prose_ngrams)
        beside = weights.named_title * np.array(titles) + weights.similarity * like
        counted = texts + beside if self._channels.texts else beside
        self.as_seed.update(zip(ids, (texts + beside).tolist(), strict=True))
        self.counted.update(zip(ids, counted.tolist(), strict=True))
        self.coverage.update(zip(ids, self._words.coverage(each).tolist(), strict=True))
        self._each.update(zip(ids, each, strict=True))

    def has(self, candidate: Candidate) -> Matrix:
        """1 for each group that a passage has, else 0."""
        return np.where(self._each[candidate.id] > 0, 1.0, 0.0)

    def rest(self, candidates: Sequence[Candidate], without: Matrix) -> Matrix:
        """How well passages cover the groups not in `without` (1 excludes one), from 0 to 1."""
        each = np.array([self._each[candidate.id] for candidate in candidates])
        left: Matrix = each @ (1 - without) / (self._weights.full_word * self._words.masses.sum())
        return left
