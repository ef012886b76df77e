"""An archive is read as a folder is, and can't reach out of itself or grow without end."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import SUFFIXES, read_documents, read_heads
from lexhop.corpus.formats.archive import unread_in
from tests.corpus.formats.office import paragraph, write_docx, write_zip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sager.zip"


def read(path: Path) -> tuple[list[str], list[str]]:
    """The ids of the documents, and what was told of those that are left out."""
    told: list[str] = []
    ids = [one.id for one in read_documents(path, lambda problem: told.append(str(problem)))]
    assert ids == [one.id for one in read_heads(path, lambda _: None)]
    assert not any("\n" in line for line in told)
    return ids, told


def test_members_are_read_as_files_are(path: Path, tmp_path: Path) -> None:
    docx = write_docx(tmp_path / "x.docx", paragraph("En kaj.")).read_bytes()
    members = {
        "lov.md": "# Lov om kajer (kajloven)\n\n§ 1. En kaj.",
        "sub/README.md": "Læs mig.",
        "sub/Vejledning.DOCX": docx,
        "sub/kort.png": b"\x89PNG",
        "noter.jsonl": '{"id": "a", "text": "A."}\n{"id": "b", "text": "B."}',
        ".skjult.md": "x",
        "__MACOSX/lov.md": "x",
        "tom/": "",
    }
    ids, told = read(write_zip(path, members))
    assert ids == ["kajloven", "sub/README", "Vejledning", "a", "b"]
    assert told == []
    assert unread_in(path, SUFFIXES) == Counter({".png": 1})


@pytest.mark.parametrize(
    "name", ["../ude.md", "/rod/ude.md", "a/../../ude.md", "..\\ude.md", "C:\\ude.md"]
)
def test_a_name_that_leads_out_is_refused(path: Path, name: str) -> None:
    write_zip(path, {name: "Ude.", "god.md": "Inde."})
    ids, told = read(path)
    assert ids == ["god"]
    assert len(told) == 1
    assert told[0].startswith("sager.zip: ")
    assert "leads out of it" in told[0]
    assert not (path.parent / "ude.md").exists()
    assert not (path.parent.parent / "ude.md").exists()


def test_a_link_is_refused(path: Path) -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, "/etc/passwd")
    assert read(path) == ([], ["sager.zip: link.md in it is a link; pack the file itself"])


def nested(depth: int) -> bytes:
    data = b"Inderst."
    name = "kerne.md"
    for number in range(depth):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as outer:
            outer.writestr(name, data)
            outer.writestr(f"ved{number}.md", "Ved siden af.")
        name, data = f"lag{number}.zip", packed.getvalue()
    return data


def test_archives_within_archives_end_somewhere(path: Path) -> None:
    path.write_bytes(nested(3))
    assert read(path)[0] == ["kerne", "ved0", "ved1", "ved2"]
    path.write_bytes(nested(6))
    ids, told = read(path)
    assert ids == ["ved3", "ved4", "ved5"]
    assert len(told) == 1
    assert told[0].endswith("lag2.zip: what is in it is packed too deeply; unpack it")


def test_a_member_that_grows_too_much_is_left_out_and_the_rest_is_read(path: Path) -> None:
    write_zip(path, {"bombe.txt": "båd" * 2_000_000, "god.md": "God."})
    ids, told = read(path)
    assert ids == ["god"]
    assert told == ["sager.zip: bombe.txt in it grows too much when unpacked; leave it out"]


def test_what_is_too_much_together_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(10_001):
            packed.writestr(f"{number}.md", "")
    with pytest.raises(UnreadableDocument, match="more than 10,000 files in it"):
        list(read_documents(path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"{number}.bin", bytes(65_000_000))
    with pytest.raises(UnreadableDocument, match="unpacked it is larger than the 256 MB"):
        list(read_documents(path))
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(UnreadableDocument, match="larger than the 256 MB"):
        list(read_documents(path))


def test_a_bad_member_is_named(path: Path) -> None:
    write_zip(path, {"a.xml": "<a", "b.md": b"\xff", "c.md": "Godt.", "d.zip": "no zip"})
    ids, told = read(path)
    assert ids == ["c"]
    assert [line.split(": ")[:2] for line in told] == [
        ["sager.zip", "a.xml, line 1"],
        ["sager.zip", "b.md, line 1"],
        ["sager.zip", "d.zip"],
    ]
