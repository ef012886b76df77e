"""Words that exclude each other, in both languages: "lejer" and "udlejer", "before" and "after"."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Side:
    """A side of an axis. Of `person` axes all sides are persons or bodies."""

    axis: str
    name: str
    person: bool


def _read() -> list[tuple[Side, re.Pattern[str]]]:
    text = (
        resources.files("lexhop.reasoning.grounding").joinpath("opposites.toml").read_text("utf-8")
    )
    return [
        (Side(axis, name, kind == "persons"), re.compile("|".join(patterns)))
        for kind, axes in tomllib.loads(text).items()
        for axis, sides in axes.items()
        for name, patterns in sides.items()
    ]


_SIDES = _read()
_ANY = re.compile("|".join(pattern.pattern for _, pattern in _SIDES))
"""Most words are on no side: one look tells."""


@lru_cache(maxsize=1 << 14)
def side_of(word: str) -> Side | None:
    """The side that a word in lower case is on."""
    if not _ANY.fullmatch(word):
        return None
    return next((side for side, pattern in _SIDES if pattern.fullmatch(word)), None)


@lru_cache(maxsize=2048)
def sides_in(text: str) -> frozenset[Side]:
    """All sides that a text mentions."""
    return frozenset(side for word in _WORD.findall(text.casefold()) if (side := side_of(word)))
