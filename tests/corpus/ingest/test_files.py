"""Which files an ingest opens: nothing outside the path that was given, nothing but plain files."""

import os
import socket
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.ingest.files import HIDDEN, NO_ENDING, files_under

linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")


def found(*paths: Path) -> tuple[list[str], dict[str, str]]:
    """Names of the files under `paths`, and the reasons of those refused."""
    refused: dict[str, str] = {}
    names = [file.name for file in files_under(paths, refused.__setitem__)]
    return names, {Path(file).name: reason for file, reason in refused.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "given"
    (inside / "sub").mkdir(parents=True)
    (inside / "good.md").write_text("Good.")
    (tmp_path / "secret.md").write_text("Secret.")
    return inside


@pytest.mark.parametrize("target", ["../secret.md", "sub/../../secret.md", "hop.md"])
def test_a_link_out_of_the_folder_is_refused_however_it_leads_there(
    folder: Path, target: str
) -> None:
    (folder / "hop.md").symlink_to("../secret.md")
    (folder / "link.md").symlink_to(target)
    names, refused = found(folder)
    assert names == ["good.md"]
    assert all("a link out of the folder" in reason for reason in refused.values())
    assert any(reason.endswith("give that file itself") for reason in refused.values())


def test_a_link_within_the_folder_is_read(folder: Path) -> None:
    (folder / "sub" / "link.md").symlink_to("../.good.md")
    (folder / ".good.md").write_text("Hidden, but linked.")
    assert found(folder) == (["good.md", "link.md"], {})


def test_a_folder_of_a_like_name_is_outside_too(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "given-not").mkdir()
    (tmp_path / "given-not" / "secret.md").write_text("Secret.")
    (folder / "link.md").symlink_to(tmp_path / "given-not" / "secret.md")
    assert found(folder)[0] == ["good.md"]


def test_a_given_link_is_what_it_leads_to(folder: Path, tmp_path: Path) -> None:
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    assert found(folder / "link.md") == (["secret.md"], {})


@linux
@pytest.mark.parametrize("target", ["/proc/self/environ", "/sys/kernel/uevent_seqnum", "/dev/zero"])
def test_the_systems_own_state_is_never_read(folder: Path, target: str) -> None:
    if not Path(target).exists():
        pytest.skip(f"there is no {target}")
    (folder / "link.md").symlink_to(target)
    for given in (folder, folder / "link.md", Path(target), Path(target).parent):
        names, refused = found(given)
        assert names in ([], ["good.md"])
        assert any("never read" in reason for reason in refused.values())


def fifo(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


@linux
@pytest.mark.parametrize("make", [fifo, listening])
def test_a_special_file_is_named_and_not_opened(
    folder: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)  # a socket's path may be short only
    make(Path("odd.md"))
    for given in (folder, folder / "odd.md"):
        assert "not a plain file" in found(given)[1]["odd.md"]


@linux
@pytest.mark.parametrize("suffix", ["md", "xml", "json", "jsonl"])
def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(folder: Path, suffix: str) -> None:
    pipe = folder / f"late.{suffix}"
    fifo(pipe)
    problems: list[str] = []

    def read() -> None:
        try:
            list(read_documents(pipe))
        except UnreadableDocument as error:
            problems.append(str(error))

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    reading.join(5)
    assert len(problems) == 1
    assert "not a plain file" in problems[0]


@linux
def test_a_name_that_is_not_utf8_is_told_as_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xe6k.md")).write_text("Named in Latin 1.")
    names, refused = found(folder)
    assert names == ["good.md"]
    assert refused == {
        "b\\xe6k.md": "b\\xe6k.md: its name is in another encoding than Unicode; rename it"
    }


def left_alone(*paths: Path) -> Counter[str]:
    left: list[str] = []
    list(files_under(paths, lambda file, reason: None, left.append))
    return Counter(left)


def test_what_a_folder_holds_besides_is_counted_by_ending(folder: Path) -> None:
    for name in ("a.PNG", "sub/b.png", "c.xlsx", "Makefile", ".skjult.md", "sub/d.txt"):
        (folder / name).write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    with zipfile.ZipFile(folder / "e.zip", "w") as packed:
        packed.writestr("f.gif", "x")
        packed.writestr("g.md", "x")
    expected = {".png": 2, ".xlsx": 1, NO_ENDING: 1, HIDDEN: 2, ".gif": 1}
    assert left_alone(folder) == expected
    assert found(folder)[0] == ["e.zip", "good.md", "d.txt"]
    (folder / "e.zip").write_bytes(b"no zip")
    assert left_alone(folder)[".gif"] == 0


@linux
def test_an_ending_that_is_not_utf8_is_counted_as_text(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/b.\xe6")).write_text("Named in Latin 1.")
    assert left_alone(folder) == {".\\xe6": 1}
