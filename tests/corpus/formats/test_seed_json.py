"""An act as a JSON file is read provision by provision, and commencement rules aren't its law."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lexhop.corpus.documents import Document, Subsection, UnreadableDocument
from lexhop.corpus.formats import AmendingActError, read_documents, read_heads

Read = Callable[..., Document]

ACT = {
    "id": "2021:7",
    "title": "Bekendtgørelse af lov om damme (damloven)",
    "short_name": "LBK H#LOKDOK03",
    "status": "in_force",
    "issued_date": "2021-02-03",
    "url": "https://example.org/eli/lta/2021/7/xml",
    "definitions": [],
}


def section(number: str, content: str, chapter: str | None = "1") -> dict[str, Any]:
    return {"section": number, "content": content} | ({"chapter": chapter} if chapter else {})


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(*provisions: object, **changes: object) -> Document:
        path = tmp_path / "2021_7.json"
        path.write_text(json.dumps({**ACT, "provisions": provisions, **changes}), encoding="utf-8")
        [document] = read_documents(path)
        return document

    return read


def test_an_act_is_named_by_its_title_and_number(read: Read) -> None:
    document = read(section("1", "§ 1. En dam har et låg."))

    assert (document.id, document.form, document.language) == ("lbk-7-2021", "statute", "da")
    assert (document.short_title, document.number) == ("damloven", "LBK nr. 7 af 2021-02-03")
    assert (document.valid_from, document.historic) == ("2021-02-03", False)
    assert document.url == "https://example.org/eli/lta/2021/7"


def test_an_act_without_a_kind_keeps_the_id_of_the_file(read: Read) -> None:
    document = read(section("1", "§ 1. En dam har et låg."), short_name=None, status="repealed")

    assert (document.id, document.number, document.historic) == ("2021-7", "", True)


def test_subsections_are_found_in_running_text(read: Read) -> None:
    content = "§ 3 a. Låget er af træ, jf. stk. 2. Stk. 2. Træet er eg. Stk. 3-4. (Ophævet)."
    [provision] = read(section("3a", content, "2")).provisions

    assert (provision.section, provision.marker, provision.last) == ("3 a", "§ 3 a.", "")
    assert provision.headings == ("Kapitel 2",)
    assert not provision.repealed
    assert provision.subsections == (
        Subsection(number="1", text="Låget er af træ, jf. stk. 2."),
        Subsection(number="2", text="Stk. 2. Træet er eg."),
        Subsection(number="3-4", text="Stk. 3-4. (Ophævet)."),
    )


@pytest.mark.parametrize(
    ("content", "texts", "notes"),
    [
        (
            "§ 1. 3) Ændret ved lov nr. 5 af 3. maj 2010. Se også lov nr. 6. Et låg. Stk. 2. Hank.",
            ["Et låg.", "Stk. 2. Hank."],
            [("3)", "Ændret ved lov nr. 5 af 3. maj 2010. Se også lov nr. 6.", "1")],
        ),
        (
            "§ 1. Et låg. Stk. 2. (4) Bestemmelsen er ny. En hank.",
            ["Et låg.", "Stk. 2. En hank."],
            [("4)", "Bestemmelsen er ny.", "2")],
        ),
        ("§ 1. 1) Et låg. 2) En hank.", ["1) Et låg. 2) En hank."], []),
        ("§ 1. 1) Et låg er af træ.", ["1) Et låg er af træ."], []),
    ],
)
def test_a_footnote_that_opens_a_text_is_a_note(
    read: Read, content: str, texts: list[str], notes: list[tuple[str, str, str]]
) -> None:
    [provision] = read(section("1", content)).provisions

    assert [one.text for one in provision.subsections] == texts
    assert [(one.mark, one.text, one.subsection) for one in provision.notes] == notes


def test_a_marked_first_subsection_is_the_first(read: Read) -> None:
    [provision] = read(section("1", "§ 1. Stk. 1. Et låg. Stk. 2. En hank.")).provisions

    assert [one.number for one in provision.subsections] == ["1", "2"]


@pytest.mark.parametrize(
    ("number", "content", "section_to", "text"),
    [
        ("4-6", "§§ 4-6. (Ophævet)", ("4", "6"), "(Ophævet)"),
        ("5b-c", "(Ophævet)", ("5 b", "5 c"), "(Ophævet)"),
        ("9", "9 (Ophævet)", ("9", ""), "(Ophævet)"),
        ("9", "§ 9 (udeladt)", ("9", ""), "(udeladt)"),
    ],
)
def test_repealed_provisions_are_marked(
    read: Read, number: str, content: str, section_to: tuple[str, str], text: str
) -> None:
    [provision] = read(section(number, content)).provisions

    assert provision.repealed
    assert (provision.section, provision.last) == section_to
    assert [one.text for one in provision.subsections] == [text]


def test_a_missing_point_is_no_part_of_the_text(read: Read) -> None:
    [provision] = read(section("2", "§ 2 Uanset § 1 kan en dam være åben.")).provisions

    assert (provision.marker, provision.subsections[0].text) == (
        "§ 2.",
        "Uanset § 1 kan en dam være åben.",
    )


def test_what_follows_the_chapters_or_repeats_a_section_is_a_note(read: Read) -> None:
    document = read(
        section("1", "§ 1. En dam har et låg."),
        section("2", "§ 2. Loven træder i kraft straks.", "9"),
        section("1", "§ 1. Gamle damme er undtaget.", "9"),
        section("7", "§ 7. Loven træder i kraft i maj.", None),
    )

    assert [one.section for one in document.provisions] == ["1", "2"]
    assert [(one.label, one.kind, one.text) for one in document.blocks] == [
        ("ikrafttrædelse, § 1", "note", "§ 1. Gamle damme er undtaget."),
        ("ikrafttrædelse, § 7", "note", "§ 7. Loven træder i kraft i maj."),
    ]


@pytest.mark.parametrize(
    "changes", [{"title": "Lov om ændring af damloven"}, {"short_name": "LOV Æ#LOKDOK02"}]
)
def test_an_amending_act_is_refused(read: Read, changes: dict[str, str]) -> None:
    with pytest.raises(AmendingActError, match="refused, since it is an amending act"):
        read(section("1", "§ 1. I damloven ophæves § 2."), **changes)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"provisions": []}, "no provisions in it; get the act's text"),
        ({"provisions": None}, "JSON, but no act; write an act as"),
        ({"provisions": [{"section": "1"}]}, 'provision 1 is without "section" or "content"'),
        ({"provisions": ["§ 1."]}, 'provision 1 is without "section" or "content"'),
        ({"title": " "}, '"title" is missing'),
        ({"issued_date": "3/2/2021"}, "write a day as 2024-04-25"),
    ],
)
def test_other_shapes_are_told_on_one_line(
    read: Read, changes: dict[str, object], problem: str
) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(section("1", "§ 1. En dam."), **changes)

    message = str(raised.value)
    assert message.startswith("2021_7.json: ")
    assert problem in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"[1, 2]", "JSON, but no act"),
        (b'{"id": 1,\n "title" 2}', "line 2: not JSON"),
        (b'{"title": "\xff"}', "another encoding than Unicode"),
        (b'{"title": "\\ud800", "provisions": []}', "not readable as JSON"),
        (b" ", "the file is empty"),
    ],
)
def test_broken_files_are_told_on_one_line(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(data)

    with pytest.raises(UnreadableDocument, match=problem):
        list(read_documents(path))


def test_heads_are_documents_without_text(tmp_path: Path) -> None:
    path = tmp_path / "2021_7.json"
    provisions = [section("1", "§ 1. En dam har et låg.")]
    path.write_text(json.dumps({**ACT, "provisions": provisions}), encoding="utf-8")
    [head] = read_heads(path)

    assert (head.id, head.short_title, head.provisions) == ("lbk-7-2021", "damloven", ())
