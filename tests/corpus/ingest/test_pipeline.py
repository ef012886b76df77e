"""An ingest as a user meets it: files in a folder, what becomes of them, run after run."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.ingest.collection import (
    IngestReport,
    Progress,
    StoredDocument,
    StoredPassage,
    silent,
)
from lexhop.corpus.ingest.diff import IngestDiff, Skip
from lexhop.retrieval.stores.lance.store import LanceStore
from tests.corpus.ingest.library import BATH, POND, Library

AMENDING = """---
title: Lov om ændring af damloven
---
§ 1. I damloven foretages følgende ændring: § 2 ophæves.
"""


def counts(report: IngestReport) -> dict[str, int]:
    names = ("added", "changed", "unchanged", "removed", "passages_written")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


async def test_a_first_run_takes_everything_in(library: Library) -> None:
    library.write("dam.md", POND)
    library.write("sub/note.txt", "Ponds are deep.")
    library.write_lines("more.jsonl", ann="Ann swims.", bob="Bob sinks.")
    report = await library.ingest()
    assert counts(report) == {"added": 4, "passages_written": 5}
    assert (report.files, report.documents, report.passages) == (3, 4, 5)
    assert report.corpus_version == await library.open().version()
    assert sorted(await library.texts()) == ["ann", "bob", "lbk-1-2020/§1", "lbk-1-2020/§2", "note"]


async def test_an_unchanged_run_writes_nothing(library: Library) -> None:
    library.write("dam.md", POND)
    library.write_lines("more.jsonl", ann="Ann swims.", bob="Bob sinks.")
    first = await library.ingest()
    before = {path: path.stat().st_mtime_ns for path in library.data.rglob("*")}
    again = await library.ingest()
    assert counts(again) == {"unchanged": 3}
    assert again.corpus_version == first.corpus_version
    assert again.references == first.references
    assert {path: path.stat().st_mtime_ns for path in library.data.rglob("*")} == before


async def test_an_edited_file_changes_its_document_only(library: Library) -> None:
    for name in ("one", "two"):
        library.write(f"{name}.txt", f"The text of {name}.")
    await library.ingest()
    library.write("two.txt", "Another text.")
    assert counts(await library.ingest()) == {"changed": 1, "unchanged": 1, "passages_written": 1}
    assert await library.texts() == {"one": "The text of one.", "two": "Another text."}


async def test_edited_front_matter_counts_as_a_change(library: Library) -> None:
    library.write("dam.md", POND)
    await library.ingest()
    library.write("dam.md", POND.replace("---\n§ 1", "valid_from: 2021-05-01\n---\n§ 1"))
    assert counts(await library.ingest())["changed"] == 1
    [act] = await library.open().acts()
    assert act.valid_from == "2021-05-01"


async def test_a_touched_file_is_no_change(library: Library) -> None:
    path = library.write("dam.md", POND)
    first = await library.ingest()
    path.write_text(f"{POND}\n\n")
    again = await library.ingest()
    assert (counts(again), again.corpus_version) == ({"unchanged": 1}, first.corpus_version)


async def test_a_removed_file_takes_its_passages_along(library: Library) -> None:
    library.write("dam.md", POND)
    gone = library.write("bad.md", BATH)
    await library.ingest()
    gone.unlink()
    assert counts(await library.ingest()) == {"removed": 1, "unchanged": 1}
    assert list(await library.texts()) == ["lbk-1-2020/§1", "lbk-1-2020/§2"]
    assert [one.name for one in await library.open().acts()] == ["damloven"]


async def test_what_is_not_under_the_paths_stays(library: Library) -> None:
    library.write("a/one.txt", "One.")
    library.write("ab/two.txt", "Two.")
    await library.ingest()
    report = await library.ingest(library.folder / "a")
    assert (counts(report), report.documents) == ({"unchanged": 2}, 2)
    (library.folder / "ab" / "two.txt").unlink()
    assert counts(await library.ingest(library.folder / "a")) == {"unchanged": 2}
    assert counts(await library.ingest()) == {"removed": 1, "unchanged": 1}


async def test_a_moved_file_keeps_its_document(library: Library) -> None:
    path = library.write("dam.md", POND)
    await library.ingest()
    path.rename(library.folder / "andet.md")
    assert counts(await library.ingest())["changed"] == 1
    assert list(await library.texts()) == ["lbk-1-2020/§1", "lbk-1-2020/§2"]
    assert counts(await library.ingest()) == {"unchanged": 1}


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
async def test_a_document_may_move_from_file_to_file(
    library: Library, first: str, second: str
) -> None:
    library.write_lines(f"{first}.jsonl", ann="Ann.", bob="Bob.")
    library.write_lines(f"{second}.jsonl", cleo="Cleo.")
    await library.ingest()
    library.write_lines(f"{first}.jsonl", bob="Bob.")
    library.write_lines(f"{second}.jsonl", ann="Ann.", cleo="Cleo.")
    report = await library.ingest()
    assert (report.removed, report.skipped) == (0, [])
    assert await library.texts() == {"ann": "Ann.", "bob": "Bob.", "cleo": "Cleo."}
    assert counts(await library.ingest()) == {"unchanged": 3}


@pytest.mark.parametrize("copy", ["a-copy.md", "z-copy.md"])
async def test_a_copy_is_refused_and_doesnt_take_turns(library: Library, copy: str) -> None:
    library.write("dam.md", POND)
    first = await library.ingest()
    path = library.write(copy, POND.replace("låg", "hegn"))
    for _ in range(2):
        report = await library.ingest()
        [(file, reason)] = report.skipped
        assert file == str(path)
        assert "keep one of them" in reason
        assert "dam.md" in reason
        assert report.corpus_version == first.corpus_version


async def test_of_two_new_copies_the_first_is_taken(library: Library) -> None:
    library.write("b.md", POND)
    library.write("a.md", POND)
    assert [Path(file).name for file, _ in (await library.ingest()).skipped] == ["b.md"]
    (library.folder / "a.md").unlink()
    report = await library.ingest()
    assert (report.skipped, report.removed, report.documents) == ([], 0, 1)


async def test_a_file_that_became_unreadable_keeps_what_it_gave(library: Library) -> None:
    path = library.write("dam.md", POND)
    other = library.write("bad.md", BATH)
    await library.ingest()
    path.write_bytes(b"\xff\xfe broken")
    other.write_text(BATH.replace("koldt", "varmt"))
    report = await library.ingest()
    assert [file for file, _ in report.skipped] == [str(path)]
    assert "another encoding than Unicode" in report.skipped[0][1]
    assert (report.removed, report.changed) == (0, 1)
    texts = await library.texts()
    assert "låg" in texts["lbk-1-2020/§1"]
    assert "varmt" in texts["lbk-2-2020/§1"]
    path.write_text(POND)
    assert counts(await library.ingest()) == {"unchanged": 2}


async def test_a_file_that_fails_in_the_second_reading_is_reported(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = library.write_lines("more.jsonl", ann="Ann.", bob="Bob.")
    library.write("z.txt", "Last.")
    reading = IngestDiff.read

    def read_and_empty(survey: IngestDiff, file: str, acts: ActNames, skip: Skip) -> None:
        reading(survey, file, acts, skip)
        if file == str(path):
            path.write_bytes(b"")

    monkeypatch.setattr(IngestDiff, "read", read_and_empty)
    report = await library.ingest()
    assert [Path(file).name for file, _ in report.skipped] == ["more.jsonl"]
    assert list(await library.texts()) == ["z"]


async def test_an_amending_act_is_refused(library: Library) -> None:
    library.write("dam.md", POND)
    library.write("aendring.md", AMENDING)
    report = await library.ingest()
    assert "amending act" in report.skipped[0][1]
    assert (report.files, report.documents) == (2, 1)


async def test_a_refused_file_is_read_once_and_named_each_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("dam.md", POND)
    refused = library.write("aendring.md", AMENDING)
    elsewhere = library.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "anden.md").write_text(AMENDING, encoding="utf-8")
    first = await library.ingest()
    other = await library.ingest(elsewhere)
    opened: list[str] = []
    read = IngestDiff.read

    def noted(self: IngestDiff, file: str, acts: ActNames, skip: Skip) -> None:
        opened.append(Path(file).name)
        read(self, file, acts, skip)

    monkeypatch.setattr(IngestDiff, "read", noted)
    again = await library.ingest()
    assert (again.skipped, again.left_out) == (first.skipped, first.left_out)
    assert (await library.ingest(elsewhere)).skipped == other.skipped
    assert opened == []
    refused.write_text(BATH, encoding="utf-8")
    assert (await library.ingest()).skipped == []
    assert opened == ["aendring.md"]
    refused.write_text(AMENDING, encoding="utf-8")
    report = await library.ingest()
    assert (report.removed, report.skipped) == (0, first.skipped)  # what it had is kept
    (library.data / "REFUSED").write_text("{", encoding="ascii")
    assert (await library.ingest()).skipped == first.skipped
    assert opened == ["aendring.md"] * 3


async def test_of_many_documents_in_a_file_only_the_changed_one_is_written(
    library: Library,
) -> None:
    texts = {f"d{number}": f"Text {number}." for number in range(300)}
    library.write_lines("all.jsonl", **texts)
    await library.ingest()
    del texts["d5"]
    library.write_lines("all.jsonl", **{**texts, "d7": "Changed.", "new": "New."})
    assert counts(await library.ingest()) == {
        "added": 1, "changed": 1, "unchanged": 298, "removed": 1, "passages_written": 2,
    }  # fmt: skip
    found = await library.texts()
    assert (len(found), found["d7"], "d5" in found) == (300, "Changed.", False)
    assert counts(await library.ingest()) == {"unchanged": 300}


async def test_old_prose_mentions_a_new_document(library: Library) -> None:
    library.write("one.md", "# Old Harbour\n\nThe ferry Kestrel sails from here.")
    await library.ingest()
    assert await library.targets("one") == []
    new = library.write("two.md", "# Kestrel\n\nIt sails to the Old Harbour.")
    assert counts(await library.ingest())["added"] == 1
    assert await library.targets("one") == ["two"]
    assert await library.targets("two") == ["one"]
    library.write("two.md", "# Osprey\n\nIt sails to the Old Harbour.")
    await library.ingest()
    assert await library.targets("one") == []
    library.write("two.md", "# Kestrel\n\nIt sails to the Old Harbour.")
    await library.ingest()
    assert await library.targets("one") == ["two"]
    new.unlink()
    await library.ingest()
    assert await library.targets("one") == []


async def test_references_are_accounted_for_by_reason(library: Library) -> None:
    bath = library.write("bad.md", BATH.replace("§ 9", "§ 9 og § 1"))
    library.write("dam.md", POND.replace("§ 2. Træet er eg", "§ 2. (Ophævet)\n\n§ 4. Træet er eg"))
    account = (await library.ingest()).references
    assert account.unresolved == {"repealed": 1, "no_such_provision": 1}
    assert (account.found, account.resolved) == (5, 3)
    bath.unlink()
    account = (await library.ingest()).references
    assert account.unresolved == {"repealed": 1, "act_not_loaded": 1}


async def test_an_act_that_comes_later_makes_earlier_references_resolve(library: Library) -> None:
    pond = POND.replace("badlovens § 3", "§ 3 i lov om bade og § 1 i lov om bade m.v.")
    library.write("dam.md", pond)
    before = (await library.ingest()).references
    assert before.unresolved == {"act_not_loaded": 2}
    library.write("bad.md", BATH)
    report = await library.ingest()
    assert (report.changed, report.added) == (0, 1)
    assert report.references.unresolved == {"no_such_provision": 1}
    assert await library.targets("lbk-1-2020/§2") == ["badloven § 3", "badloven § 1"]
    citing = await library.open().citing(["badloven§3"], limit=5)
    assert [one.id for one in citing] == ["lbk-1-2020/§2"]


async def test_files_one_by_one_end_as_files_at_once(library: Library, tmp_path: Path) -> None:
    files = {
        "a.md": "# Kestrel\n\nIt sails to the Old Harbour.",
        "b.md": "# Old Harbour\n\nThe Kestrel sails from here.",
        "dam.md": POND.replace("badlovens § 3", "§ 3 i lov om bade"),
        "z.md": BATH,
    }
    for name, text in files.items():
        library.write(name, text)
        await library.ingest()
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest()
    assert await library.state() == await at_once.state()


async def test_a_changed_chunk_size_renews_passages(library: Library) -> None:
    library.write("long.txt", " ".join(f"Sentence number {one} is here." for one in range(400)))
    library.write("short.txt", "Short.")
    before = await library.ingest()
    library.sizes = replace(library.sizes, general=500)
    report = await library.ingest()
    assert (report.changed, report.unchanged) == (1, 1)
    assert report.passages > before.passages
    assert counts(await library.ingest()) == {"unchanged": 2}


async def test_odd_files_are_left_out_or_reported(library: Library) -> None:
    library.write("good.TXT", "Good.")
    library.write(".hidden.txt", "Hidden.")
    library.write(".git/x.txt", "Hidden too.")
    library.write("picture.png", "x")
    (library.folder / "loop.txt").symlink_to("loop.txt")
    (library.folder / "dangling.txt").symlink_to("nothing.txt")
    (library.folder / "up").symlink_to(library.folder)
    (library.folder / "link.txt").symlink_to("good.TXT")
    os.mkfifo(library.folder / "pipe.txt")
    empty = library.write("empty.txt", "")
    report = await library.ingest()
    assert list(await library.texts()) == ["good"]
    assert [Path(file).name for file, _ in report.skipped] == [
        "dangling.txt", "loop.txt", "pipe.txt", empty.name,
    ]  # fmt: skip


async def test_a_linked_file_belongs_where_the_link_stands(library: Library) -> None:
    library.write(".kept/elsewhere.txt", "Linked.")
    link = library.folder / "here.txt"
    link.symlink_to(library.folder / ".kept" / "elsewhere.txt")
    assert (await library.ingest()).added == 1
    link.unlink()
    assert (await library.ingest()).removed == 1


async def test_a_path_may_be_given_in_several_ways(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("dam.md", POND)
    await library.ingest()
    monkeypatch.chdir(library.folder.parent)
    (library.folder.parent / "link").symlink_to(library.folder)
    for way in ("files", "files/../files", "link", "link/dam.md", "files/dam.md"):
        assert counts(await library.ingest(Path(way))) == {"unchanged": 1}
    report = await library.ingest(Path("link"), library.folder, Path("files/dam.md"))
    assert (report.files, report.skipped) == (1, [])


async def test_a_path_that_isnt_there_is_an_error(library: Library) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        await library.ingest(library.folder / "nowhere")


async def test_a_file_that_cant_be_opened_is_reported(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("a.txt", "A.")
    closed = library.write("closed.txt", "Closed.")
    await library.ingest()
    opened = os.open

    def refuse(path: Path, flags: int, *more: Any, **options: Any) -> int:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *more, **options)

    monkeypatch.setattr(os, "open", refuse)
    report = await library.ingest()
    reason = "closed.txt: can't be opened (Permission denied); check the file"
    assert report.skipped == [(str(closed), reason)]
    assert (report.removed, report.unchanged) == (0, 2)


class InterruptedIngestError(Exception):
    pass


class Interrupting(LanceStore):
    """Breaks off at the n-th call that writes."""

    def __init__(self, folder: Path, *, calls: int) -> None:
        super().__init__(folder)
        self.left = calls

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise InterruptedIngestError

    async def replace(
        self, documents: Sequence[StoredDocument], passages: Sequence[StoredPassage]
    ) -> None:
        self._count()
        await super().replace(documents, passages)
        self._count()

    async def complete(self, file_hashes: dict[str, str]) -> None:
        self._count()
        await super().complete(file_hashes)

    async def remove(self, document_ids: Sequence[str]) -> None:
        self._count()
        await super().remove(document_ids)

    async def finish(self, progress: Progress = silent) -> str:
        self._count()
        return await super().finish(progress)


async def test_an_interrupted_ingest_shows_the_old_corpus_and_is_completed_by_the_next(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lexhop.corpus.ingest.pipeline.BATCH_PASSAGES", 3)
    library.write("dam.md", POND)
    library.write("bad.md", BATH)
    library.write("gone.txt", "Gone.")
    library.write_lines("more.jsonl", ann="Ann.", bob="Bob.", cleo="Cleo.", dan="Dan.")
    await library.ingest()
    old = await library.texts()
    library.write("dam.md", POND.replace("låg", "hegn"))
    (library.folder / "gone.txt").unlink()
    library.write_lines("more.jsonl", ann="A.", bob="B.", dan="D.", eve="E.", finn="F.")
    library.write("new.txt", "Ann knows Finn.")
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest()
    for calls in range(100):
        broken = replace(library, data=tmp_path / f"broken-{calls}")
        shutil.copytree(library.data, broken.data)
        try:
            await broken.ingest(store=Interrupting(broken.data, calls=calls))
        except InterruptedIngestError:
            stored = await broken.open().get(list(old))
            assert {one.id: one.text for one in stored} == old
            assert await broken.open().count() == len(old)
            await broken.ingest()
            assert await broken.state() == await at_once.state()
        else:
            break
    assert 8 < calls < 20


@pytest.mark.parametrize("calls", range(6))
async def test_a_file_that_is_put_back_after_an_interruption_is_whole_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setattr("lexhop.corpus.ingest.pipeline.BATCH_PASSAGES", 1)
    library.write_lines("more.jsonl", ann="Ann.", bob="Bob.", cleo="Cleo.")
    await library.ingest()
    old = await library.state()
    library.write_lines("more.jsonl", ann="A.", bob="Bob.", dan="D.")
    with pytest.raises(InterruptedIngestError):
        await library.ingest(store=Interrupting(library.data, calls=calls))
    library.write_lines("more.jsonl", ann="Ann.", bob="Bob.", cleo="Cleo.")
    await library.ingest()
    assert await library.state() == old


KILLED = """
import asyncio, sys
from pathlib import Path
from lexhop.corpus.ingest import pipeline as ingest
from tests.corpus.ingest.library import Library
ingest.BATCH_PASSAGES = 10
print("started", flush=True)
asyncio.run(Library(Path(sys.argv[1]), Path(sys.argv[2])).ingest())
"""


def test_a_killed_ingest_is_completed_by_the_next(library: Library, tmp_path: Path) -> None:
    library.write("dam.md", POND)
    asyncio.run(library.ingest())
    old = asyncio.run(library.texts())
    for number in range(150):
        library.write(f"d{number:03}.md", f"# Title {number}\n\nSee Title {number // 2} there.")
    library.write("dam.md", POND.replace("låg", "hegn"))
    at_once = replace(library, data=tmp_path / "at-once")
    asyncio.run(at_once.ingest())
    command = [sys.executable, "-c", KILLED, str(library.folder), str(library.data)]
    versions = library.data / "passages.lance" / "_versions"
    before = len(list(versions.iterdir()))
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        while len(list(versions.iterdir())) < before + 4:
            assert child.poll() is None, "the ingest was through before it could be killed"
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
    assert 10 < len(asyncio.run(library.open().documents())) < 150
    assert asyncio.run(library.open().count()) == len(old)
    stored = asyncio.run(library.open().get(list(old)))
    assert {one.id: one.text for one in stored} == old
    asyncio.run(library.ingest())
    assert asyncio.run(library.state()) == asyncio.run(at_once.state())
