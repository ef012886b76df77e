"""Multi-hop expansion over prose, along mentioned titles and shared names.

This finds bridges: "the director of X" needs the passage on X and the one on the director, which
shares no word with the question. It is a beam search over an implicit graph of entities, as in
graph-based readers (Asai et al., 2020), with BM25 in place of the trained scorer. Passages with
shared names count by how well they cover the rest of the question.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lexhop.retrieval.ports import Candidate, Frequencies
from lexhop.retrieval.ranking.bm25 import idf, saturated
from lexhop.retrieval.ranking.prose_features import ProseScores
from lexhop.retrieval.ranking.ranked import Ranked
from lexhop.retrieval.ranking.references import NO_GAIN, Gain
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.state.records import Origin


@dataclass(frozen=True)
class ExpansionStep:
    """What a hop from `seeds` found: `named` share `names` with them, `linked` are mentioned.

    `frequencies` are those of the names.
    """

    seeds: Sequence[Candidate]
    named: Sequence[Candidate]
    linked: Sequence[Candidate]
    names: Sequence[str]
    frequencies: Frequencies
    weights: RankingWeights = WEIGHTS

    @cached_property
    def ties(self) -> Matrix:
        """Closeness by shared names: a row for each of `named`, a column for each of `names`."""
        if not (self.named and self.names):
            return np.zeros((len(self.named), len(self.names)))
        table = TokenTable([candidate.names for candidate in self.named])
        relative = table.lengths / (self.frequencies.mean_length or 1.0)
        having = np.array([self.frequencies.having.get(name, 0) for name in self.names], float)
        rarity = idf(self.frequencies.passages, having)
        close = self.weights.close * np.log(1 + self.frequencies.passages)
        ties: Matrix = saturated(table.times(self.names), relative, self.weights) * rarity / close
        return ties


class MultiHopExpansion:
    """Scores of all passages found so far. `asked` are the names in the question itself."""

    def __init__(
        self,
        scores: ProseScores,
        pool: Sequence[Candidate],
        *,
        asked: Iterable[str],
        weights: RankingWeights = WEIGHTS,
    ) -> None:
        self._weights = weights
        self._scores = scores
        self._asked = frozenset(name.replace(" ", "_") for name in asked)
        self._met = {candidate.id: candidate for candidate in pool}
        self._gains: dict[str, Gain] = {}
        self._parents: dict[str, Candidate] = {}
        self._hops = 0

    def _now(self, candidate: Candidate) -> float:
        return self._scores.as_seed[candidate.id] + self._gains.get(candidate.id, NO_GAIN).score

    def seeds(self) -> list[Candidate]:
        """The best passage of each of the best documents."""
        first: dict[str, Candidate] = {}
        for candidate in sorted(
            self._met.values(), key=lambda candidate: (-self._now(candidate), candidate.id)
        ):
            first.setdefault(candidate.document_id, candidate)
        return list(first.values())[: self._weights.hop_seeds]

    def names_of(self, seed: Candidate) -> list[str]:
        """The names in a passage that aren't in the question."""
        return [name for name in seed.names.split() if name not in self._asked]

    def hop(self, step: ExpansionStep) -> None:
        """Add what `step` found; a passage's best offer over all hops counts."""
        new = {
            candidate.id: candidate
            for candidate in (*step.named, *step.linked)
            if candidate.id not in self._met
        }
        self._scores.add(list(new.values()))
        offers: dict[str, tuple[Gain, Candidate]] = {}
        for seed in step.seeds:
            trust = self._trust(seed)
            for candidate, worth, origin in (*_mentioned(seed, step), *self._sharing(seed, step)):
                offer = trust * worth
                if candidate.document_id != seed.document_id and (
                    candidate.id not in offers or offer > offers[candidate.id][0].score
                ):
                    offers[candidate.id] = (Gain(offer, origin), seed)
        self._met.update(new)
        for met, (gain, seed) in offers.items():
            if gain.score > self._gains.get(met, NO_GAIN).score:
                self._gains[met] = gain
                self._parents[met] = seed
        self._hops += 1

    def _trust(self, seed: Candidate) -> float:
        now = self._now(seed)
        return (
            now if not self._hops else self._weights.later_hop * min(now, self._weights.most_trust)
        )

    def _sharing(
        self, seed: Candidate, step: ExpansionStep
    ) -> Iterator[tuple[Candidate, float, Origin]]:
        """(passage, offer, origin) for passages that share rare names with `seed`."""
        weights = self._weights
        parent = self._parents.get(seed.id)
        covered = self._scores.has(seed)
        if parent:
            covered = np.maximum(covered, self._scores.has(parent))
        own = set(self.names_of(seed))
        shared = step.ties @ np.array([name in own for name in step.names], float)
        nearest = [at for at in np.argsort(-shared)[: weights.sharing].tolist() if shared[at] > 0]
        if not nearest:
            return
        others = [step.named[at] for at in nearest]
        rest = self._scores.rest(others, covered)
        worth = np.minimum(shared[nearest], 1.0) * (
            weights.names_alone + weights.names_with_rest * rest
        )
        for candidate, offered in zip(others, worth.tolist(), strict=True):
            yield candidate, offered, Origin("shared_names", seed.title)

    def ranking(self) -> Iterator[Ranked]:
        for candidate in self._met.values():
            gain, own = self._gains.get(candidate.id, NO_GAIN), self._scores.counted[candidate.id]
            origin = gain.origin if gain.score > own else Origin("words")
            yield Ranked(candidate, own + gain.score, self._scores.coverage[candidate.id], origin)


def _mentioned(seed: Candidate, step: ExpansionStep) -> Iterator[tuple[Candidate, float, Origin]]:
    """(passage, offer, origin) for passages whose titles `seed` mentions.

    Documents of the same title share an offer.
    """
    targets = set(seed.targets)
    linked = [candidate for candidate in step.linked if targets.intersection(candidate.keys)]
    documents = {candidate.document_id: candidate.title_keys[-1:] for candidate in linked}
    sharing = Counter(key for keys in documents.values() for key in keys)
    for candidate in linked:
        share = max([sharing[key] for key in candidate.title_keys[-1:]], default=1)
        yield candidate, share**-0.5, Origin("mention", seed.title)
