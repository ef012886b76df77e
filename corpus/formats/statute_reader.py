"""Builds provisions and other blocks from the lines of an act."""

import re
from collections.abc import Sequence

from lexhop.corpus.documents import Note, Provision, TextBlock
from lexhop.corpus.formats.line import Line, division_of
from lexhop.corpus.formats.outside import COMMENCEMENT
from lexhop.corpus.formats.provisions import SUBSECTION, Labels, ProvisionDraft, is_repealed

_SENTENCE = re.compile(r"[.:;]$")
_AND_SO_ON = re.compile(r"\bm\. ?[vm]\.$")
_LONGEST_TITLE = 120
_WORDS_OF_TITLE = 4


class StatuteReader:
    """Takes lines in order; `provisions` and `blocks` are complete after `close(0)`."""

    def __init__(self) -> None:
        self.provisions: list[Provision] = []
        self.blocks: list[TextBlock] = []
        self._headings: list[Line] = []
        self._bare = False  # nothing stands under the last heading yet
        self._draft: ProvisionDraft | None = None
        self._loose: list[str] = []
        self._labels = Labels()
        self._outside = ""
        self._foreign = ""  # the "§" of another act that is being read

    def read(self, line: Line, below: Line | None = None) -> None:
        """Take a line; `below` is the one after it, which tells a title from a text."""
        if line.kind == "note":
            self._note(line)
            return
        if line.kind == "outside":
            self._leave(line)
            return
        if line.kind == "heading":
            self.close(line.level)
            self._outside = ""
            self._headings.append(line)
            self._bare = True
            return
        if line.kind == "provision" and not self._apart():
            self._begin(line, below)
        elif self._draft is None:
            if line.kind == "provision" and self._outside:
                self._end_text()
                self._foreign = f", {line.marker.strip('.')}"
            self._loose.append(line.printed)
        else:
            if line.kind == "subsection":
                self._draft.begin(line.marker)
            self._draft.add([line.text])
        self._bare = False

    def close(self, level: int) -> None:
        """Finish the running provision and text, and drop the headings from `level` down."""
        self._end_text()
        if self._bare and self._headings[-1].level >= level:
            self._end_bare_heading()
        while self._headings and self._headings[-1].level >= level:
            self._headings.pop()

    def _leave(self, line: Line) -> None:
        """Go on with what isn't of the act, under the line that introduces it."""
        self.close(0)
        self._outside = line.marker
        if self._outside.startswith(COMMENCEMENT):
            titles = [COMMENCEMENT.capitalize(), line.text]
            self._headings = [
                Line(kind="heading", text=text, level=level)
                for level, text in enumerate(filter(None, titles), start=1)
            ]

    def _note(self, line: Line) -> None:
        if self._draft is None or line.place == "act":
            label = self._labels.distinct(f"note {line.marker}".strip())
            self.blocks.append(TextBlock(text=line.text, label=label, kind="note"))
            return
        place = "" if line.place == "provision" else self._draft.reached
        self._draft.notes.append(Note(mark=line.marker, text=line.text, subsection=place))

    def _begin(self, line: Line, below: Line | None) -> None:
        if line.level:
            self.close(line.level + 1)
            text = line.text if _is_text(line, below) else ""
            titles = self._titles() if text or not line.text else (*self._titles(), line.text)
            self._draft = ProvisionDraft(marker=line.marker, headings=titles)
            if text:
                self._draft.add([text])
            return
        self._end_text()
        self._draft = ProvisionDraft(marker=line.marker, headings=self._titles())
        marked = SUBSECTION.match(line.text)
        self._draft.begin(marked["marker"] if marked else "")
        self._draft.add([line.text])

    def _end_text(self) -> None:
        if self._draft:
            self.provisions.append(self._draft.finish())
            self._draft = None
        if self._loose:
            self._add_block("\n".join(self._loose), self._titles())
            self._loose = []
        self._foreign = ""

    def _end_bare_heading(self) -> None:
        """Keep a heading with nothing under it ("Kapitel 9 (Ophævet)") as a text."""
        self._bare = False
        self._add_block(self._headings[-1].text, self._titles()[:-1])

    def _add_block(self, text: str, headings: tuple[str, ...]) -> None:
        if self._outside:
            label = f"{self._outside}{self._foreign}"
        else:
            label = "indledning" if not (self.provisions or headings) else _label(headings, text)
        label = self._labels.distinct(label)
        self.blocks.append(TextBlock(text=text, headings=headings, label=label, kind="note"))

    def _titles(self) -> tuple[str, ...]:
        return tuple(line.text for line in self._headings)

    def _apart(self) -> bool:
        """Whether a "§" here is none of the act: in an appendix, or of an amending act."""
        return bool(self._outside) or any(map(_is_appendix, self._titles()))


def _is_text(line: Line, below: Line | None) -> bool:
    """Whether what stands behind the "§ 5" of a heading is the provision's text, not its title."""
    text = line.text
    if below is None or below.kind in ("provision", "heading", "outside"):
        return True
    if below.kind == "subsection" and not re.match(r"Stk\. ?1\b", below.marker):
        return True
    if is_repealed(text) or len(text) > _LONGEST_TITLE:
        return True
    sentence = _SENTENCE.search(text) and not _AND_SO_ON.search(text)
    return bool(sentence) and len(text.split()) >= _WORDS_OF_TITLE


def _label(headings: Sequence[str], text: str) -> str:
    """The label that cites a text outside the provisions: "bilag 1", "kapitel 9", a title."""
    title = next(filter(_is_appendix, headings), "")
    title = title or (headings[-1] if headings else text)
    return (division_of(title) or " ".join(title.split()[:8]).strip(".:,;")).lower()


def _is_appendix(title: str) -> bool:
    return division_of(title).lower().startswith("bilag")
