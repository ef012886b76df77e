"""Fusion of similarity by embedding with a ranking by words and references."""

from collections.abc import Mapping, Sequence

from lexhop.retrieval.ports import Hit
from lexhop.retrieval.ranking.ranked import Ranked
from lexhop.retrieval.ranking.weights import RankingWeights


def similarity_of(nearest: Sequence[Hit]) -> dict[str, float]:
    """Min-max normalised similarity by passage id: 1 for the nearest, 0 for the last.

    It is 1 for all if they are equally near. Absent passages count as 0 like the last one, so that
    scores don't jump at the cut-off (Bruch, Gai & Ingber, 2023, on normalising before a convex
    combination).
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
    """`ranked`, merged with those of `nearest` that words and references didn't find."""
    known = {item.place.id for item in ranked}
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
    return (
        sorted([*ranked, *new], key=lambda item: (-item.score, item.place.id)) if new else [*ranked]
    )
