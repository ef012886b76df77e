"""What a format reader makes of a file: documents of provisions, notes and text blocks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from lexhop.state.records import Kind

Form = Literal["statute", "prose", "amendment"]


class UnreadableDocument(Exception):
    """The file can't be ingested. The message says which file, where in it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsection:
    """A "stk." of a provision. `number` is "1", "2", ... also where the first is unmarked.

    `text` is what the law prints, marker included ("Stk. 2. ..."), numbered items inline or a
    line each, a table a line a row with cells between " | ".
    """

    number: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote or an editor's note; `mark` is "1)" or "", `text` is without it.

    `subsection` is the number of the one that it is on, "" for a note on the whole provision.
    """

    mark: str
    text: str
    subsection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One "§". `section` is "33 A"; a range such as "§§ 22-27" has `last` "27", else "".

    `headings` are the titles above it, outermost first. `text` of the first subsection does
    not repeat the "§ 33 A." that `marker` holds. In an unofficial version, `changed_by` are the
    instructions that were applied to it, and `pending` those that were not.
    """

    section: str
    marker: str
    subsections: Sequence[Subsection]
    last: str = ""
    headings: Sequence[str] = ()
    repealed: bool = False
    notes: Sequence[Note] = ()
    changed_by: Sequence[str] = ()
    pending: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """A numbered instruction of an amending act ("nr. 2"), as printed.

    `text` says what to do, `lines` are the new text that follows it, `provisions` the new
    provisions in that, and `moved` is what it says of numbers ("Stk. 3-6 bliver herefter ...").
    """

    number: str
    text: str
    lines: Sequence[str] = ()
    provisions: Sequence[Provision] = ()
    moved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedAct:
    """What "§ 1" of an amending act does to one act, cited by `name`, and by `number` if it is."""

    section: str
    lead: str
    name: str
    number: str = ""
    instructions: Sequence[Instruction] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A run of text that is no provision of the act: prose, or an act's notes and appendices.

    `label` tells blocks of one document apart in citations ("note 3", "bilag 1"); prose has none.
    `pages` has (offset in the text, number) of each page of print that begins in it, in order.
    """

    text: str
    headings: Sequence[str] = ()
    label: str = ""
    kind: Kind = "prose"
    pages: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One act or one text. `id` is unique in a collection and stable over ingests.

    An act's `short_title` is the name that it is cited by ("ligningsloven"); `number` is
    "LBK nr. 434 af 2024-04-25"; prose has neither. Dates are ISO days or "". `official`
    says that it is of the publisher's own format. An amending act has `amends`, no provisions, and
    its own rules as blocks; it was `announced` on a day. An unofficial version is of `base`, the id
    of the consolidated act that it was made from.
    """

    id: str
    title: str
    form: Form
    short_title: str = ""
    number: str = ""
    language: str = "da"
    url: str = ""
    valid_from: str = ""
    valid_to: str = ""
    historic: bool = False
    official: bool = False
    abbreviations: Sequence[str] = ()
    provisions: Sequence[Provision] = ()
    blocks: Sequence[TextBlock] = field(default_factory=tuple)
    amends: Sequence[AmendedAct] = ()
    announced: str = ""
    base: str = ""
