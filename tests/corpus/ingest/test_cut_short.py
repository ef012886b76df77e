"""An ingest that ends anywhere: what is called loaded is whole, and the next one completes it."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lexhop.state.records import Passage
from tests import in_process
from tests.conftest import ROOT
from tests.corpus.ingest.cutting import CutShortError, cut_at
from tests.corpus.ingest.library import BATH, POND, Library

NEW_POND = POND.replace("låg", "hegn").replace("§ 2. Træet", "§ 2. Hegnet er højt.\n\n§ 3. Træet")
OTHER = POND.replace("damme (damloven)", "hegn (hegnsloven)").replace("nr. 1", "nr. 9")


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexhop.corpus.ingest.pipeline.BATCH_PASSAGES", 3)


def write_old(library: Library) -> None:
    library.write("acts/dam.md", POND)
    library.write("acts/gone.md", OTHER.replace("hegn", "sti").replace("nr. 9", "nr. 3"))
    library.write_lines("acts/more.jsonl", ann="Ann.", bob="Bob.", cleo="Cleo.")


def write_new(library: Library) -> None:
    library.write("acts/dam.md", NEW_POND)
    library.write("acts/bad.md", BATH)
    (library.folder / "acts/gone.md").unlink()
    library.write_lines("acts/more.jsonl", ann="A.", bob="B.", dan="D.", eve="E.")


async def loaded(library: Library) -> dict[str, frozenset[tuple[str, str]]]:
    """What readers have of each document that is called loaded: ids and texts of its passages."""
    store = library.open()
    ids = [one.id async for one in store.passages()]
    passages: list[Passage] = await store.get(ids)
    assert len(passages) == await store.count()
    of = {one.id: set() for one in await store.loaded_documents()}  # type: ignore[var-annotated]
    for one in passages:
        of[one.document_id].add((one.id, one.text))  # KeyError: a passage without its document
    assert {act.document_id for act in await store.acts()} <= set(of)
    return {one: frozenset(texts) for one, texts in of.items()}


async def seen(library: Library, old: dict[str, frozenset[tuple[str, str]]]) -> None:
    """Readers have the old version, whole."""
    store = library.open()
    texts = {each for one in old.values() for each in one}
    found = await store.get([passage for passage, _ in texts])
    assert {(one.id, one.text) for one in found} == texts
    assert await store.count() == len(texts)
    assert {one.id for one in await store.loaded_documents()} == set(old)


@pytest.mark.slow
async def test_whatever_write_it_ends_at_only_whole_documents_are_called_loaded(
    library: Library, tmp_path: Path
) -> None:
    write_old(library)
    acts = library.folder / "acts"
    other = library.write("other/hegn.md", OTHER)
    await library.ingest(acts)
    old = await loaded(library)
    write_new(library)
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest(acts)
    await at_once.ingest(other)
    new = await loaded(at_once)
    for number in range(1000):
        cut = replace(library, data=tmp_path / f"cut-{number}")
        shutil.copytree(library.data, cut.data)
        try:
            with cut_at(number):
                await cut.ingest(acts)
        except CutShortError:
            pass
        else:
            break
        if await cut.open().unfinished():
            assert await cut.open().unfinished() == (str(acts),)
        else:
            assert number == 0, "it had begun to write"
        if await cut.open().version() == await library.open().version():
            await seen(cut, old)
        report = await cut.ingest(other)
        assert report.unfinished == ((str(acts),) if number else ())
        left = await loaded(cut)
        assert old.keys() & new.keys() <= left.keys(), number
        for document, passages in left.items():
            assert passages in (old.get(document), new.get(document)), (number, document)
        completed = await cut.ingest(acts)
        assert (completed.completed, completed.unfinished) == (report.unfinished, ())
        assert await loaded(cut) == new
    assert 15 < number < 100


@pytest.mark.slow
async def test_a_first_run_that_ends_anywhere_leaves_nothing_half(
    library: Library, tmp_path: Path
) -> None:
    write_old(library)
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest()
    new = await loaded(at_once)
    for number in range(0, 1000, 3):
        cut = replace(library, data=tmp_path / f"cut-{number}")
        try:
            with cut_at(number):
                await cut.ingest()
        except CutShortError:
            pass
        else:
            break
        await cut.ingest(library.write("other/hegn.md", OTHER))
        for document, passages in (await loaded(cut)).items():
            if document != "lbk-9-2020":
                assert passages == new[document], (number, document)
        (library.folder / "other/hegn.md").unlink()
        await cut.ingest()
        assert await loaded(cut) == new
    assert 10 < number < 100


async def test_a_cut_recovery_is_recovered_from(library: Library, tmp_path: Path) -> None:
    write_old(library)
    await library.ingest()
    old = await loaded(library)
    write_new(library)
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest()
    with pytest.raises(CutShortError), cut_at(6):
        await library.ingest()
    assert any(not one.content_hash for one in await library.open().documents())
    other = library.write("other/hegn.md", OTHER)
    await at_once.ingest(other)
    new = await loaded(at_once)
    for number in range(10):
        cut = replace(library, data=tmp_path / f"cut-{number}")
        shutil.copytree(library.data, cut.data)
        with pytest.raises(CutShortError), cut_at(number):
            await cut.ingest(other)
        await seen(cut, old)
        await cut.ingest(other)
        left = await loaded(cut)
        assert old.keys() & new.keys() <= left.keys(), number
        for document, passages in left.items():
            assert passages in (old.get(document), new.get(document)), (number, document)


CHILD = """
import asyncio, sys
from pathlib import Path
from lexhop.corpus.ingest import pipeline
from tests.corpus.ingest import cutting
from tests.corpus.ingest.library import Library
pipeline.BATCH_PASSAGES = 3
how, number, folder, data = sys.argv[1:]
library = Library(Path(folder).parent, Path(data))
if how == "limit":
    cutting.limit_files(int(number))
    asyncio.run(library.ingest(Path(folder)))
