"""The reference graph: what a hop from the best candidates adds to where it leads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lexhop.retrieval.ports import Candidate

_REFERENCE = 0.1
"""What a reference adds, relative to the score of the provision at its other end."""
_REFERENCE_WITH_WORDS = 0.15
"""What it adds on top where the provision has the question's words, as much as it has them."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a hop adds to a passage, and from where it comes."""

    score: float
    via: str


NO_GAIN = Gain(0.0, "")


def citation_gains(
    seeds: Sequence[Candidate],
    others: Iterable[Candidate],
    scores: Mapping[str, float],
    words: Mapping[str, float],
) -> dict[str, Gain]:
    """What each of `others` gains, by id: the best offer of a seed that it cites or that cites it.

    `scores` are those of the seeds, `words` what the others have of the question, both from 0 to 1.

    The best and not the sum, so that a provision that everything refers to isn't first for it.
    """
    cited: dict[str, Gain] = {}
    citing: dict[str, Gain] = {}
    for seed in sorted(seeds, key=lambda one: -scores[one.id]):
        score = scores[seed.id]
        for key in set(seed.targets).difference(seed.keys):
            cited.setdefault(key, Gain(score, f"reference from {seed.provision}"))
        for key in seed.keys:
            citing.setdefault(key, Gain(score, f"reference to {seed.provision}"))
    gains: dict[str, Gain] = {}
    for one in others:
        offers = [cited[key] for key in one.keys if key in cited]
        offers += [citing[key] for key in set(one.targets).difference(one.keys) if key in citing]
        if offers:
            best = max(offers, key=lambda offer: (offer.score, offer.via))
            worth = _REFERENCE + _REFERENCE_WITH_WORDS * words[one.id]
            gains[one.id] = Gain(best.score * worth, best.via)
    return gains
