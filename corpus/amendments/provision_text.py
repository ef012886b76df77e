"""A provision as one text whose parts are found by their printed numbers, and edited at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexhop.corpus.amendments.changes import Place
from lexhop.corpus.amendments.places import same_container
from lexhop.corpus.citations.fine_parts import exact_part, law_sentences
from lexhop.corpus.documents import Provision
from lexhop.state.records import Passage

_NUMBER = re.compile(r"Stk\. \d{1,3}\. |(?:\d{1,3} ?[a-zæøå]?|[a-zæøå])\) ")
"""The number that a subsection's or item's first sentence stands behind."""
_ABBREVIATED = re.compile(r"\s(?!(?:kr|pct|m\.?v|m\.?m|mm)\.)[b-df-hj-np-tv-xz]{2,4}\.$")
"""What ends like an abbreviation, without a vowel: "bd."."""

_CELLS = " | "
"""What stands between the cells of a table's row."""

_MARKED = re.compile(r"^Stk\. (?P<number>\d{1,3})\. ?", re.MULTILINE)

Span = tuple[int, int]


class NotExact(Exception):
    """A change that doesn't fit the text: its part isn't there, or not so often, or twice."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text` in the place of `[start, end)` of the old text; `rank` orders those at one point."""

    start: int
    end: int
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """The subsections of a provision, a line break between them, the first without its marker."""

    text: str

    @classmethod
    def of(cls, provision: Provision) -> "ProvisionText":
        return cls("\n".join(subsection.text for subsection in provision.subsections))

    def span(self, place: Place) -> Span:
        """Where the part that `place` names stands. Raises NotExact if it isn't told apart."""
        if not place.locator:
            return 0, len(self.text)
        whole = Passage(id="", document_id="", provision="", citation="", title="", text=self.text)
        found = exact_part(whole, place.locator)
        if found is None or not self._begins(place, found):
            raise NotExact(str(place))
        if place.pkt:
            self._check_countable(place)
        number = _NUMBER.match(self.text, *found) if place.pkt else None
        return (number.end() if number else found[0]), found[1]

    def _check_countable(self, place: Place) -> None:
        """Raise NotExact where sentences may be counted otherwise, or aren't in a part told apart.

        A figure behind an abbreviation that isn't known ("afs. 2") looks like a new sentence.
        """
        container = same_container(place, "pkt")
        if not container.stk and len(self.subsections()) > 1:
            raise NotExact(f"which subsection {place} is in")
        span = self.span(container)
        if _CELLS in self.text[slice(*span)]:
            raise NotExact(f"how the rows of a table in {container} count")
        sentences = [self.text[slice(*sentence)] for sentence in self.sentences(span)]
        if any(sentence[0].isdigit() and not _NUMBER.match(sentence) for sentence in sentences[1:]):
            raise NotExact(f"where the sentences of {container} begin")
        if any(map(_ABBREVIATED.search, sentences[:-1])):
            raise NotExact(f"where the sentences of {container} end")

    def _begins(self, place: Place, span: Span) -> bool:
        """Whether the part begins with its own number, and nothing coarser stands for it."""
        text = self.text[slice(*span)]
        if place.pkt:
            return True
        if place.litra:
            return text.startswith(f"{place.litra})")
        if place.nr:
            return text.partition(")")[0].replace(" ", "") == place.nr.replace(" ", "")
        marked = _MARKED.match(text)
        return (marked["number"] if marked else "1") == place.stk

    def subsections(self) -> list[tuple[int, Span]]:
        """(number, span) of each subsection, spans without the line break between them."""
        marks = [(match.start(), int(match["number"])) for match in _MARKED.finditer(self.text)]
        if not marks or marks[0][0]:
            marks.insert(0, (0, 1))
        ends = [start for start, _ in marks[1:]] + [len(self.text)]
        return [
            (number, (start, start + len(self.text[start:end].rstrip())))
            for (start, number), end in zip(marks, ends, strict=True)
        ]

    def sentences(self, span: Span) -> list[Span]:
        return law_sentences(self.text, span)

    def edited(self, edits: Sequence[Edit]) -> str:
        """The text with all edits made. Raises NotExact where two of them meet."""
        ordered = sorted(set(edits))
        for before, after in pairwise(ordered):
            same = (before.start, before.end) == (after.start, after.end)
            if after.start < before.end or (same and before.end > before.start):
                raise NotExact("two changes of the same words")
        pieces: list[str] = []
        at = 0
        for edit in ordered:
            pieces += [self.text[at : edit.start], edit.text]
            at = edit.end
        return "".join((*pieces, self.text[at:]))
