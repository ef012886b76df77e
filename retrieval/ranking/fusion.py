"""What likeness by embedding brings to a ranking by words and references."""

from collections.abc import Mapping, Sequence

from lexhop.retrieval.ports import Hit
from lexhop.retrieval.ranking.ranked import Ranked
from lexhop.retrieval.ranking.weights import RankingWeights


def similarity_of(nearest: Sequence[Hit]) -> dict[str, float]:
    """By id: 1 for the nearest passage, 0 for the last one, as for those that aren't there; 1 for
    all where they are equally near.

    So nothing jumps at the last place, where passages are all about as near (Bruch, Gai & Ingber,
    2023, on normalising before a convex combination).
    """
    if not nearest:
        return {}
    best, least = nearest[0].score, nearest[-1].score
    if best == least:
        return {hit.passage.id: 1.0 for hit in nearest}
    return {hit.passage.id: (hit.score - least) / (best - least) for hit in nearest}


def with_nearest(
    ranked: Sequence[Ranked],
    nearest: Sequence[Hit],
    similarity: Mapping[str, float],
    weights: RankingWeights,
) -> list[Ranked]:
    """`ranked`, and between them those of `nearest` that words and references don't lead to."""
    known = {one.place.id for one in ranked}
    best = ranked[0].score if ranked else 1.0
    new = [
        Ranked(
            hit.passage,
            weights.similarity_alone * similarity[hit.passage.id] * best,
            0.0,
            hit.origin,
        )
        for hit in nearest
        if hit.passage.id not in known
    ]
    return sorted([*ranked, *new], key=lambda one: (-one.score, one.place.id)) if new else [*ranked]
