"""Which versions of an act are loaded, and which of them is the newest on a day."""

from collections.abc import Iterable, Mapping, Sequence

Versions = dict[str, list[tuple[str, str]]]
"""By act, from when and until when each version is valid: ISO days, "" where it isn't known."""


def versions_of(rows: Iterable[Mapping[str, str]]) -> Versions:
    """The versions in rows that have "act", "valid_from" and "valid_to"."""
    versions: Versions = {}
    for row in rows:
        versions.setdefault(row["act"], []).append((row["valid_from"], row["valid_to"]))
    return versions


def newest_of(versions: Sequence[tuple[str, str]], as_of: str = "") -> str:
    """From when the newest of `versions` is, of those valid on `as_of` where a day is given.

    "" where there is none.
    """
    return max(
        (
            start
            for start, end in versions
            if not as_of or (start <= as_of and (not end or end >= as_of))
        ),
        default="",
    )
