"""JSON Lines give a document a line, and every broken line is told by its number."""

import json
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, TextBlock, UnreadableDocument
from lexhop.corpus.formats import AmendingActError, read_documents

Read = Callable[..., list[Document]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(*lines: object) -> list[Document]:
        path = tmp_path / "parks.jsonl"
        texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return list(read_documents(path))

    return read


def test_each_line_is_a_document(read: Read) -> None:
    first, second = read(
        {"id": "p1", "title": "North Park", "text": "The park is north of the town.\n\nIt is big."},
        "",
        {"id": 2, "text": "Parken er\u00a0lille.", "url": "https://example.org/2", "extra": [1]},
    )

    assert (first.id, first.title, first.form, first.language) == (
        "p1",
        "North Park",
        "prose",
        "en",
    )
    assert first.blocks == (TextBlock(text="The park is north of the town.\n\nIt is big."),)
    assert (second.id, second.title, second.language) == ("2", "2", "da")
    assert (second.url, second.blocks[0].text) == ("https://example.org/2", "Parken er lille.")


def test_a_language_that_is_given_is_not_guessed(read: Read) -> None:
    (document,) = read({"id": "a", "text": "Bænken er grøn.", "language": "en", "title": None})

    assert (document.language, document.title) == ("en", "a")


def test_an_empty_text_is_a_document_without_blocks(read: Read) -> None:
    (document,) = read({"id": "a", "title": "A", "text": " "})

    assert document.blocks == ()


def test_an_act_with_a_short_title_is_read_as_an_act(read: Read) -> None:
    act = {
        "id": "parkloven",
        "title": "Lov om parker",
        "short_title": "parkloven",
        "number": "LOV nr. 4 af 2031-01-02",
        "date": "2031-01-02",
        "text": "§ 1. Parker er åbne.\n\nStk. 2. Hele året.",
    }
    document, prose = read(act, {**act, "id": "b", "short_title": ""})

    assert (document.form, document.id, document.short_title) == (
        "statute",
        "parkloven",
        "parkloven",
    )
    assert document.valid_from == "2031-01-02"
    assert [each.text for each in document.provisions[0].subsections] == [
        "Parker er åbne.",
        "Stk. 2. Hele året.",
    ]
    assert (prose.form, prose.provisions) == ("prose", ())


def test_an_amending_act_is_refused_by_its_line(read: Read) -> None:
    act = {"id": "a", "title": "Lov om ændring af parkloven", "short_title": "a", "text": "§ 1. I"}

    with pytest.raises(AmendingActError, match=r"^parks.jsonl, line 1: refused, since it is an"):
        read(act)


GOOD = {"id": "a", "text": "b"}


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["", "  "], "parks.jsonl: the file is empty; "),
        ([GOOD, "{no"], "parks.jsonl, line 2: not JSON (Expecting property name"),
        ([GOOD, "", "[1]"], "parks.jsonl, line 3: not an object; "),
        (["1" * 5000], "parks.jsonl, line 1: not readable as JSON; "),
        (["[" * 100_000], "parks.jsonl, line 1: not readable as JSON; "),
        (['{"id": "a", "text": "\\ud800"}'], "parks.jsonl, line 1: not readable as JSON; "),
        ([{"text": "b"}], 'parks.jsonl, line 1: "id" is missing; '),
        ([{"id": " ", "text": "b"}], 'parks.jsonl, line 1: "id" is blank; '),
        ([{"id": ["a"], "text": "b"}], 'parks.jsonl, line 1: "id" is not a text; '),
        ([{"id": "a"}], 'parks.jsonl, line 1: "text" is missing; '),
        ([{"id": "a", "text": 7}], 'parks.jsonl, line 1: "text" is not a text; '),
        ([{**GOOD, "date": "i går"}], "parks.jsonl, line 1: \"date\" is 'i går'; "),
        ([GOOD, {**GOOD, "id": "c"}, GOOD],
         'parks.jsonl, line 3: the id "a" is also that of line 1; '),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_by_its_number(
    read: Read, lines: list[object], complaint: str
) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read(*lines)

    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)


def test_bytes_that_are_not_utf_8_are_told_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "parks.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a", "text": "b"}\r\n{"id": "\xe5"}\n')

    documents = read_documents(path)

    assert next(documents).id == "a"
    with pytest.raises(UnreadableDocument, match=r"^parks.jsonl, line 2: .* \(byte 0xE5\)"):
        next(documents)


def test_documents_come_before_the_rest_of_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "parks.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\nbroken", encoding="utf-8")

    assert [each.id for each in islice(read_documents(path), 1)] == ["a"]


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["hotpotqa", "2wiki", "musique"])
def test_the_real_passages_are_all_read(shared: Path, name: str) -> None:
    path = shared / "bench" / name / "corpus.jsonl"
    with path.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]

    documents = list(read_documents(path))

    assert [each.id for each in documents] == [str(each["id"]) for each in lines]
    assert all(each.blocks for each in documents)