else:
    with cutting.cut_at(int(number), cutting.kill):
        asyncio.run(library.ingest(Path(folder)))
"""


@pytest.fixture
def data(library: Library, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the old acts loaded, and the new ones beside it."""
    folder = library.data
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(folder))
    library.data = folder / "collections" / "default"
    write_old(library)
    asyncio.run(library.ingest(library.folder / "acts"))
    write_new(library)
    return folder


def told(*arguments: str) -> tuple[str, str]:
    done = in_process.lexhop(*arguments)
    return done.out, done.err


@pytest.mark.parametrize(("how", "number"), [("kill", 4), ("kill", 9), ("limit", 4000)])
def test_every_command_says_so_after_a_run_that_was_cut(
    library: Library, data: Path, how: str, number: int
) -> None:
    acts = library.folder / "acts"
    child = subprocess.run(
        [sys.executable, "-c", CHILD, how, str(number), str(acts), str(library.data)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.returncode == (-9 if how == "kill" else 1), child.stderr
    what = "an ingest was cut short, and not all of it is loaded"
    line = f"{what}; this completes it: lexhop ingest {acts}\n"
    answer, err = told("ask", "Hvad siger damlovens § 1?", "--json")
    assert "låg" in json.loads(answer)["text"]
    assert err == line
    answer, err = told("ask", "Hvad siger badlovens § 1?", "--json")
    assert "badloven er ikke indlæst" in json.loads(answer)["text"]
    hits, err = told("search", "damlovens § 2", "--json")
    assert "eg" in json.loads(hits)["hits"][0]["text"]
    assert err == line
    listed, err = told("collections", "--json")
    assert json.loads(listed)["collections"][0]["documents"] == 5
    assert err == f"default: {line}"
    checks = json.loads(told("doctor", "--json")[0])
    assert not checks["ok"]
    assert ["collection", False] in [[one["check"], one["ok"]] for one in checks["checks"]]
    report, err = told("ingest", str(library.write("other/hegn.md", OTHER)), "--json")
    assert json.loads(report)["added"] == 1
    assert err == line
    for act in ("damlovens § 1", "damlovens § 2", "stilovens § 1", "badlovens § 3"):
        assert (
            "findes ikke" not in json.loads(told("ask", f"Hvad siger {act}?", "--json")[0])["text"]
        )
    err = told("ingest", str(acts), "--json")[1]
    assert err == "an earlier ingest was cut short; this one has completed it\n"
    answer, err = told("ask", "Hvad siger badlovens § 3?", "--json")
    assert "Vandet skiftes" in json.loads(answer)["text"]
    assert err == ""
    assert json.loads(told("doctor", "--json")[0])["ok"]


def test_a_first_run_that_was_cut_is_no_empty_collection_without_a_reason(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path / "data"))
    library.data = tmp_path / "data" / "collections" / "default"
    write_old(library)
    with pytest.raises(CutShortError), cut_at(5):
        asyncio.run(library.ingest(library.folder))
    done = in_process.lexhop("ask", "Hvad siger damlovens § 1?")
    assert done.code == 2
    assert "the ingest into it was cut short" in done.err
    assert f"lexhop ingest {library.folder}" in done.err


def test_a_note_that_cant_be_read_is_a_run_that_was_cut(library: Library) -> None:
    library.write("dam.md", POND)
    asyncio.run(library.ingest())
    (library.data / "UNFINISHED").write_text("[")
    assert len(asyncio.run(library.open().unfinished())) == 1
    asyncio.run(library.ingest())
    assert not asyncio.run(library.open().unfinished())
