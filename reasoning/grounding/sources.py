"""The acts and sections that a sentence names: it must quote each, or quote where it is cited."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from lexhop.corpus.citations.act_names import ActNames, known_acts, names_of
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation, provision_key
from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.references import expand, own_keys, target_key
from lexhop.reasoning.grounding.quoted import Quoted
from lexhop.state.records import Passage

_DANISH_ACT = re.compile(r"\b(?!\w*orloven)[a-zæøå]{3,}loven(?=s?\b)", re.IGNORECASE)
_ENGLISH_ACT = re.compile(
    r"\b(?:[A-Z][\w'’-]{1,40}+\s++(?:(?:of|on|and|for|in)\s++)?){1,6}(?:Act|Code)\b"
)
_ENGLISH_PART = re.compile(
    r"\b(?:sub-?sections?|paragraphs?|items?|nos?\.|letters?)\s*\(?(?:\d{1,3}|[a-z]\b)\)?"
    r"(?:(?:\s*(?:-|–|,)\s*|\s(?:and|or|to)\s)\(?\d{1,3}\)?)*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"§\s?(\d+(?: [A-Z]\b)?)")
_NUMBER = re.compile(r"\d+")
_SUBSECTION = re.compile(r", stk\. (?P<first>\d+)(?:-(?P<last>\d+))?")


@cache
def _bundled() -> ActNames:
    return known_acts()


@lru_cache(maxsize=256)
def _names(titled: frozenset[tuple[str, str]]) -> ActNames:
    acts = _bundled().copy()
    for act, title in sorted(titled):
        acts.add(act, names_of(act, title))
    return acts


def acts_of(passages: Iterable[Passage]) -> ActNames:
    """The names of the acts of `passages`, and the bundled ones."""
    return _names(frozenset((one.act, one.title) for one in passages if one.act))


@dataclass(frozen=True, slots=True)
class _Place:
    """A provision by its key and the subsections of it that are meant, (0, 0) for any."""

    key: str
    subsections: tuple[int, int]


@dataclass(frozen=True)
class NamedSources:
    """What `text` names, beside what it quotes and what is cited around its quotes."""

    text: str
    acts: ActNames
    quoted: Sequence[Quoted]

    @cached_property
    def _citations(self) -> list[ParsedCitation]:
        return parse_citations(self.text, self.acts)

    @cached_property
    def without_citations(self) -> str:
        """The text without names of acts and places in them."""
        text, at = [], 0
        for citation in self._citations:
            if citation.end > at:
                text.append(self.text[at : max(at, citation.start)] + " § ")
                at = citation.end
        rest = _ENGLISH_PART.sub(" § ", "".join(text) + self.text[at:])
        rest = _SECTION.sub(
            lambda match: " § " if match[1] in self._own_sections else match[0], rest
        )
        return self.acts.without_names(rest) if self._named else rest

    @cached_property
    def _own_sections(self) -> frozenset[str]:
        """The numbers of the sections that it quotes from, which need no name of their act."""
        return frozenset(one.passage.provision.rpartition("§ ")[2] for one in self.quoted)

    @cached_property
    def _named(self) -> list[str]:
        """The acts that it names, if any."""
        return self.acts.named_in(self.text)

    def from_nowhere(self) -> Iterator[str]:
        """Acts and places that are neither quoted nor cited around what is."""
        yield from self._acts_from_nowhere()
        for citation in self._citations:
            known = self._places if self._has_law else None
            if known is None:
                printed = self.text[citation.start : citation.end]
                if not set(_NUMBER.findall(printed)) <= self._numbers:
                    yield printed
            elif not self._is_known(citation, known):
                yield str(citation)

    def _acts_from_nowhere(self) -> Iterator[str]:
        own = {one.passage.act for one in self.quoted}
        yield from (act for act in self._named if act not in own and act not in self._known_acts)
        unknown = _DANISH_ACT.findall(self.text)
        if all(one.language == "en" for one in self.quoted):
            unknown += [name.removeprefix("The ") for name in _ENGLISH_ACT.findall(self.text)]
        for name in unknown:
            if not self.acts.canonical(name) and not self._is_around(name.casefold()):
                yield name

    def _is_around(self, name: str) -> bool:
        acts = {act.casefold() for act in self._known_acts}
        return name in acts or name.removesuffix("en") in self._around.casefold()

    @property
    def _has_law(self) -> bool:
        return any(one.passage.act for one in self.quoted)

    @cached_property
    def _around(self) -> str:
        return "\n".join(
            part
            for one in self.quoted
            for part in (one.subsection, one.passage.title, one.passage.citation)
        )

    @cached_property
    def _known_acts(self) -> frozenset[str]:
        """The acts quoted, those that references around lead to, and those named around."""
        targets = (one.target for quoted in self.quoted for one in quoted.references)
        return frozenset(
            [
                *(one.passage.act for one in self.quoted),
                *(target.rpartition(" § ")[0] for target in targets),
                *(target for quoted in self.quoted for target in _prose_targets(quoted)),
                *self.acts.named_in(self._around),
            ]
        )

    @cached_property
    def _numbers(self) -> frozenset[str]:
        """The numbers in the quotes and in their citations."""
        texts = [
            text
            for one in self.quoted
            for text in (one.text, one.citation.citation, one.passage.title)
        ]
        return frozenset(number for text in texts for number in _NUMBER.findall(text))

    @cached_property
    def _places(self) -> frozenset[_Place]:
        return frozenset(place for one in self.quoted for place in _places_of(one, self.acts))

    def _is_known(self, citation: ParsedCitation, known: frozenset[_Place]) -> bool:
        if citation.number and not set(_NUMBER.findall(citation.number)) <= self._numbers_around:
            return False
        wanted = _subsections(citation)
        if not citation.section:
            return any(_meet(wanted, place.subsections) for place in known)
        named = citation.act.removeprefix("tidligere ")
        acts = self._known_acts if named in ("", UNKNOWN_ACT) else [named]
        return all(
            any(
                place.key == provision_key(act, section) and _meet(wanted, place.subsections)
                for act in acts
                for place in known
            )
            for section in expand(citation.section, citation.section_to)
        )

    @cached_property
    def _numbers_around(self) -> frozenset[str]:
        return self._numbers | frozenset(_NUMBER.findall(self._around))


def _prose_targets(quoted: Quoted) -> Iterator[str]:
    return (one.target for one in quoted.references if " § " not in one.target)


def _places_of(quoted: Quoted, acts: ActNames) -> Iterator[_Place]:
    """Where the quote stands, and what is cited in the subsection around it."""
    passage = quoted.passage
    own = _SUBSECTION.search(quoted.citation.citation)
    subsections = (int(own["first"]), int(own["last"] or own["first"])) if own else (0, 0)
    for key in own_keys(passage):
        yield _Place(key, subsections)
    for reference in quoted.references:
        found = _SUBSECTION.match(f", {reference.locator}")
        yield _Place(
            target_key(reference),
            (int(found["first"]), int(found["last"] or found["first"])) if found else (0, 0),
        )
    for citation in parse_citations(quoted.subsection, acts):
        act = citation.act or passage.act
        if not citation.section:
            for key in own_keys(passage):
                yield _Place(key, _subsections(citation))
        else:
            for section in expand(citation.section, citation.section_to):
                yield _Place(provision_key(act, section), _subsections(citation))


def _subsections(citation: ParsedCitation) -> tuple[int, int]:
    numbers = [int(number) for number in _NUMBER.findall(citation.subsection)]
    return (numbers[0], numbers[-1]) if numbers else (0, 0)


def _meet(wanted: tuple[int, int], there: tuple[int, int]) -> bool:
    """Whether both have a subsection in common; (0, 0) has all of them."""
    if (0, 0) in (wanted, there):
        return True
    return wanted[0] <= there[1] and there[0] <= wanted[1]
