"""Reads an act as a JSON file: the seed files that legal MCP servers are built from."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from lexhop.corpus.documents import Document, Provision, TextBlock
from lexhop.corpus.formats.description import Description, describe
from lexhop.corpus.formats.provisions import MARKER, SUBSECTION, Labels, ProvisionDraft, sections
from lexhop.corpus.formats.running_notes import without_footnote
from lexhop.corpus.formats.source import (
    NothingToRead,
    amending_act,
    decode,
    one_line,
    read_bytes,
    unreadable,
)
from lexhop.corpus.formats.titles import act_id, is_amending, short_title_of, slug

_SHAPE = (
    'write an act as {"id": "2024:7", "title": "...", '
    '"provisions": [{"section": "1", "content": "§ 1. ..."}]}'
)
_ISSUE = re.compile(r"(?P<year>\d{4}):(?P<number>\d+)")
_LOOSE_MARK = re.compile(r"[§\s]*\d{1,4}\s?(?:[a-zæøå](?![a-zæøå]))?\s?\.?\s*")
"""A section's beginning without its point, used only where the file gives the section itself."""
_COMMENCEMENT = "Ikrafttrædelse"

Values = Mapping[str, object]


def read_seed_json(path: Path, *, text: bool = True) -> Document:
    """The act in the file: `provisions` with "section", "content" and, in most, "chapter".

    Provisions after the last chapter, or with a section seen before, are commencement rules of
    amending acts and become notes. Without `text` only the metadata is read, which is much faster.
    Raises AmendingActError for an amending act, and UnreadableDocument for one without text.
    """
    values = _values(path)
    description = _description(values, path)
    if "Æ" in _kind(values) or is_amending(description.title):
        raise amending_act(path, description.number or description.title)
    provisions = _provisions(values, path)
    if not provisions:
        problem = "no provisions in it; get the act's text from its source"
        raise NothingToRead(str(unreadable(path, problem)))
    act = _SeedAct()
    for provision in provisions if text else ():
        act.read(provision)
    return description.document("statute", provisions=act.provisions, blocks=act.blocks)


def _values(path: Path) -> Values:
    data = read_bytes(path)
    try:
        values = json.loads(data)
        if b"\\u" in data:
            json.dumps(values, ensure_ascii=False).encode()  # a lone surrogate can't be stored
    except json.JSONDecodeError as error:
        raise unreadable(path, f"not JSON ({error.msg}); {_SHAPE}", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        decode(data, path)
        raise unreadable(path, f"not readable as JSON; {_SHAPE}") from error
    if not isinstance(values, dict) or not isinstance(values.get("provisions"), list):
        raise unreadable(path, f"JSON, but no act; {_SHAPE}")
    if not isinstance(values.get("title"), str) or not values["title"].strip():
        raise unreadable(path, f'"title" is missing; {_SHAPE}')
    return values


def _description(values: Values, path: Path) -> Description:
    """The metadata; the act's number comes from its id ("2024:7") and its kind ("LBK H#...")."""
    known = {key: values.get(key) for key in ("id", "title", "language", "url")}
    described = describe(
        {**known, "status": _status(values), "date": values.get("issued_date")}, path.name
    )
    kind = _kind(values)
    issue = _ISSUE.fullmatch(described.id)
    number = ""
    if kind and issue:
        number = f"{kind[0]} nr. {issue['number']} af {described.valid_from or issue['year']}"
    short_title = short_title_of(described.title)
    return replace(
        described,
        id=act_id(number) or slug(described.id) or path.stem,
        short_title=short_title,
        number=number,
        language=described.language or "da",
        url=described.url.removesuffix("/xml"),
    )


def _kind(values: Values) -> list[str]:
    """The words of the kind: "LBK H#LOKDOK03" as ["LBK", "H"]."""
    return str(values.get("short_name") or "").split("#")[0].split()


def _status(values: Values) -> str:
    return "historic" if values.get("status") in {"repealed", "historic"} else ""


def _provisions(values: Values, path: Path) -> Sequence[Values]:
    provisions = values["provisions"]
    assert isinstance(provisions, list)  # noqa: S101
    for number, provision in enumerate(provisions, start=1):
        text = provision.get("content") if isinstance(provision, dict) else None
        if not isinstance(text, str) or not provision.get("section"):
            problem = f'provision {number} is without "section" or "content"; {_SHAPE}'
            raise unreadable(path, problem)
    return provisions


@dataclass(slots=True)
class _SeedAct:
    """Collects an act's provisions, and as notes those that belong to amending acts."""

    provisions: list[Provision] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _chapters: bool = False
    _labels: Labels = field(default_factory=Labels)

    def read(self, values: Values) -> None:
        chapter = one_line(str(values.get("chapter") or ""))
        marker, text = _opened(one_line(str(values["content"])), str(values["section"]))
        first, _ = sections(marker)
        key = first.casefold()
        if key in self._seen or (self._chapters and not chapter):
            self._add_commencement(marker, text)
            return
        self._seen.add(key)
        self._chapters = self._chapters or bool(chapter)
        draft = ProvisionDraft(marker=marker, headings=(f"Kapitel {chapter}",) if chapter else ())
        for number, part in _subsections(text):
            draft.begin(number)
            printed = len(number) + 1 if number else 0
            law, note = without_footnote(part[printed:])
            draft.add([f"{part[:printed]}{law}"])
            if note:
                draft.notes.append(replace(note, subsection=draft.reached))
        self.provisions.append(draft.finish())

    def _add_commencement(self, marker: str, text: str) -> None:
        label = self._labels.distinct(f"{_COMMENCEMENT.lower()}, {marker.strip('.')}")
        self.blocks.append(
            TextBlock(text=f"{marker} {text}", headings=(_COMMENCEMENT,), label=label, kind="note")
        )


def _opened(content: str, section: str) -> tuple[str, str]:
    """The marker that a provision begins with, else one made of its section, and the rest."""
    if found := MARKER.match(content):
        return found["marker"], content[found.end() :]
    first, last = sections(f"§ {section.strip('§ ')}")
    marker = f"§§ {first}-{last}." if last else f"§ {first}."
    loose = _LOOSE_MARK.match(content)
    return marker, content[loose.end() if loose else 0 :]


def _subsections(text: str) -> list[tuple[str, str]]:
    """(marker, text) of each subsection; the first often has no marker. Numbers must rise."""
    starts, last = [0], 0
    for found in SUBSECTION.finditer(text):
        first, *_, end = re.findall(r"\d+", found["marker"]) * 2
        if int(first) > max(last, int(found.start() > 0)) and _begins(text, found.start()):
            starts.append(found.start())
            last = int(end)
    cuts = sorted({*starts, len(text)})
    parts = (text[start:end].strip() for start, end in pairwise(cuts))
    return [
        (marked["marker"] if (marked := SUBSECTION.match(part)) else "", part) for part in parts
    ]


def _begins(text: str, at: int) -> bool:
    return text.startswith("Stk.", at) and (at == 0 or text[at - 1] == " ")
