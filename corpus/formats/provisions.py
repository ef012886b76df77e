"""The marks that divide an act ("§ 33 A.", "Stk. 2.", "1)") and the provisions built from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lexhop.corpus.documents import Note, Provision, Subsection

_LETTER = r"(?:aa|AA|[A-Za-zÆØÅæøå])(?![A-Za-zÆØÅæøå])"
_LABEL = rf"\d{{1,4}}(?: ?{_LETTER})?"
_JOIN = r"(?: ?[-–—] ?|, ?(?:og )?| og | eller | til )"
_SECTIONS = rf"§§? ?(?P<first>{_LABEL})(?:{_JOIN}(?P<last>{_LABEL}|{_LETTER}))*"
_BOLD = r"[*_]{0,3}"
_LISTED = r"(?:\d{1,3}\. (?=[*_]{0,3}(?:§|Stk)))?"
"""The number of a list that a page makes of its provisions ("1. § 1"); it is not the law's."""
_TO = r" ?(?:[-–—]|og|til) ?"
_AFTER = r"(?=\s|$|\(|[A-ZÆØÅ])\s*"
_REPEALED_WORD = r"(?:ophævet|ophæves|udelades|udeladt|bortfaldet|bortfalder)"

MARKER = re.compile(rf"{_BOLD}(?P<marker>{_SECTIONS}{_BOLD} ?\.)(?!\d){_BOLD}{_AFTER}")
"""A provision's beginning at the start of a line; its point distinguishes it from a citation."""

HEADING_MARKER = re.compile(
    rf"{_LISTED}{_BOLD}(?P<marker>{_SECTIONS}{_BOLD} ?\.?){_BOLD}(?=\s|$)\s*"
)
"""A provision's beginning in a heading or alone on its line, where the point may be missing."""

OPEN_MARKER = re.compile(rf"{_BOLD}(?P<marker>{_SECTIONS}){_BOLD} ?(?=[A-ZÆØÅ(])")
"""A provision's beginning without a point: a citation too, unless all of a text are so."""

SUBSECTION = re.compile(
    rf"{_BOLD}(?P<marker>[Ss]tk\. ?\d{{1,4}}(?:{_TO}\d{{1,4}})?\.){_BOLD}{_AFTER}"
)
LOOSE_SUBSECTION = re.compile(
    rf"{_LISTED}{_BOLD}"
    rf"(?:Stk\.? ?(?P<number>\d{{1,4}}(?:{_TO}\d{{1,4}})?)|(?P<ordinal>\d{{1,4}})\. ?[Ss]tk)"
    rf"[.:]?{_BOLD}(?:$|\s*(?=[A-ZÆØÅ(»“\"]))"
)
"""A subsection's beginning as it is typed or copied: "Stk. 2 Boats", "Stk 2.", "2. stk."."""

ITEM = re.compile(
    r"(?:\d{1,4}\)|[a-zæøåA-ZÆØÅ]\)|[ivx]{1,8}\)|[-*+•–—]"
    r"|(?![spd]\. ?\d)[a-zæøå]\.(?! ?(?:eks|kr|ex)\b)"
    r"|\(\d{1,3}\)|\[\^?\w{1,12}\]:?)\s"
)

_SECTION_TEXT = re.compile(_SECTIONS)
_REPEALED = re.compile(
    rf"\({_REPEALED_WORD}\b[^()]*\)\.?"
    rf"|{_REPEALED_WORD}(?: ved (?:lov|bekendtgørelse) .{{0,60}})?\.?",
    re.IGNORECASE,
)


def sections(marker: str) -> tuple[str, str]:
    """First and last section of a marker: "§§ 28-33 B." -> ("28", "33 B"); "" if not a range."""
    found = _SECTION_TEXT.match(marker)
    if not found:
        return marker.strip("§ ."), ""
    first = _spaced(found["first"])
    last = _spaced(found["last"] or "")
    if last and not last[0].isdigit():  # "§§ 3 A-D"
        last = f"{first.split()[0]} {last}"
    return first, last


def _spaced(label: str) -> str:
    return re.sub(r"(?<=\d)(?=\D)", " ", label.replace(" ", ""))


def is_repealed(text: str) -> bool:
    """Whether the text of a subsection only says that it is repealed or omitted."""
    return _REPEALED.fullmatch(SUBSECTION.sub("", text, count=1).strip()) is not None


@dataclass(slots=True, kw_only=True)
class ProvisionDraft:
    """A provision while it is being read."""

    marker: str
    headings: tuple[str, ...]
    notes: list[Note] = field(default_factory=list)
    _subsections: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def reached(self) -> str:
        """The number of the running subsection, "" before the first."""
        return self._subsections[-1][0] if self._subsections else ""

    def begin(self, marker: str = "") -> None:
        """Start a subsection: "2" of "Stk. 2.", "2-4" of "Stk. 2-4.", the next one of no marker."""
        numbers = re.findall(r"\d{1,4}", marker)
        if not numbers:
            before = self._subsections[-1][0] if self._subsections else "0"
            numbers = [str(int(before.split("-")[-1]) + 1)]
        self._subsections.append(("-".join(numbers), []))

    def add(self, lines: Sequence[str]) -> None:
        """Put lines under the running subsection, the first where none has begun."""
        if not self._subsections:
            self.begin()
        self._subsections[-1][1].extend(line for line in lines if line)

    def finish(self) -> Provision:
        found = tuple(
            Subsection(number=number, text="\n".join(lines))
            for number, lines in self._subsections
            if lines
        )
        first, last = sections(self.marker)
        return Provision(
            section=first,
            last=last,
            marker=self.marker,
            subsections=found,
            headings=self.headings,
            repealed=bool(found) and all(is_repealed(each.text) for each in found),
            notes=tuple(self.notes if len(found) > 1 else map(_of_provision, self.notes)),
        )


def _of_provision(note: Note) -> Note:
    """A note of a provision whose only subsection isn't cited by number."""
    return replace(note, subsection="")


class Labels:
    """Makes the labels of a document's blocks unique: "note 1)", then "note 1) (2)"."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def distinct(self, label: str) -> str:
        while (count := self._seen.get(label, 0) + 1) > 1:
            self._seen[label] = count
            label = f"{label} ({count})"
        self._seen[label] = 1
        return label
