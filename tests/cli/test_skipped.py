"""Files that an ingest leaves out, and an ingest that loses a process: what the user sees."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from lexhop.app import open_services
from lexhop.cli.main import run
from lexhop.corpus.ingest.workers import MANY_FILES
from tests.conftest import ROOT

FILES = 2 * MANY_FILES
AMENDING = "# Lov om ændring af damloven\n\n§ 1. I damloven ændres § {}.\n"


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


class Ingest:
    """`lexhop ingest` of the folder, here."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *more: str) -> tuple[str, str]:
        self._monkeypatch.setattr(sys, "argv", ["lexhop", "ingest", str(self.folder), *more])
        with pytest.raises(SystemExit) as ended:
            run(open_services)
        assert not ended.value.code
        return self._capsys.readouterr()


@pytest.fixture
def ingest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ingest:
    return Ingest(tmp_path / "files", monkeypatch, capsys)


def test_hundreds_of_refused_files_are_a_few_lines_and_all_in_json(ingest: Ingest) -> None:
    write(ingest.folder, "good.md", "# Good\n\nThis is good.\n")
    for number in range(300):
        write(ingest.folder, f"act{number:03}.md", AMENDING.format(number))
    for number in range(30):
        lines = '{"id": "1", "text": "a"}\n' * number + "no json\n"
        write(ingest.folder, f"line{number}.jsonl", lines)
    for number in range(7):
        write(ingest.folder, f"empty{number}.txt", " ")
    write(ingest.folder, "other.json", "{}")
    (ingest.folder / "latin.md").write_bytes(b"\xff")
    told = ingest()[1].splitlines()
    assert len(told) <= 10
    assert all(line.startswith("skipped: ") for line in told)
    assert told[0].startswith("skipped: act000.md: refused, since it is an amending act (")
    assert told[1].startswith("skipped: and 299 more: refused, since it is an amending act and")
    assert "skipped: and 6 more: the file is empty" in told
    skipped = json.loads(ingest("--json")[0])["skipped"]
    assert len(skipped) == 339
    assert {"file", "reason"} == set(skipped[0])


def test_reasons_of_many_files_are_whole_sentences(ingest: Ingest) -> None:
    write(ingest.folder, "a.md", "---\nid: pond\n---\nA pond.\n")
    for number in range(12):
        write(ingest.folder, f"copy{number}.md", "---\nid: pond\n---\nA pond.\n")
        (ingest.folder / f"latin{number}.md").write_bytes(b"\xff")
    told = ingest()[1].splitlines()
    assert "skipped: and 11 more: the document is in another file too" in told
    assert "skipped: and 11 more: in another encoding than Unicode" in told


def test_a_few_left_out_are_named_each(ingest: Ingest) -> None:
    write(ingest.folder, "good.md", "# Good\n\nThis is good.\n")
    for number in range(10):
        write(ingest.folder, f"act{number}.md", AMENDING.format(number))
    told = [line.split(": ")[1] for line in ingest()[1].splitlines()]
    assert told == [f"act{number}.md" for number in range(10)]


def test_what_is_not_read_is_counted_and_named(ingest: Ingest) -> None:
    write(ingest.folder, "good.md", "# Good\n\nThis is good.\n")
    for number in range(12):
        write(ingest.folder, f"p{number}.{'png' if number < 8 else 'xlsx'}", "x")
    out, told = ingest()
    assert "left alone  12 files (.png 8, .xlsx 4)" in out
    assert told == ""
    for number in range(9):
        write(ingest.folder, f"a.t{number}", "x")
    assert "left alone  21 files (.png 8, .xlsx 4," in (out := ingest()[0])
    assert "others 5)" in out
    assert json.loads(ingest("--json")[0])["left_alone"][".png"] == 8


def descendants(pid: int) -> dict[int, str]:
    """The processes that `pid` started, with their command lines."""
    found: dict[int, str] = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (thread / "children").read_text().split()):
            with suppress(FileNotFoundError, ProcessLookupError):  # it ended
                found[child] = Path(f"/proc/{child}/cmdline").read_text()
    return found


def first_of_two_workers(process: subprocess.Popen[str]) -> int:
    """Waits for the second one: by then the first was handed what it works with."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        workers = [one for one, line in descendants(process.pid).items() if "spawn_main" in line]
        if len(workers) == 2:
            return min(workers)
    raise AssertionError("there were no two workers")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_what_a_killed_worker_was_at_is_read_again(
    ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(FILES):
        write(ingest.folder, f"d{number}.md", f"§ 1. Dam {number}.\n\n§ 2. Jf. § 1.")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LEXHOP_PROCESSES", "2")
    command = [sys.executable, "-m", "lexhop", "ingest", str(ingest.folder), "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            os.kill(first_of_two_workers(process), signal.SIGKILL)
            report, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, told) == (0, "")
    assert json.loads(report)["documents"] == FILES
