"""Reducers that merge nodes' updates into the state."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from lexhop.state.records import Evidence, Usage


def merge_evidence(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each passage once, as first found, with its best score so far."""
    merged = {item.passage.id: item for item in old}
    for item in new:
        known = merged.get(item.passage.id)
        if known is None:
            merged[item.passage.id] = item
        elif item.score > known.score:
            merged[item.passage.id] = replace(
                known, span=known.span or item.span, score=item.score, coverage=item.coverage
            )
    return tuple(merged.values())


T = TypeVar("T")


def append(old: Sequence[T], new: Sequence[T]) -> tuple[T, ...]:
    """The old items followed by the new."""
    return (*old, *new)


def add_usage(old: Usage, new: Usage) -> Usage:
    """The sum over all calls."""
    return old + new


def append_unique(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Like `append`, without duplicates."""
    return tuple(dict.fromkeys((*old, *new)))
