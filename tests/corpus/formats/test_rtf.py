"""RTF gives its text and tables, its notes apart, and nothing that it hides."""

from collections.abc import Callable
from importlib import util
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents, rtf

Read = Callable[[str], Document]
HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title x}}{\header Hoved}\f0 "


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kaj.rtf"


@pytest.fixture
def read(path: Path) -> Read:
    def read(body: str) -> Document:
        path.write_bytes((HEAD + body + "}").encode("cp1252"))
        (document,) = read_documents(path)
        return document

    return read


def texts(document: Document) -> list[tuple[str, str]]:
    return [(one.text, one.label) for one in document.blocks]


def test_an_act_is_an_act(read: Read) -> None:
    act = read(
        r"Lov om kajer (kajloven)\par \'a7 1. En kaj er h\'f8j, jf. {\b \'a7\~2}.\par "
        r"Stk. 2. Den er \u8220?lang\u8221?.\par \'a7 2. Den er \{gr\'f8n\}.\par"
    )
    assert act.short_title == "kajloven"
    assert [one.text for one in act.provisions[0].subsections] == [
        "En kaj er høj, jf. § 2.",
        "Stk. 2. Den er “lang”.",
    ]
    assert act.provisions[1].subsections[0].text == "Den er {grøn}."


def test_tables_are_rows_and_notes_are_apart(read: Read) -> None:
    document = read(
        r"F\'f8r.{\super\chftn}{\footnote \pard En {\b gammel} note.}\par "
        r"\trowd\intbl Art\cell Kr.\cell\row\trowd\intbl B\'e5d\cell 3\cell\row\pard "
        r"Efter.{\footnote Ny.}\par"
    )
    assert texts(document) == [
        ("Før.\n\n| Art | Kr. |\n| Båd | 3 |\n\nEfter.", ""),
        ("En gammel note.", "note 1"),
        ("Ny.", "note 2"),
    ]


@pytest.mark.parametrize(
    "unseen",
    [
        r"\v OND \v0 ",
        r"{\v OND {\b OND \{ OND}}",
        r"\v OND\plain ",
        r"{\*\ukendt OND}",
        r"{\field{\*\fldinst OND}}",
        r"{\pict 0d0a}",
    ],
)
def test_what_no_reader_sees_is_no_text(read: Read, unseen: str) -> None:
    assert texts(read(rf"En god {unseen}kaj, \vertalt ja.\par")) == [("En god kaj, ja.", "")]


@pytest.mark.parametrize("body", ["{" * 200_000, r"{\b " * 100_000, "\\" * 200_001, "}" * 100_000])
def test_groups_without_end_are_survived(path: Path, body: str) -> None:
    path.write_text(rf"{HEAD}En kaj.\par {body}", encoding="cp1252")
    [document] = read_documents(path)
    assert texts(document)[0][0].startswith("En kaj.")


def test_what_is_no_rtf_and_a_missing_extra_are_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("Just text.")
    with pytest.raises(UnreadableDocument, match=r"^kaj.rtf: not RTF"):
        list(read_documents(path))
    known = util.find_spec
    monkeypatch.setattr(rtf, "find_spec", lambda name: None if name == "striprtf" else known(name))
    with pytest.raises(UnreadableDocument, match=r"extra lexhop\[documents\]"):
        list(read_documents(path))
