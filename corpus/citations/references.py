"""Cross references of passages: found at ingest, looked up by key, counted at the end."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation, provision_key
from lexhop.corpus.citations.eu_acts import eu_references
from lexhop.corpus.citations.parser import parse_citations
from lexhop.state.records import Passage, Reference, Unresolved

WIDEST_RANGE = 60
"""Sections. A wider range ("§§ 1-120") stands for the act: only its two ends are kept."""

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
_LONGEST_JOIN = len(", samt jf. §§ ")


def with_references(passage: Passage, acts: ActNames, sections: Sequence[str]) -> Passage:
    """`passage` with the statutory references that its text makes, and those to acts of the EU.

    `sections` are those of its own act in order: a range includes the lettered sections between its
    ends. A note refers to its provision; other citations in it count only where they name an act,
    since commencement rules speak of the amending act. A bare "§ 22 b" that the own act doesn't
    have belongs to the act whose § 22 b the passage has cited before.
    """
    found: dict[Reference, None] = {}
    law = passage.kind == "provision"
    if not law and passage.provision.startswith(f"{passage.act} §"):
        act, _, of_range = passage.provision.rpartition(" §§ ")
        target = f"{act} § {of_range.partition('-')[0]}" if of_range and act else passage.provision
        found[Reference(text=passage.citation.rpartition(", ")[2], target=target)] = None
    cited = [
        citation
        for citation in parse_citations(passage.text, acts)
        if (law and not _is_own_marker(passage, citation)) or (citation.act and not law)
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
    found |= dict.fromkeys(eu_references(passage.text))
    return replace(passage, references=tuple(found))


def _is_own_marker(passage: Passage, citation: ParsedCitation) -> bool:
    """Whether this is the "§ 33 A." that the passage opens with."""
    return citation.start == 0 and passage.text[:1] == "§"


def _with_acts(
    passage: Passage, citations: Iterable[ParsedCitation], own: Container[str]
) -> Iterator[tuple[ParsedCitation, str]]:
    """Each citation with its act; one that names none mostly belongs to the passage's own.

    Not so a section that the own act doesn't have and the passage has cited from another act, nor
    "lovens § 5" in an order and the sections listed after it: that is the parent act, unknown here.
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
    """The sections from `first` to `last`: from `sections`, the act's own list, else counted up.

    >>> expand("2", "4"), expand("15 Y", "15 Æ"), expand("70 A", "72")
    (['2', '3', '4'], ['15 Y', '15 Z', '15 Æ'], ['70 A', '71', '72'])
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
    reached = {_squeezed(one) for one in counted}
    complete = {_squeezed(first), _squeezed(last)} <= reached
    return counted if complete and len(counted) <= WIDEST_RANGE else [first, last]


@lru_cache(maxsize=4)
def _places(sections: tuple[str, ...]) -> dict[str, int]:
    """The index of each section in its act, the first where one is repeated."""
    return {_squeezed(section): at for at, section in reversed(list(enumerate(sections)))}


def _squeezed(section: str) -> str:
    return section.replace(" ", "").casefold()


def _count(first: str, last: str) -> Iterator[str]:
    (low, low_letter), (high, high_letter) = _parts(first), _parts(last)
    if low == high and high_letter:
        if not low_letter:
            yield first
            low_letter = "A" if high_letter.isupper() else "a"
        between = _letters(low_letter.upper(), high_letter.upper())
        yield from (
            f"{low} {letter if low_letter.isupper() else letter.lower()}" for letter in between
        )
        return
    yield first
    for number in range(low + 1, min(high, low + WIDEST_RANGE + 1)):
        yield str(number)
    if high > low:
        yield last


def _letters(low: str, high: str) -> str:
    return _ALPHABET[_ALPHABET.find(low) : _ALPHABET.find(high) + 1]


def _parts(section: str) -> tuple[int, str]:
    digits = "".join(character for character in section if character.isdigit())
    return int(digits), section[len(digits) :].strip()


def keys_of(passage: Passage, names: Iterable[str], sections: Iterable[str]) -> tuple[str, ...]:
    """The lookup keys of a passage: each name of its act with each section that it covers.

    Prose has one key, its document's id.
    """
    if passage.kind == "prose" or not passage.act:
        return (passage.provision.casefold(),)
    return tuple(
        dict.fromkeys(provision_key(name, section) for name in names for section in sections)
    )


def target_key(reference: Reference) -> str:
    """The lookup key of the target of `reference`."""
    return key_of(reference.target)


def key_of(target: str) -> str:
    """The lookup key of a provision, or of a document of prose."""
    act, mark, section = target.rpartition(" § ")
    return provision_key(act, section) if mark else target.casefold()


@dataclass(slots=True, kw_only=True)
class ReferenceStats:
    """Counts of a collection's references: found, resolved, and unresolved by reason.

    `in_force` maps each key to whether any provision under it is in force, `acts` holds the names,
    case-folded and without spaces, of the loaded acts; `examples` counts targets by reason.
    """

    in_force: dict[str, bool] = field(default_factory=dict)
    acts: set[str] = field(default_factory=set)
    found: int = 0
    resolved: int = 0
    unresolved: Counter[Unresolved] = field(default_factory=Counter)
    examples: dict[Unresolved, Counter[str]] = field(default_factory=dict)

    def add(self, target: str, times: int = 1) -> None:
        """Count so many references to a target."""
        self.found += times
        key = key_of(target)
        in_force = self.in_force.get(key)
        if in_force:
            self.resolved += times
            return
        reason: Unresolved = "act_not_loaded"
        if in_force is False:
            reason = "repealed"
        elif key.partition("§")[0] in self.acts:
            reason = "no_such_provision"
        self.unresolved[reason] += times
        self.examples.setdefault(reason, Counter())[target] += times


def own_keys(passage: Passage) -> frozenset[str]:
    """The keys of the passage's own provision, by its act's short title."""
    act, mark, sections = passage.provision.rpartition(" §")
    if passage.kind == "note" and passage.act and act == f"{passage.act},":  # an amending act's own
        return frozenset({provision_key(passage.act, sections.partition(",")[0])})
    if not mark or passage.kind == "note":
        return frozenset({passage.provision.casefold()})
    first, _, last = sections.strip("§ ").partition("-")
    return frozenset(provision_key(act, section) for section in expand(first, last))
