"""Reads an act from Markdown or plain text: provisions at "§ 33 A.", subsections at "Stk. 2."."""

from dataclasses import replace
from pathlib import Path

from lexhop.corpus.documents import Document, Provision, TextBlock
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.provisions import SUBSECTION, Labels, ProvisionDraft
from lexhop.corpus.formats.source import amending_act
from lexhop.corpus.formats.statute_lines import Line, division_of, statute_lines
from lexhop.corpus.formats.titles import act_id, is_amending, short_title_of, slug
from lexhop.corpus.text.language import guess_language


def read_statute(description: Description, body: str, path: Path) -> Document:
    """The act that `body` holds, named by its description, its first heading or its file.

    Raises AmendingActError for an act that by its title only changes others.
    """
    lines = statute_lines(body)
    first = next((line for line in lines if line.kind != "text"), None)
    named = first is not None and first.kind == "heading" and not division_of(first.text)
    title = description.title or (first.text if first and named else path.stem)
    if is_amending(title):
        raise amending_act(path, title)
    short_title = description.short_title or short_title_of(title)
    if first and named and first.text.casefold() in {title.casefold(), short_title.casefold()}:
        lines.remove(first)
    act = _StatuteReader()
    for line in lines:
        act.read(line)
    act.close(0)
    described = replace(
        description,
        id=description.id or act_id(description.number) or slug(short_title) or path.stem,
        title=title,
        short_title=short_title,
        language=description.language or guess_language(body),
    )
    return described.document("statute", provisions=act.provisions, blocks=act.blocks)


class _StatuteReader:
    """Builds provisions and other blocks from the lines of an act."""

    def __init__(self) -> None:
        self.provisions: list[Provision] = []
        self.blocks: list[TextBlock] = []
        self._headings: list[Line] = []
        self._bare = False  # nothing stands under the last heading yet
        self._draft: ProvisionDraft | None = None
        self._loose: list[str] = []
        self._labels = Labels()

    def read(self, line: Line) -> None:
        if line.kind == "heading":
            self.close(line.level)
            self._headings.append(line)
            self._bare = True
            return
        if line.kind == "provision" and not self._in_appendix():
            self._begin(line)
        elif self._draft is None:
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

    def _begin(self, line: Line) -> None:
        if line.level:  # "### § 5. Scope": the rest of the heading is a title
            self.close(line.level + 1)
            above = (*self._titles(), line.text) if line.text else self._titles()
            self._draft = ProvisionDraft(marker=line.marker, headings=above)
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

    def _end_bare_heading(self) -> None:
        """Keep a heading with nothing under it ("Kapitel 9 (Ophævet)") as a text."""
        self._bare = False
        self._add_block(self._headings[-1].text, self._titles()[:-1])

    def _add_block(self, text: str, headings: tuple[str, ...]) -> None:
        label = "indledning" if not (self.provisions or headings) else _label(headings, text)
        label = self._labels.distinct(label)
        self.blocks.append(TextBlock(text=text, headings=headings, label=label, kind="note"))

    def _titles(self) -> tuple[str, ...]:
        return tuple(line.text for line in self._headings)

    def _in_appendix(self) -> bool:
        return any(_is_appendix(title) for title in self._titles())


def _label(headings: tuple[str, ...], text: str) -> str:
    """The label that cites a text outside the provisions: "bilag 1", "kapitel 9", a title."""
    title = next(filter(_is_appendix, headings), "")
    title = title or (headings[-1] if headings else text)
    return (division_of(title) or " ".join(title.split()[:8]).strip(".:,;")).lower()


def _is_appendix(title: str) -> bool:
    return division_of(title).lower().startswith("bilag")
