"""Metrics, each a pure function of one question's result or of a list of numbers.

`gold` are the names that should be found, `ranked` the distinct names found, best first. Names
are compared without regard to case and spaces: "ligningsloven § 33 A" is "Ligningsloven §33a".
"""

import math
import re
from collections.abc import Collection, Iterable, Sequence

CUTOFFS = (2, 5, 10, 20)

_WORD = re.compile(r"\w+(?:[.,]\d+)*")


def name_key(name: str) -> str:
    """Equal for names of the same provision or document."""
    return "".join(name.casefold().split())


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names without duplicates, in order of first occurrence."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name_key(name), name)
    return tuple(first.values())


def recall_at(k: int, gold: Collection[str], ranked: Sequence[str]) -> float | None:
    """|gold & ranked[:k]| / |gold|; None without gold."""
    wanted = _keys(gold)
    return len(wanted & _keys(ranked[:k])) / len(wanted) if wanted else None


def all_found_at(k: int, gold: Collection[str], ranked: Sequence[str]) -> float | None:
    """1 if gold is a subset of ranked[:k], else 0; None without gold."""
    recall = recall_at(k, gold, ranked)
    return None if recall is None else float(recall == 1.0)


def reciprocal_rank(gold: Collection[str], ranked: Sequence[str]) -> float | None:
    """1 / the rank of the first name in gold; 0 if there is none; None without gold."""
    wanted = _keys(gold)
    if not wanted:
        return None
    places = (1 / place for place, name in enumerate(ranked, 1) if name_key(name) in wanted)
    return next(places, 0.0)


def precision(gold: Collection[str], named: Collection[str]) -> float | None:
    """|gold & named| / |named|; None if nothing is named."""
    given = _keys(named)
    return len(given & _keys(gold)) / len(given) if given else None


def recall(gold: Collection[str], named: Sequence[str]) -> float | None:
    """|gold & named| / |gold|; None without gold."""
    return recall_at(len(named), gold, named)


def share_stated(facts: Collection[str], text: str) -> float | None:
    """|facts whose words are consecutive in text| / |facts|; None without facts.

    Words and numbers count; case, white space and punctuation don't.
    """
    if not facts:
        return None
    spoken = f" {_spoken(text)} "
    return sum(f" {_spoken(fact)} " in spoken for fact in facts) / len(facts)


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of the values that aren't None; None if there are none."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def percentile(share: float, values: Collection[float]) -> float | None:
    """The nearest-rank percentile: the least value that `share` of all don't exceed, or None."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else None


def _keys(names: Iterable[str]) -> set[str]:
    return {name_key(name) for name in names}


def _spoken(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
