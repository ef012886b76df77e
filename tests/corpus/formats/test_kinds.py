"""Acts as pages and people write them are read as the law reads: a hundred texts of each kind."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, Provision
from lexhop.corpus.formats import AmendingActError, read_documents
from tests.corpus.formats.made import Act, Made, Writer
from tests.corpus.formats.made_kinds import KINDS

EACH = 50
"""Texts of a kind in each half.

The forms of the second were held out while the rules were written: 728 of its 750 texts were read
rightly at first sight. What the others showed was mended after.
"""
_MARK = re.compile(r"Stk\. \d+\.\s*")


@pytest.mark.parametrize("half", [0, 1], ids=["seen", "held out"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_each_kind_is_read_as_a_lawyer_would(
    kind: str, half: int, tmp_path: Path
) -> None:
    wrong = [
        f"{made.text}\n-> {problem}"
        for seed in range(EACH)
        if (problem := _problem(made := KINDS[kind](Writer(seed, half)), tmp_path))
    ]

    assert not wrong, f"{len(wrong)} of {EACH}, first:\n{wrong[0]}"


def _problem(made: Made, folder: Path) -> str:
    """What is read otherwise than it must be, "" if nothing is."""
    path = folder / f"en-fil{made.suffix}"
    path.write_text(made.text, encoding="utf-8")
    try:
        documents = list(read_documents(path))
    except AmendingActError:
        return "" if made.refused else "refused"
    if made.refused:
        return "not refused"
    if not made.acts:
        return "an act" if documents[0].form == "statute" else ""
    if [each.short_title for each in documents] != [act.name for act in made.acts]:
        return f"named {[each.short_title for each in documents]}"
    for act, document in zip(made.acts, documents, strict=True):
        if problem := _law_problem(act, document):
            return problem
    return _note_problem(made, documents[0]) or _heading_problem(made, documents[0])


def _law_problem(act: Act, document: Document) -> str:
    read = [(each.section, tuple(_texts(each))) for each in document.provisions]
    right = [(each.number, tuple(map(_folded, each.texts))) for each in act.sections]
    if read != right:
        return f"law {[one for one in read if one not in right]}, {len(read)} for {len(right)}"
    repealed = [each.section for each in document.provisions if each.repealed]
    return "" if repealed == [each.number for each in act.sections if each.is_repealed] else "kept"


def _texts(provision: Provision) -> Iterator[str]:
    for each in provision.subsections:
        yield _folded(_MARK.sub("", each.text, count=1))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _note_problem(made: Made, document: Document) -> str:
    notes = [(place, text) for each in document.provisions for place, text in _notes(each)]
    notes += [("", block.text) for block in document.blocks if block.kind == "note"]
    for place, text in made.notes:
        if not any(at.startswith(place) and text in note for at, note in notes):
            return f"no note {place!r}: {text!r} in {notes}"
    return ""


def _notes(provision: Provision) -> Iterator[tuple[str, str]]:
    for note in provision.notes:
        on = f", stk. {note.subsection}" if note.subsection else ""
        yield f"§ {provision.section}{on}", note.text


def _heading_problem(made: Made, document: Document) -> str:
    read = {each.section: tuple(each.headings) for each in document.provisions if each.headings}
    return "" if not made.headings or read == made.headings else f"headings {read}"
