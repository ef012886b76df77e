"""How updates from nodes are merged into the state."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from lexhop.state.records import Evidence, Usage


def merge_evidence(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Each passage once, as it was found first, with the best score it ever had."""
    merged = {one.passage.id: one for one in old}
    for one in new:
        known = merged.get(one.passage.id)
        if known is None:
            merged[one.passage.id] = one
        elif one.score > known.score:
            merged[one.passage.id] = replace(
                known, span=known.span or one.span, score=one.score, coverage=one.coverage
            )
    return tuple(merged.values())


T = TypeVar("T")


def append(old: Sequence[T], new: Sequence[T]) -> tuple[T, ...]:
    """What was there, then what is new."""
    return (*old, *new)


def add_usage(old: Usage, new: Usage) -> Usage:
    """What all calls so far cost together."""
    return old + new


def append_unique(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Like `append`, each text once."""
    return tuple(dict.fromkeys((*old, *new)))
