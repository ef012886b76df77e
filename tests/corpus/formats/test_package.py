"""A file that is a zip inside can't take more memory or time than is allowed."""

import struct
import zipfile
from pathlib import Path

import pytest

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.formats.limits import LIMITS
from tests.corpus.formats.office import paragraph, word, write_docx, write_zip


def problem_with(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        list(read_documents(path))
    message = str(refused.value)
    assert message.startswith(f"{path.name}: ")
    assert "\n" not in message
    return message


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.docx"


def test_text_that_grows_too_much_is_not_unpacked(path: Path) -> None:
    write_docx(path, paragraph("bådbåd" * 1_000_000))
    assert path.stat().st_size < 50_000
    assert "word/document.xml in it grows too much" in problem_with(path)


def test_a_long_part_is_refused_by_its_length(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_docx(path, paragraph("".join(f"{n} " for n in range(6_000_000))))
    assert "word/document.xml in it is larger than the 32 MB" in problem_with(path)


def test_a_large_file_is_refused_by_its_size(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300_000_000)
    assert "larger than the 128 MB" in problem_with(path)


def test_entities_are_refused(path: Path) -> None:
    bomb = f'<!DOCTYPE d [<!ENTITY a "x">]>{word("document", "<w:body>&a;</w:body>")}'
    bomb = bomb.replace('<?xml version="1.0"?>', "")
    relations = zipfile.ZipFile(write_docx(path, "")).read("_rels/.rels")
    write_zip(path, {"_rels/.rels": relations, "word/document.xml": bomb})
    assert "declares entities in word/document.xml" in problem_with(path)


def test_nesting_without_end_is_refused(path: Path) -> None:
    write_docx(path, "<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    assert "broken XML in word/document.xml (Excessive depth" in problem_with(path)


def test_nesting_as_deep_as_xml_may_be_is_read(path: Path) -> None:
    deep = 250
    write_docx(path, "<w:sdt>" * deep + paragraph("Dyb.") + "</w:sdt>" * deep)
    [document] = read_documents(path)
    assert document.blocks[0].text == "Dyb."


def test_what_is_no_zip_is_named(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and then nothing")
    assert "not what .docx says" in problem_with(path)
    write_zip(path, {"other.xml": "<a/>"})
    assert "_rels/.rels in it can't be read" in problem_with(path)


def test_a_spoilt_part_is_named(path: Path) -> None:
    data = bytearray(write_docx(path, paragraph("En kaj. " * 50)).read_bytes())
    at = data.index(b"word/document.xml") + len("word/document.xml") + 20
    data[at] ^= 0xFF
    path.write_bytes(data)
    assert "word/document.xml in it can't be read; get the file again" in problem_with(path)


def test_a_locked_or_oddly_packed_part_is_named(path: Path) -> None:
    data = write_docx(path, paragraph("En kaj.")).read_bytes()
    path.write_bytes(
        data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    )
    assert "locked by a password" in problem_with(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("_rels/.rels", "<a/>")
    assert "packed in an unusual way" in problem_with(path)


def test_a_table_of_contents_without_end_is_not_read(path: Path) -> None:
    name = b"n" * 60_000
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, *[0] * 4, 0, 0, 0,
                        len(name), 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    count = LIMITS.contents // len(entry) + 2
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, count * len(entry), 0, 0)
    path.write_bytes(entry * count + end)
    assert "its table of contents is too long" in problem_with(path)


def test_a_member_that_is_longer_than_it_says_is_cut_off_by_the_zip_itself(path: Path) -> None:
    """The declared length binds what is unpacked, and a checksum tells that it lied."""
    data = write_docx(path, paragraph("En kaj. " * 5000)).read_bytes()
    whole = zipfile.ZipFile(path).getinfo("word/document.xml").file_size
    path.write_bytes(data.replace(struct.pack("<L", whole), struct.pack("<L", 100)))
    assert "word/document.xml in it can't be read" in problem_with(path)
