"""Parts in brackets, as in English: "section 33 A(1) and (3)", "(1)-(2)", "(1)(2)(a)"."""

import re
from dataclasses import replace

from lexhop.corpus.citations.citation import ParsedCitation
from lexhop.corpus.citations.grammar import DASHES

_PART = r"\((?:\d{1,3}|[a-z])\)"
_RANGE = rf"(?:[{DASHES}]|\sto\s)"
_JOIN = r"(?:,\s(?:(?:and|or|og|eller)\s)?|\s(?:and|or|og|eller)\s)"
BRACKETED = re.compile(
    rf"\s?(?P<place>\(\d{{1,3}}\)(?:{_PART}){{0,2}})"
    rf"(?P<more>(?:(?:{_RANGE}|{_JOIN}){_PART}){{0,9}})"
)
_MEMBER = re.compile(rf"(?P<range>{_RANGE})?[^(]{{0,9}}\((?P<value>\w+)\)")


def bracketed(base: ParsedCitation, match: re.Match[str]) -> list[ParsedCitation]:
    """`base` with each member of the list in brackets that BRACKETED found behind it."""
    place = replace(base, end=match.end("place"))
    for value in re.findall(r"\w+", match["place"]):
        place = _deeper(place, value)
    members = [place]
    for member in _MEMBER.finditer(match["more"]):
        end = match.start("more") + member.end()
        if member["range"]:
            members[-1] = replace(_to(members[-1], member["value"]), end=end)
        else:
            members.append(replace(_beside(members[-1], member["value"]), end=end))
    return members


def _deeper(place: ParsedCitation, value: str) -> ParsedCitation:
    """`place` with `value` at the level below."""
    if not value.isdigit():
        return replace(place, letter=value)
    return replace(place, number=value) if place.subsection else replace(place, subsection=value)


def _beside(place: ParsedCitation, value: str) -> ParsedCitation:
    """`place` with `value` instead of its last part of that kind."""
    if not value.isdigit():
        return replace(place, letter=value)
    if place.number:
        return replace(place, number=value, letter="")
    return replace(place, subsection=value, letter="")


def _to(place: ParsedCitation, value: str) -> ParsedCitation:
    """`place` whose last part is the first of a range to `value`."""
    if place.letter:
        return replace(place, letter=f"{place.letter}-{value}")
    if place.number:
        return replace(place, number=f"{place.number}-{value}")
    return replace(place, subsection=f"{place.subsection}-{value}")
