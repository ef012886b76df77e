"""Reads the clauses of an instruction that change words: "ændres »a« til: »b«", "udgår »c«"."""

import re
from collections.abc import Sequence

from lexhop.corpus.amendments.changes import Place, TextChange
from lexhop.corpus.amendments.places import places_at

_TIMES = r"(?:(?P<times>to|begge|tre|fire|fem|seks|alle|overalt|de|hvert)(?: steder| sted)? )?"
TIMES = {"to": 2, "begge": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6}
_INSIDE = r"(?:i (?P<inside>(?:stk\.|nr\.|litra|\d)[^Q]{0,60}?),? )?"
_WORDS = (
    re.compile(rf"{_INSIDE}{_TIMES}ændres Q(?P<old>\d+),? til: ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}ændres {_TIMES}Q(?P<old>\d+),? til: ?Q(?P<new>\d+)"),
    re.compile(rf"ændres {_INSIDE}{_TIMES}Q(?P<old>\d+) til: ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}Q(?P<old>\d+) ændres {_TIMES}til: ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}indsættes {_TIMES}(?P<where>efter|før) Q(?P<old>\d+): ?Q(?P<new>\d+)"),
    re.compile(rf"indsættes {_INSIDE}{_TIMES}(?P<where>efter|før) Q(?P<old>\d+): ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}(?P<where>efter|før) Q(?P<old>\d+) indsættes {_TIMES}: ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}(?P<where>efter|før) Q(?P<old>\d+) indsættes: ?Q(?P<new>\d+)"),
    re.compile(rf"{_INSIDE}udgår {_TIMES}Q(?P<old>\d+)"),
    re.compile(rf"udgår {_INSIDE}{_TIMES}Q(?P<old>\d+)"),
    re.compile(rf"{_INSIDE}Q(?P<old>\d+) udgår"),
)
_ALSO = re.compile(r"Q(?P<old>\d+),? til: ?Q(?P<new>\d+)")
"""A further pair behind "ændres", which isn't said again."""
_MORE_OUT = re.compile(r"(?:, | og | samt )Q(?P<old>\d+)(?! (?:ændres|indsættes))")
_NO_SPACE_BEFORE = (",", ".", ";", ":", ")")


def word_changes(
    text: str, at: int, places: Sequence[Place], quotes: Sequence[str], *, again: bool
) -> tuple[list[TextChange], int] | None:
    """The changes of words that a clause makes, `again` as the one before, and where it ends."""
    match = next(filter(None, (pattern.match(text, at) for pattern in _WORDS)), None)
    if match is None and again:
        match = _ALSO.match(text, at)
    if match is None:
        return None
    groups = match.groupdict()
    inside = groups.get("inside")
    here: Sequence[Place] = places
    if inside:
        named = places_at(inside, 0, places[0])
        if len(places) != 1 or not named.places or inside[named.end :].strip(" ,"):
            return None
        here = named.places
    times = TIMES.get(groups.get("times") or "", 0 if groups.get("times") else 1)
    old = quotes[int(groups["old"])]
    new = quotes[int(groups["new"])] if groups.get("new") else ""
    if where := groups.get("where"):
        new = _beside(old, new, after=where == "efter")
    found = [
        TextChange(kind="words", place=place, old=old, text=new, times=times) for place in here
    ]
    end = match.end()
    while "udgår" in match[0] and (more := _MORE_OUT.match(text, end)):
        out = quotes[int(more["old"])]
        found += [TextChange(kind="words", place=place, old=out, times=times) for place in here]
        end = more.end()
    return found, end


def _beside(old: str, new: str, *, after: bool) -> str:
    if not after:
        return f"{new} {old}"
    return old + new if new.startswith(_NO_SPACE_BEFORE) else f"{old} {new}"
