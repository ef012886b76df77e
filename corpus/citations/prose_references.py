"""References of prose: to provisions, to acts of the EU, and to other texts by their titles."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation
from lexhop.corpus.citations.cited_act import acts_named_in
from lexhop.corpus.citations.eu_acts import eu_references
from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.references import expand
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.state.records import Passage, Reference

_OWN_SECTION = re.compile(r"^[ \t#*_]{0,8}§", re.MULTILINE)
_DOCUMENT = (
    r"(?:vejledning|aftale|kontrakt|vedtægt|bekendtgørelse|cirkulære|direktiv|forordning"
    r"|overenskomst|reglement|regulativ|forskrift|police)"
)
_ANOTHER_TEXT = re.compile(rf"{_DOCUMENT}e?(?:n|t|rne)s?\b", re.IGNORECASE)
""""aftalens § 5", and what is told after "vedtægterne"."""

_LEADING = re.compile(
    r"(?:^|[^\w\s]|(?<!\w)(?:efter|i|jf|og|eller|samt|se|også|af|under|til|ved|at|om|kan|er|skal|for|med|fra|på"
    r"|hvis|når|da|det|den|mens|hvor|som|end|uanset|medmindre|herunder|særligt|henholdsvis|både|ad|iht|ift"
    r"|dvs|fx|finder|gælder|anvender|opfylder|omfatter|beskriver|kræver|forudsætter|udgør|vedrører"
    r"|see|and|or|in|of|by|to|with|from|per|that|requires|cf))\s*$",
    re.IGNORECASE,
)
"""What may stand before a section of the act that is spoken of; not "husordenens § 3"."""

_LOOK_BACK = 20
_OF_ANOTHER_TEXT = re.compile(
    rf"-\w|\s(?:i|in|of|af)\s(?:(?:den|denne|det|dette|de|vores|the|this|our)\s)?\w{{0,40}}"
    rf"(?:{_DOCUMENT}|forslag|bilag|handbook|guide|agreement|contract|order|regulation|policy"
    r"|articles|terms|directive|convention|treaty|bill)"
)
""""§ 20-spørgsmål", "§ 5 i denne vejledning"."""


@dataclass(frozen=True, slots=True)
class ProseReferences:
    """Finds the references of a passage of prose; `titles` are those of all prose."""

    acts: ActNames
    titles: TitleIndex

    def __call__(self, passage: Passage) -> tuple[Reference, ...]:
        found = [
            *self.titles.mentions(passage.text, passage.document_id),
            *law_references(passage, self.acts),
            *eu_references(passage.text),
        ]
        return tuple(dict.fromkeys(found))


def law_references(passage: Passage, acts: ActNames) -> Iterator[Reference]:
    """The provisions that a passage of prose cites: in its text, its headings and its title.

    A section without an act has one where the title, the headings, the sentence and all before it
    in the passage name one act together; else it is no reference, since a wrong one is worse than
    none. Former versions and acts without a name to look up are none either.
    """
    yield from _cited(passage.text, (passage.title, passage.heading), acts)
    yield from _cited(passage.heading, (passage.title,), acts)
    yield from _cited(passage.title, (), acts)


def _cited(text: str, above: tuple[str, ...], acts: ActNames) -> Iterator[Reference]:
    citations = [citation for citation in parse_citations(text, acts) if citation.section]
    context = _Context(text, above, acts, citations)
    for citation in citations:
        act = citation.act or context.act_of(citation)
        if act and act != UNKNOWN_ACT and not act.startswith("tidligere "):
            printed = text[citation.start : citation.end]
            for section in expand(citation.section, citation.section_to):
                yield Reference(text=printed, target=f"{act} § {section}", locator=citation.locator)


@dataclass(frozen=True)
class _Context:
    """A text with its `citations` and the titles `above` it, outermost first."""

    text: str
    above: tuple[str, ...]
    acts: ActNames
    citations: list[ParsedCitation]

    def act_of(self, citation: ParsedCitation) -> str:
        """The act of a section that is cited without one, or ""."""
        place = bisect_right(self._sentences, citation.start, key=lambda span: span[0]) - 1
        if self._is_of_another_text(citation, place):
            return ""
        anchors = self._named_above | self._named[place]
        cited = {one.act for one in self.citations if one.act and one.start < citation.start}
        before = cited.union(*self._named[:place])
        return min(anchors) if len(anchors) == 1 and before <= anchors else ""

    def _is_of_another_text(self, citation: ParsedCitation, place: int) -> bool:
        """Whether the section may be one of the text itself, or of an agreement and the like."""
        near = self._sentences[max(place - 1, 0)][0], self._sentences[place][1]
        return bool(
            self._has_own_sections
            or not self._is_led_to(citation)
            or "§" not in self.text[citation.start : citation.end]
            or _ANOTHER_TEXT.search(self.text, *near)
            or _OF_ANOTHER_TEXT.match(self.text, citation.end)
        )

    def _is_led_to(self, citation: ParsedCitation) -> bool:
        """Whether no unknown name stands before the section; "lovens" is of the citation."""
        start = citation.start
        before = self.text[max(0, start - _LOOK_BACK) : start]
        return self.text[start] in "Ll" or _LEADING.search(before) is not None

    @cached_property
    def _has_own_sections(self) -> bool:
        return _OWN_SECTION.search(self.text) is not None

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return list(sentence_spans(self.text))

    @cached_property
    def _named(self) -> list[set[str]]:
        """The acts that each sentence names."""
        return [set(acts_named_in(self.text[low:high], self.acts)) for low, high in self._sentences]

    @cached_property
    def _named_above(self) -> set[str]:
        return {act for part in self.above for act in acts_named_in(part, self.acts)}
