"""Which acts deal with a matter, loaded or not, by everyday words."""

import re
import tomllib
from collections.abc import Set
from functools import cache
from importlib import resources

from lexhop.corpus.citations.act_names import ActNames

_FISCAL = re.compile(
    r"skat|afgift|moms|fradrag|trække|afskriv|gæld|inddriv|indkomst|overskud|årsopgørelse|pension|"
    r"\btax|\bvat\b|deduct|duty|depreciat|debt",
    re.IGNORECASE,
)
"""Words of a tax question: the rest of it is a circumstance ("skat af feriepenge")."""
_MANY = 5
"""Acts. A smaller collection isn't known by the names of its acts."""
_ONE_WORD = 5
"""Letters. A shorter word ("su", "pas") counts alone only, not as the beginning of another."""


def field_not_loaded(question: str, acts: ActNames, loaded: Set[str]) -> str:
    """The act that deals with what `question` is about, if it isn't loaded; "" if that is unknown.

    Acts on other matters mention it, but say nothing about it.
    """
    if len(loaded) < _MANY or _FISCAL.search(question):
        return ""
    text = question.casefold()
    listed = [act for act, words in _fields() if words.search(text)]
    if loaded & {*listed, *acts.subjects_in(question).values()}:
        return ""
    return next(iter(listed), "")


@cache
def _fields() -> list[tuple[str, re.Pattern[str]]]:
    text = resources.files("lexhop.corpus.citations").joinpath("act_fields.toml").read_text("utf-8")
    return [
        (act, re.compile("|".join(map(_beginning, words))))
        for act, words in tomllib.loads(text)["fields"].items()
    ]


def _beginning(word: str) -> str:
    end = r"\b" if len(word) < _ONE_WORD else ""
    return rf"\b{re.escape(word)}{end}"
