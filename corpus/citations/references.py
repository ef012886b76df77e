"""Cross references of passages: found at ingest, followed by key, accounted for at the end."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation, provision_key
from lexhop.corpus.citations.parser import parse_citations
from lexhop.state.records import Passage, Reference, Unresolved

WIDEST_RANGE = 60
"""A wider range ("§§ 1-120") says "the act": it's kept as its two ends, not followed in full."""

_LONGEST_JOIN = len(", samt jf. §§ ")


def with_references(passage: Passage, acts: ActNames, sections: Sequence[str]) -> Passage:
    """`passage` with the statutory references that its text makes.

    `sections` are those of its own act in order: ranges in the act take in the lettered sections
    between their ends. Notes lead to their provision; other sections count in them only where an
    act is named, since commencement rules speak of the act that they are from. A bare "§ 22 b" that
    the act hasn't got is that of the act whose § 22 b the passage has cited before.
    """
    found: dict[Reference, None] = {}
    law = passage.kind == "provision"
    if not law and passage.provision.startswith(f"{passage.act} §"):
        found[Reference(text=passage.citation.rpartition(", ")[2], target=passage.provision)] = None
    cited = [
        one
        for one in parse_citations(passage.text, acts)
        if (law and not _is_own_marker(passage, one)) or (one.act and not law)
    ]
    for citation, act in _with_acts(passage, cited, _places(tuple(sections))):
        printed = passage.text[citation.start : citation.end]
        targets = [passage.provision]
        if citation.section:
            own = sections if act == passage.act else ()
            targets = [
                f"{act} § {section}"
                for section in expand(citation.section, citation.section_to, own)
            ]
        for target in targets:
            found[Reference(text=printed, target=target, locator=citation.locator)] = None
    return replace(passage, references=tuple(found))


def _is_own_marker(passage: Passage, citation: ParsedCitation) -> bool:
    """Whether it's the "§ 33 A." that the passage opens with."""
    return citation.start == 0 and passage.text[:1] == "§"


def _with_acts(
    passage: Passage, citations: Iterable[ParsedCitation], own: Container[str]
) -> Iterator[tuple[ParsedCitation, str]]:
    """Each citation with its act. Where none is named it is mostly the passage's own.

    It isn't for a section that the act hasn't got and the passage has cited from another, nor for
    "lovens § 5" in an order, which is its parent act's, and the sections listed behind that.
    """
    is_order = passage.act.startswith(("bekendtgørelse", "cirkulære"))
    of_others: dict[str, str] = {}
    list_end = -_LONGEST_JOIN
    for citation in citations:
        key = _squeezed(citation.section)
        act = citation.act or passage.act
        if citation.act:
            of_others[key] = act
        elif is_order and citation.section:
            listed = citation.start - list_end < _LONGEST_JOIN
            if listed or passage.text[citation.start] in "Ll":
                act, list_end = UNKNOWN_ACT, citation.end
        elif key not in own:
            act = of_others.get(key, act)
        yield citation, act


def expand(first: str, last: str, sections: Sequence[str] = ()) -> list[str]:
    """The sections from `first` to `last`: as the act has them where `sections` says, else counted.

    >>> expand("2", "4"), expand("15 B", "15 D"), expand("70 A", "72")
    (['2', '3', '4'], ['15 B', '15 C', '15 D'], ['70 A', '71', '72'])
    """
    if not last:
        return [first]
    places = _places(tuple(sections))
    if _squeezed(first) in places and _squeezed(last) in places:
        start, end = places[_squeezed(first)], places[_squeezed(last)]
        listed = list(sections[start : end + 1])
        if 0 < len(listed) <= WIDEST_RANGE:
            return listed
    counted = list(_count(first, last))
    complete = _squeezed(counted[-1]) == _squeezed(last)
    return counted if complete and len(counted) <= WIDEST_RANGE else [first, last]


@lru_cache(maxsize=4)
def _places(sections: tuple[str, ...]) -> dict[str, int]:
    """Where each section first stands in its act."""
    return {_squeezed(one): at for at, one in reversed(list(enumerate(sections)))}


def _squeezed(section: str) -> str:
    return section.replace(" ", "").casefold()


def _count(first: str, last: str) -> Iterator[str]:
    (low, low_letter), (high, high_letter) = _parts(first), _parts(last)
    if low == high and high_letter:
        if not low_letter:
            yield first
            low_letter = "A" if high_letter.isupper() else "a"
        for letter in range(ord(low_letter), min(ord(high_letter), ord(low_letter) + 30) + 1):
            yield f"{low} {chr(letter)}"
        return
    yield first
    for number in range(low + 1, min(high, low + WIDEST_RANGE + 1)):
        yield str(number)
    if high > low:
        yield last


def _parts(section: str) -> tuple[int, str]:
    digits = "".join(character for character in section if character.isdigit())
    return int(digits), section[len(digits) :].strip()


def keys_of(passage: Passage, names: Iterable[str], sections: Iterable[str]) -> tuple[str, ...]:
    """What a passage is looked up by: each name of its act with each section that it stands for.

    Prose answers to its document's id.
    """
    if passage.kind == "prose" or not passage.act:
        return (passage.provision.casefold(),)
    return tuple(
        dict.fromkeys(provision_key(name, section) for name in names for section in sections)
    )


def target_key(reference: Reference) -> str:
    """The key that the target of `reference` is looked up by."""
    act, mark, section = reference.target.rpartition(" § ")
    return provision_key(act, section) if mark else reference.target.casefold()


@dataclass(slots=True, kw_only=True)
class ReferenceStats:
    """How many references a collection has, how many lead somewhere, and why the others don't.

    `in_force` tells of each key whether a provision under it is in force; `acts` holds the names,
    case-folded and without spaces, of the acts that are loaded.
    """

    in_force: dict[str, bool] = field(default_factory=dict)
    acts: set[str] = field(default_factory=set)
    found: int = 0
    resolved: int = 0
    unresolved: Counter[Unresolved] = field(default_factory=Counter)
    examples: dict[Unresolved, Counter[str]] = field(default_factory=dict)

    def add(self, reference: Reference) -> None:
        """Count one reference."""
        self.found += 1
        key = target_key(reference)
        in_force = self.in_force.get(key)
        if in_force:
            self.resolved += 1
            return
        reason: Unresolved = "act_not_loaded"
        if in_force is False:
            reason = "repealed"
        elif key.partition("§")[0] in self.acts:
            reason = "no_such_provision"
        self.unresolved[reason] += 1
        self.examples.setdefault(reason, Counter())[reference.target] += 1


def own_keys(passage: Passage) -> frozenset[str]:
    """The keys of the provision that a passage is of, by its own act's short title."""
    act, mark, sections = passage.provision.rpartition(" §")
    if not mark or passage.kind == "note":
        return frozenset({passage.provision.casefold()})
    first, _, last = sections.strip("§ ").partition("-")
    return frozenset(provision_key(act, section) for section in expand(first, last))
