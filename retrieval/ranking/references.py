"""The reference graph: what a hop from the best candidates adds to their neighbours in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lexhop.retrieval.ports import Candidate
from lexhop.retrieval.ranking.weights import RankingWeights
from lexhop.state.records import Origin


@dataclass(frozen=True, slots=True)
class Gain:
    """What a hop adds to a passage's score, and the origin to show for it."""

    score: float
    origin: Origin


NO_GAIN = Gain(0.0, Origin("words"))


def citation_gains(
    seeds: Sequence[Candidate],
    others: Iterable[Candidate],
    scores: Mapping[str, float],
    words: Mapping[str, float],
    weights: RankingWeights,
) -> dict[str, Gain]:
    """Gains of `others` by id: the best offer of a seed that cites one or is cited by it.

    `scores` are those of the seeds, `words` the others' own scores, both from 0 to 1.

    The best offer and not the sum, so that a much-cited provision isn't first because of that.
    """
    cited: dict[str, Gain] = {}
    citing: dict[str, Gain] = {}
    for seed in sorted(seeds, key=lambda candidate: -scores[candidate.id]):
        score = scores[seed.id]
        for key in set(seed.targets).difference(seed.keys):
            cited.setdefault(key, Gain(score, Origin("reference", seed.provision)))
        for key in seed.keys:
            citing.setdefault(key, Gain(score, Origin("cited_by", seed.provision)))
    gains: dict[str, Gain] = {}
    for candidate in others:
        offers = [cited[key] for key in candidate.keys if key in cited]
        offers += [
            citing[key]
            for key in set(candidate.targets).difference(candidate.keys)
            if key in citing
        ]
        if offers:
            best = max(offers, key=lambda offer: (offer.score, str(offer.origin)))
            worth = weights.reference + weights.reference_with_words * words[candidate.id]
            gains[candidate.id] = Gain(best.score * worth, best.origin)
    return gains
