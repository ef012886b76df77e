"""An act that a text names near a section, and what patterns for its name are made of."""

import re
from dataclasses import dataclass

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT
from lexhop.corpus.citations.numbered_acts import NUMBERED, numbered_name
from lexhop.corpus.citations.readable import ITEM_END

_FAR = 400
FORMER = r"(?:tidligere(?:\s+gældende)?|dagældende|hidtil\s+gældende|hidtidige)"
NAME = r"[^\W_][\w-]{1,60}"
SHARED = r"[\w-]{1,40}-(?:,\s|\s(?:og|eller|samt|&)\s)"
""""øl- og " of "øl- og vinafgiftsloven"."""

LONG = rf"(?:m\.\s?[vm]\.|[^§.;:(){ITEM_END}])"
_NAMED = re.compile(rf"\b{NAME}lov(?:en)?s?\b|\b{NUMBERED}|\b[Ll]ov\s+om\s{LONG}{{3,120}}")


@dataclass(frozen=True, slots=True)
class NamedAct:
    """An act that the text names at `start` to `end`. `by_number`: "lov nr. 5 af 3. maj 2010".

    `former_only`: the text names no act, but says that the section is no longer in force
    ("hidtil gældende").
    """

    act: str
    start: int
    end: int
    by_number: bool = False
    former_only: bool = False


def by_number(text: str, acts: ActNames) -> str:
    """The act of "LBK nr. 806 af 08/08/2023": its short title where it is known."""
    return acts.canonical(text) or numbered_name(text)


def english(name: str, acts: ActNames) -> str:
    """The act whose English name `name` ends with; words before it may belong to the sentence.

    UNKNOWN_ACT where it is none that is known: not the act of the text.
    """
    words = name.split()
    for first in range(len(words)):
        if known := acts.canonical(" ".join(words[first:])):
            return known
    return UNKNOWN_ACT


def same_act(text: str, at: int, acts: ActNames, last: NamedAct) -> str:
    """The act that "samme lov" at `at` refers to: the last one named, with a section or without."""
    named = list(_NAMED.finditer(text, max(last.end, at - _FAR), at))
    if not named:
        return last.act or UNKNOWN_ACT
    return _act_of(named[-1][0], acts)


def acts_named_in(text: str, acts: ActNames) -> list[str]:
    """The acts that `text` names, known or not, each once; a circular or guide is none."""
    unknown = (_act_of(match[0], acts) for match in _NAMED.finditer(text))
    named = (*acts.named_in(text), *unknown)
    return list(dict.fromkeys(act for act in named if not act.startswith("cirkulære")))


def _act_of(name: str, acts: ActNames) -> str:
    """The act of a name as printed."""
    if re.search(r"\snr\.\s", name):
        return by_number(name, acts)
    if re.search(r"\s", name):
        return acts.longest_prefix(name)[0]
    return acts.canonical(name) or acts.base_form(name)
