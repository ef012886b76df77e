"""Many files are prepared by processes of their own, with the outcome of one, and end with it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import aclosing
from pathlib import Path

import pytest

from lexhop.corpus.chunking import ChunkSizes
from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest import workers
from lexhop.corpus.ingest.preparation import Part
from lexhop.corpus.ingest.workers import MANY_FILES, Workers, processors
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens


def deadly(text: str) -> int:
    """Counts tokens; a text with poison in it ends the process."""
    if "poison" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    return estimate_tokens(text)


def with_processes(processes: int) -> Workers:
    return Workers(
        acts=known_acts(),
        titles=[("d7", "Title Seven")],
        tokens=TokenCounter("estimate", deadly),
        sizes=ChunkSizes(),
        processes=processes,
    )


def parts_of(files: list[str], processes: int) -> list[Part]:
    async def collect(made_by: Workers) -> list[Part]:
        async with aclosing(made_by.parts(files)) as parts:
            return [part async for part in parts]

    return asyncio.run(collect(with_processes(processes)))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Acts, prose that names a title, and one file that can't be read."""
    found = []
    for number in range(MANY_FILES):
        act = number % 2 == 0
        text = f"§ 1. Dam {number}.\n\n§ 2. Jf. § 1." if act else "See Title Seven there."
        path = tmp_path / f"d{number}.md"
        path.write_text(text, encoding="utf-8")
        found.append(str(path))
    (tmp_path / "d3.md").write_bytes(b"\xff")
    return found


def test_processes_make_what_one_makes(files: list[str]) -> None:
    apart, here = parts_of(files, 2), parts_of(files, 1)

    assert apart == here
    assert sum(part.ends for part in apart) == MANY_FILES - 1
    assert [part.file for part in apart if part.problem] == [files[3]]
    made = [one.passage for part in apart for one in part.passages]
    targets = {reference.target for passage in made for reference in passage.references}
    assert {"d7", "d0 § 1"} <= targets


def test_a_large_file_is_read_here(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    large = Path(files[0])
    large.write_text("Ponds are deep. " * 20, encoding="utf-8")
    monkeypatch.setattr(workers, "_LARGE_FILE", 200)

    parts = parts_of(files, 2)

    assert [part.file for part in parts[-2:]] == [files[0], files[0]]
    assert sum(part.ends for part in parts) == MANY_FILES - 1


def test_a_file_that_went_is_told(files: list[str]) -> None:
    Path(files[5]).unlink()

    parts = parts_of(files, 2)

    assert [part.file for part in parts if part.problem] == [files[3], files[5]]


def test_a_file_that_ends_its_process_is_named_and_the_others_are_prepared(
    files: list[str],
) -> None:
    Path(files[41]).write_text("There is poison in it.")

    parts = parts_of(files, 2)

    problems = {part.file: part.problem for part in parts if part.problem}
    assert set(problems) == {files[3], files[41]}
    assert problems[files[41]].startswith("d41.md: the process that read it was ended")
    assert {part.file for part in parts if part.ends} == {*files} - set(problems)


def test_where_every_process_is_ended_it_is_not_the_files(
    files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_MOST_LOST", 0)
    Path(files[0]).write_text("There is poison in it.")

    with pytest.raises(workers.WorkerLost, match="LEXHOP_PROCESSES=1"):
        parts_of(files, 2)


def test_there_is_a_processor() -> None:
    assert processors() >= 1


STUCK = """
import asyncio, sys
from tests.corpus.ingest.test_workers import with_processes

async def main():
    async for part in with_processes(2).parts(sys.argv[1:]):
        print(part.file, flush=True)
        await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_processes_end_with_the_one_that_was_killed(files: list[str]) -> None:
    with subprocess.Popen([sys.executable, "-c", STUCK, *files], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        descendants = {
            one for thread in Path(f"/proc/{child.pid}/task").iterdir() for one in _children(thread)
        }
        assert len(descendants) >= 2
        child.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{one}").exists() for one in descendants):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children(thread: Path) -> list[int]:
    return list(map(int, (thread / "children").read_text().split()))
