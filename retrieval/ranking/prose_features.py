"""What a passage of prose is worth by itself: its words, their letters, and whether it's named."""

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

    `weights` are by document. `tokens` are the words of titles of more than one word.
    """

    keys: frozenset[str]
    weights: dict[str, float]
    tokens: frozenset[str]

    @classmethod
    def among(
        cls, question: str, titled: Iterable[Candidate], languages: Iterable[str]
    ) -> "NamedTitles":
        """The longest titles of `titled` in `question`, none within another."""
        documents: dict[str, set[str]] = {}
        for one in titled:
            for key in one.title_keys:
                documents.setdefault(key, set()).add(one.document_id)
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
    """Scores of candidates by the question alone: 1 for the best by words and by letters.

    A passage that the question names by its title, or that is near it by embedding, has more.
    `of` says what a passage is worth to start from, `counted` the part of it that counts in the
    ranking: all of it, where the channels don't leave out both words and n-grams.
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
        table = TokenTable([one.words for one in pool])
        self._named = named
        self._channels = channels
        self._words = words
        self._likeness = similarity
        letters = np.zeros(len(pool))
        if channels.ngrams:
            of = NgramScores(words.groups, weights)
            lengths = table.lengths / (words.frequencies.mean_length or 1.0)
            letters = of.scores(table.part_times(of.grams), lengths)
        known = [not named.tokens.isdisjoint(group.tokens) for group in words.groups]
        self._damping = np.where(known, weights.known_words, 1.0)
        each = self._words.each(table)
        self._best_words = best_of(each.sum(axis=1))
        self._best_letters = best_of(letters)
        self.of: dict[str, float] = {}
        self.counted: dict[str, float] = {}
        self.coverage: dict[str, float] = {}
        self._each: dict[str, Matrix] = {}
        self._note(pool, each, letters)

    def add(self, more: Sequence[Candidate]) -> None:
        """Score candidates that are not of the pool, by words alone."""
        if more:
            each = self._words.each(TokenTable([one.words for one in more]))
            self._note(more, each, np.zeros(len(more)))

    def _note(self, candidates: Sequence[Candidate], each: Matrix, letters: Matrix) -> None:
        weights = self._weights
        titles = [self._named.weights.get(one.document_id, 0.0) for one in candidates]
        named = np.array(titles) > 0
        words = np.where(named, each.sum(axis=1), each @ self._damping) / self._best_words
        letters = weights.prose_ngrams * letters / self._best_letters
        if self._named.tokens:
            letters = np.where(named, letters, weights.known_words * letters)
        if self._channels.ngrams and not self._channels.words:
            words = np.zeros(len(candidates))
        ids = [one.id for one in candidates]
        like = np.array([self._likeness.get(one, 0.0) for one in ids])
        texts = (words + letters) / (1 + weights.prose_ngrams)
        beside = weights.named_title * np.array(titles) + weights.similarity * like
        counted = texts + beside if self._channels.texts else beside
        self.of.update(zip(ids, (texts + beside).tolist(), strict=True))
        self.counted.update(zip(ids, counted.tolist(), strict=True))
        self.coverage.update(zip(ids, self._words.coverage(each).tolist(), strict=True))
        self._each.update(zip(ids, each, strict=True))

    def has(self, candidate: Candidate) -> Matrix:
        """Which of the groups a passage has, as 1 and 0."""
        return np.where(self._each[candidate.id] > 0, 1.0, 0.0)

    def rest(self, candidates: Sequence[Candidate], without: Matrix) -> Matrix:
        """How well each passage has the groups but those of `without`; 1 were all of them."""
        each = np.array([self._each[one.id] for one in candidates])
        left: Matrix = each @ (1 - without) / (self._weights.full_word * self._words.masses.sum())
        return left
