"""A PDF gives its paragraphs with their pages, without what is printed around them."""

import zlib
from collections.abc import Callable, Sequence
from importlib import util
from pathlib import Path

import pytest

from lexhop.corpus.chunking import ChunkSizes, passages_of
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.formats.pdf import pages as pdf_pages
from lexhop.corpus.text.tokens import TokenCounter
from tests.corpus.formats.pdf_file import At, stream, write_objects, write_pdf

Read = Callable[..., Document]
WORDS = TokenCounter("words", lambda text: len(text.split()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kaj.pdf"


@pytest.fixture
def read(path: Path) -> Read:
    def read(*pages: Sequence[At], **more: str) -> Document:
        (document,) = read_documents(write_pdf(path, pages, **more))
        return document

    return read


def lines(*texts: str, down: float = 100, left: float = 50, size: float = 10) -> list[At]:
    """Lines of a paragraph under each other."""
    return [At(down + 12 * n, text, left, size) for n, text in enumerate(texts)]


def texts(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(tuple(one.headings), one.text) for one in document.blocks]


LONG = "En kaj skal have fortøjninger af passende styrke, og ejeren skal se til"


def problem_with(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        list(read_documents(path))
    message = str(refused.value)
    assert message.startswith("kaj.pdf: ")
    assert "\n" not in message
    return message


def test_lines_become_paragraphs_under_headings(read: Read) -> None:
    document = read(
        [
            At(60, "Vejledning om kajer", size=20),
            At(90, "Brug", size=14),
            *lines(LONG, "dem hver dag.", down=120),
            *lines(f"{LONG} igen", f"{LONG} atter", "og atter.", down=160),
            At(220, "Kort.", left=50),
            At(232, "Næste afsnit begynder her, uden afstand, efter en kort linje."),
        ]
    )
    assert document.title == "Vejledning om kajer"
    assert texts(document) == [
        (
            ("Brug",),
            f"{LONG} dem hver dag.\n\n{LONG} igen {LONG} atter og atter.\n\nKort.\n\n"
            "Næste afsnit begynder her, uden afstand, efter en kort linje.",
        )
    ]


def test_an_act_is_an_act(read: Read) -> None:
    act = read(
        [
            At(60, "Lov om kajer (kajloven)", size=16),
            *lines(f"§ 1. {LONG}", "dem, jf. § 2."),
            *lines("Stk. 2. Det gælder:", "1) sten og", "2) træ.", down=124),
            *lines("§ 2. Kajer er lange.", down=180),
        ],
        lines("§ 3. Kajer er høje."),
    )
    assert act.short_title == "kajloven"
    first = act.provisions[0].subsections
    assert [one.text for one in first] == [
        f"{LONG} dem, jf. § 2.",
        "Stk. 2. Det gælder:\n1) sten og\n2) træ.",
    ]
    assert [one.section for one in act.provisions] == ["1", "2", "3"]


def test_a_broken_word_is_whole_again_and_a_hyphen_of_the_text_stays(read: Read) -> None:
    document = read(
        lines("Havnen har en ind-", "og udgang til havnebas-", "sinet, som EU-", "retten ser.")
    )
    expected = "Havnen har en ind- og udgang til havnebassinet, som EU-retten ser."
    assert texts(document) == [((), expected)]


def test_heads_feet_and_page_numbers_are_no_text(read: Read) -> None:
    pages = [
        [
            At(30, "Kajvejledningen 2031"),
            At(60, f"Kapitel {number}", size=14),
            *lines(f"Om kaj {number}: {LONG}", f"dem {number * number} gange hver eneste dag."),
            At(800, f"Side {number} af 5"),
            At(812, str(number)),
        ]
        for number in range(1, 6)
    ]
    document = read(*pages)
    assert texts(document) == [
        (
            (f"Kapitel {number}",) if number > 1 else (),
            f"Om kaj {number}: {LONG} dem {number * number} gange hver eneste dag.",
        )
        for number in range(1, 6)
    ]


def test_what_only_looks_alike_at_the_edges_is_kept(read: Read) -> None:
    years = (2019, 2024, 2020, 2031)
    document = read(*(lines(f"Afgiften i {year} er 5 kr.") for year in years))
    assert all(str(year) in str(document) for year in years)


def test_a_sentence_over_a_page_end_is_whole_and_cited_by_both_pages(read: Read) -> None:
    document = read(
        lines(f"{LONG} et.", f"{LONG} to", "hver eneste-"),
        lines("ste dag, også om natten, hvor ingen ser efter dem, og ved højvande.", "Slut."),
    )
    [block] = document.blocks
    assert f"{LONG} to hver enesteste dag, også om natten" in block.text
    assert [page for _, page in block.pages] == [1, 2]
    pieces = list(passages_of(document, ChunkSizes(general=15, overlap=0.0), WORDS))
    assert [one.citation for one in pieces] == ["kaj, 1, s. 1", "kaj, 2, s. 1-2", "kaj, 3, s. 2"]
    assert pieces[2].text == "Slut."


def test_pages_are_cited_by_the_numbers_that_are_printed(read: Read) -> None:
    document = read(lines("En kaj."), lines("To kajer."), labels="0<</S/D/St 12>>")
    assert [one.pages for one in document.blocks] == [((0, 12), (9, 13))]
    roman = read(lines("En kaj."), lines("To kajer."), labels="0<</S/r>>")
    assert [page for _, page in roman.blocks[0].pages] == [1, 2]


def test_columns_are_read_one_after_the_other(read: Read) -> None:
    left = lines("Venstre spalte er lang nok", "til to linjer og ender her.")
    right = lines("Højre spalte er lang nok", "til to linjer og ender der.", left=320)
    assert texts(read([*left, *right])) == [
        (
            (),
            "Venstre spalte er lang nok til to linjer og ender her.\n\n"
            "Højre spalte er lang nok til to linjer og ender der.",
        )
    ]


def test_a_picture_is_told(path: Path) -> None:
    write_pdf(path, [[], []])
    assert problem_with(path) == (
        "kaj.pdf: this PDF is a picture, without text; recognise its text (OCR) and load the result"
    )


def test_a_few_bytes_that_stand_for_gigabytes_end_their_reader_alone(path: Path) -> None:
    packer = zlib.compressobj(9)
    spaces = b" " * 1_000_000
    packed = b"".join(packer.compress(spaces) for _ in range(1500)) + packer.flush()
    write_objects(
        path,
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
            stream(zlib.compress(packed), b"/Filter[/FlateDecode/FlateDecode]"),
        ],
    )
    assert path.stat().st_size < 5000
    assert "takes more memory than a document may" in problem_with(path)


def test_a_broken_a_large_and_a_locked_file_are_named(path: Path) -> None:
    path.write_bytes(b"%PDF-1.5\nnothing")
    assert problem_with(path) == "kaj.pdf: a broken PDF; get the file again"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    assert "larger than the 128 MB" in problem_with(path)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    write_objects(path, [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], lock)
    assert "locked by a password" in problem_with(path)


def test_too_many_pages_are_refused(path: Path) -> None:
    write_objects(
        path,
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 10001/Kids[" + b"3 0 R " * 10_001 + b"]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ],
    )
    assert "more than 10,000 pages" in problem_with(path)


def test_without_the_extra_its_name_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = util.find_spec
    monkeypatch.setattr(
        pdf_pages, "find_spec", lambda name: None if name == "pypdfium2" else known(name)
    )
    write_pdf(path, [lines("En kaj.")])
    assert problem_with(path).endswith(
        "PDF is read with the extra lexhop[documents]; pip install it"
    )
