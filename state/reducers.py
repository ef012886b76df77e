"""Reducers that merge nodes' updates into the state."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from lexhop.state.own import ours
from lexhop.state.records import Evidence, Hop, Usage


def merge_evidence(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each passage once, in the order first found, with its best score so far.

    One that is requested after it was found by words counts as requested, in the part named last.
    """
    merged = {item.passage.id: item for item in old}
    for item in ours(new, Evidence):
        known = merged.get(item.passage.id)
        merged[item.passage.id] = item if known is None else _raised(known, item)
    return tuple(merged.values())


def _raised(known: Evidence, item: Evidence) -> Evidence:
    if item.requested:
        known = replace(known, requested=True, span=item.span or known.span)
    if item.score > known.score:
        span = known.span or item.span
        known = replace(known, span=span, score=item.score, coverage=item.coverage)
    return known


T = TypeVar("T")


def append(old: Sequence[T], new: Sequence[T]) -> tuple[T, ...]:
    """The old items followed by the new."""
    return (*old, *new)


def append_hops(old: Sequence[Hop], new: Sequence[Hop]) -> tuple[Hop, ...]:
    """The old hops followed by the new."""
    return (*old, *ours(new, Hop))


def add_usage(old: Usage, new: Usage) -> Usage:
    """The sum over all calls."""
    return old + new if isinstance(new, Usage) else old


def append_unique(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Like `append`, without duplicates."""
    return tuple(dict.fromkeys((*old, *ours(new, str))))
