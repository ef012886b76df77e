"""Places as amending acts print them: "§ 7, stk. 1, 1. og 2. pkt., og § 8, stk. 1, 1. pkt."."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from lexhop.corpus.amendments.changes import Place

_LABEL = r"\d{1,4}(?: ?[a-zæøåA-ZÆØÅ](?!\w))?"
_LISTED = r"(?:, (?:og )?| og | eller )"
_NEXT = rf"(?: ?[-–] ?{_LABEL}|{_LISTED}{_LABEL}(?!\d|\. ?(?:pkt|og|[-–\d])|\.,))"
_ORDINALS = r"\d{1,2}\.(?:(?: ?[-–] ?|, (?:og )?| og | eller )\d{1,2}\.)*"
_TOKEN = re.compile(
    rf"§§? ?(?P<section>{_LABEL}(?:{_NEXT})*)"
    rf"|[Ss]tk\. ?(?P<stk>{_LABEL}(?:{_NEXT})*)"
    rf"|[Nn]r\. ?(?P<nr>{_LABEL}(?:{_NEXT})*)"
    r"|litra (?P<litra>[a-zæøå](?!\w)(?:(?: ?[-–] ?|, (?:og )?| og )[a-zæøå](?!\w))*)"
    rf"|(?P<pkt>{_ORDINALS}) ?pkt\."
)
_JOIN = re.compile(r",? og (?:i )?|, (?:samt |i )?| ")
_LEVELS = ("section", "stk", "nr", "litra", "pkt")
_ONE = rf"(?:{_LABEL}|\b[a-zæøå]\b)"
_RANGE = re.compile(rf"(?P<low>{_ONE})\.?(?: ?[-–] ?(?P<high>{_ONE})\.?)?")
_SENTENCE = re.compile(r"\n|(?<=\d)\.(?= [SNL§])|(?<=\d)\.$|, og (?=(?:stk|nr)\. [\d–-]+ bliver)")
_BECOMES = re.compile(r" ?bliver herefter ")
_WIDEST = 999
"""Numbers of a range that are counted; one that is wider, or can't be counted, is no place."""

_MOST = 2_000
"""Places that are told apart at once; no act names so many."""


@dataclass(frozen=True, slots=True)
class Places:
    """Places in their order, and the offset behind them."""

    places: Sequence[Place]
    end: int


def places_at(text: str, at: int = 0, within: Place | None = None) -> Places:
    """The places that `text` names from the offset `at` on, none if it names none there.

    Those that begin below a section are of the one that is named before, or of `within`. Where one
    of them can't be told, there are none.
    """
    groups: list[dict[str, Sequence[str]]] = []
    state: dict[str, Sequence[str]] = {}
    if within:
        state = {level: (value,) for level in _LEVELS if (value := getattr(within, level))}
    level = -1
    end = at
    left = _MOST
    while token := _TOKEN.match(text, at):
        kind = str(token.lastgroup)
        here = _LEVELS.index(kind)
        if here <= level:
            groups.append(state)
        if not (here == 0 or "section" in state):
            break
        state = {name: values for name, values in state.items() if _LEVELS.index(name) < here}
        state[kind] = _values(token[kind], sections=kind == "section") if left > 0 else ()
        left -= len(state[kind])
        level, end = here, token.end()
        join = _JOIN.match(text, end)
        at = join.end() if join else end
        if join is None:
            break
    if level >= 0:
        groups.append(state)
    sizes = [prod(map(len, group.values())) for group in groups]
    told = all(sizes) and sum(sizes) <= _MOST
    return Places([place for group in groups for place in _product(group)] if told else [], end)


def _product(state: dict[str, Sequence[str]]) -> Iterator[Place]:
    for values in product(*(state.get(level, ("",)) for level in _LEVELS)):
        section, *finer = values
        first, _, last = section.partition("-")
        yield Place(section=first, to=last, stk=finer[0], nr=finer[1], litra=finer[2], pkt=finer[3])


def _values(text: str, *, sections: bool) -> list[str]:
    """Each number of "2, 4 og 6-8", none if one can't be counted; a range of sections stays one."""
    found: list[str] = []
    for match in _RANGE.finditer(text):
        low, high = _spaced(match["low"]), _spaced(match["high"] or "")
        if not high:
            found.append(low)
        elif sections:
            found.append(f"{low}-{high}")
        elif len(found) <= _MOST and (counted := _counted(low, high)):
            found.extend(counted)
        else:
            return []
    return found


def _counted(low: str, high: str) -> list[str]:
    if low.isdigit() and high.isdigit() and 0 <= int(high) - int(low) <= _WIDEST:
        return [str(number) for number in range(int(low), int(high) + 1)]
    if len(low) == len(high) == 1 and low.isalpha() and low <= high:
        return [chr(code) for code in range(ord(low), ord(high) + 1)]
    return []


def _spaced(label: str) -> str:
    return re.sub(r"(?<=\d)(?=[^\W\d])", " ", label.replace(" ", ""))


def moved(text: str, within: Place) -> list[tuple[Place, Place]] | None:
    """(before, after) of "Stk. 3-6 bliver herefter stk. 4-7."; None where it can't be read."""
    found: list[tuple[Place, Place]] = []
    for sentence in filter(None, (part.strip() for part in _SENTENCE.split(text))):
        before = places_at(sentence, 0, within)
        becomes = _BECOMES.match(sentence, before.end)
        if not (before.places and becomes):
            return None
        after = places_at(sentence, becomes.end(), within)
        if sentence[after.end :].strip(" .") or len(before.places) != len(after.places):
            return None
        found += zip(before.places, after.places, strict=True)
    return found


def same_container(place: Place, level: str) -> Place:
    """`place` without what is at `level` or finer."""
    finer = _LEVELS[_LEVELS.index(level) :]
    return replace(place, **dict.fromkeys(finer, ""))


def level_of(place: Place) -> str:
    """The finest level that `place` names: "section", "stk", "nr", "litra" or "pkt"."""
    return next(level for level in reversed(_LEVELS) if getattr(place, level))
