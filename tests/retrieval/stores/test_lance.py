"""What is particular to the embedded store: its folder, damage to it, and its upkeep."""

import asyncio
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import lancedb
import pytest

from lexhop.retrieval.ports import StoreUnavailable
from lexhop.retrieval.stores.lance import folder as lance_folder
from lexhop.retrieval.stores.lance.folder import LanceFolder
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.records import Passage
from tests.contract.stores import ids, passage, put, refer, tokens


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


async def use(store: LanceStore) -> None:
    await store.version()
    await store.match("words", tokens("moms"), limit=5)
    await store.acts()


async def write(store: LanceStore) -> None:
    await store.documents()
    await put(store, passage("b", "told"))


def cut(folder: Path, pattern: str) -> None:
    """Take the second half off the files."""
    for path in [path for path in folder.glob(pattern) if path.is_file()]:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def lose(folder: Path, pattern: str) -> None:
    for path in list(folder.glob(pattern)):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@dataclass(frozen=True)
class Damage:
    name: str
    do: Callable[[Path], object]
    mended_by_ingest: bool = False


DAMAGES = [
    Damage("cut data", lambda folder: cut(folder, "passages.lance/data/*")),
    Damage("lost data", lambda folder: lose(folder, "passages.lance/data/*")),
    Damage("cut manifests", lambda folder: cut(folder, "passages.lance/_versions/*")),
    Damage("lost manifests", lambda folder: lose(folder, "passages.lance/_versions/*")),
    Damage("lost passages", lambda folder: lose(folder, "passages.lance")),
    Damage("lost documents", lambda folder: lose(folder, "documents.lance")),
    Damage("lost terms", lambda folder: lose(folder, "terms.lance"), mended_by_ingest=True),
    Damage("garbage version", lambda folder: (folder / "VERSION").write_bytes(b"\xff?"), True),
    Damage("empty version", lambda folder: (folder / "VERSION").write_text(""), True),
    Damage("unknown version", lambda folder: (folder / "VERSION").write_text("9.9.9"), True),
    Damage("short version", lambda folder: (folder / "VERSION").write_text("1"), True),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
async def test_damage_is_told_in_one_line_that_says_what_to_do(
    folder: Path, damage: Damage
) -> None:
    await put(LanceStore(folder), passage("a", "moms"))
    await asyncio.to_thread(damage.do, folder)
    with pytest.raises(StoreUnavailable) as told:
        await use(LanceStore(folder))
    message = str(told.value)
    assert message.startswith(f"{folder}: ")
    assert "\n" not in message
    assert ".rs:" not in message
    assert "ingest again" in message
    if damage.mended_by_ingest:
        await LanceStore(folder).finish()
        assert ids(await LanceStore(folder).match("words", tokens("moms"), limit=5)) == ["a"]
    else:
        with pytest.raises(StoreUnavailable, match="restore the folder"):
            await write(LanceStore(folder))


async def test_a_lost_version_file_is_an_empty_collection_until_the_next_ingest(
    folder: Path,
) -> None:
    await put(LanceStore(folder), passage("a", "moms"))
    (folder / "VERSION").unlink()
    assert await LanceStore(folder).count() == 0
    await LanceStore(folder).finish()
    assert await LanceStore(folder).count() == 1


async def test_stray_files_do_no_harm(folder: Path) -> None:
    await put(LanceStore(folder), passage("a", "moms"))
    (folder / "stray.lance").mkdir()
    (folder / "passages.lance" / "stray").write_text("x")
    (folder / "VERSION.new").write_text("half")
    await use(LanceStore(folder))
    await write(LanceStore(folder))


async def test_a_table_that_was_only_begun_is_made_again(folder: Path) -> None:
    (folder / "passages.lance" / "_versions").mkdir(parents=True)
    (folder / "passages.lance" / "data").mkdir()
    assert await LanceStore(folder).documents() == []
    await put(LanceStore(folder), passage("a", "moms"))
    assert await LanceStore(folder).count() == 1


@pytest.mark.parametrize("inside", ["", "collection"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("x")
    store = LanceStore(tmp_path / "file" / inside)
    with pytest.raises(StoreUnavailable, match="should be a folder"):
        asyncio.run(store.count())
    with pytest.raises(StoreUnavailable, match="make it a folder that can be written to"):
        store.writing().__enter__()


def test_a_folder_that_cant_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreUnavailable, match="Permission denied; make it a folder"):
        LanceStore(tmp_path / "store").writing().__enter__()


@pytest.mark.parametrize("name", ["a b", 'it\'s "q" %20', "per%cent#x?y=1", "æøå 日本", "s3:"])
async def test_any_path_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / name
    await put(LanceStore(folder), passage("a", "moms"))
    assert await LanceStore(folder).count() == 1
    assert (folder / "VERSION").is_file()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_corpus(small_disk: Path) -> None:
    store = LanceStore(small_disk / "store")
    asyncio.run(put(store, passage("a", "moms")))
    many = [passage(f"p{number}", f"moms {number} " * 500) for number in range(300)]
    with pytest.raises(StoreUnavailable, match="no space left on the disk; make room"):
        asyncio.run(put(store, *many))
    assert asyncio.run(LanceStore(small_disk / "store").count()) == 1
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    asyncio.run(put(LanceStore(small_disk / "store"), *many))
    assert asyncio.run(LanceStore(small_disk / "store").count()) == 301


async def indexed(folder: Path) -> dict[str, int]:
    """How many passages each index has left out."""
    table = await (await lancedb.connect_async(str(folder))).open_table("passages")
    stats = {one.name: await table.index_stats(one.name) for one in await table.list_indices()}
    return {name: one.num_unindexed_rows for name, one in stats.items() if one}


async def test_what_an_interrupted_run_wrote_is_indexed_by_the_next(folder: Path) -> None:
    await put(LanceStore(folder), passage("a", "moms"))
    await put(LanceStore(folder), passage("b", "moms"), finish=False)
    assert await LanceStore(folder).finish()
    left_out = await indexed(folder)
    assert left_out["words_idx"] == left_out["keys_idx"] == left_out["id_idx"] == 0


async def test_a_removal_that_broke_off_shows_in_the_documents(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put(LanceStore(folder), passage("a", "moms"), passage("b", "moms"))
    delete = lancedb.AsyncTable.delete

    async def only_passages(table: lancedb.AsyncTable, where: str) -> object:
        if table.name == "documents":
            raise OSError("broken off")
        return await delete(table, where)

    monkeypatch.setattr(lancedb.AsyncTable, "delete", only_passages)
    with pytest.raises(StoreUnavailable):
        await LanceStore(folder).remove(["a"])
    left = {one.id: one.content_hash for one in await LanceStore(folder).documents()}
    assert left == {"a": "", "b": "some"}


async def test_an_index_that_was_never_made_is_made(folder: Path) -> None:
    await put(LanceStore(folder), passage("a", "moms"))
    table = await (await lancedb.connect_async(str(folder))).open_table("passages")
    await table.drop_index("words_idx")
    await LanceStore(folder).finish()
    assert (await indexed(folder))["words_idx"] == 0


async def test_old_versions_are_cleaned_up_but_not_the_last_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lance_folder, "_KEPT", timedelta(0))
    monkeypatch.setattr(lance_folder, "_TIDYING", timedelta(seconds=1))
    first = await put(LanceStore(folder), passage("a", "moms 1"))
    await asyncio.sleep(1.1)  # what is a second older than the last one is old
    last = await put(LanceStore(folder), passage("a", "moms 2"))
    readers = [await LanceStore(folder).at(version) for version in (first, last)]
    await put(LanceStore(folder), passage("a", "moms 3"))
    assert (await readers[1].get(["a"]))[0].text == "moms 2"
    assert ids(await readers[1].match("words", tokens("2"), limit=5)) == ["a"]
    texts = [(await (await LanceStore(folder).at(one)).get(["a"]))[0].text for one in (first, last)]
    assert texts == ["moms 3", "moms 2"]
    with pytest.raises(StoreUnavailable):
        await readers[0].get(["a"])


async def test_versions_that_readers_may_be_on_are_kept_for_a_while(folder: Path) -> None:
    published = [await put(LanceStore(folder), passage("a", f"moms {at}")) for at in range(5)]
    view = await LanceStore(folder).at(published[0])
    assert (await view.get(["a"]))[0].text == "moms 0"


async def test_a_collection_that_is_made_anew_has_a_version_of_its_own(tmp_path: Path) -> None:
    stores = [LanceStore(tmp_path / name) for name in ("first", "second")]
    for store in stores:
        await put(store, passage("a", "told"))
    first, second = [await store.version() for store in stores]
    assert first.partition("-")[0] == second.partition("-")[0]
    assert first != second
    await put(stores[0], passage("b", "told"))
    assert (await stores[0].version()).partition("-")[2] == first.partition("-")[2]


WORDS = "moms told afgift båd skib havn kaj sejl årer mast ror køl".split()  # noqa: SIM905


async def counts(folder: Path) -> dict[str, tuple[int, int]]:
    """All counted terms of the newest version."""
    table = (await LanceFolder(folder).at(await LanceFolder(folder).newest()))["terms"]
    rows = await table.query().to_list()
    return {row["term"]: (row["passages"], row["occurrences"]) for row in rows}


async def test_counts_corrected_by_what_changed_are_those_of_all(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311

    def some(name: str) -> list[Passage]:
        kinds = chance.choice(["provision", "note"])
        return [
            passage(f"{name}/{at}", " ".join(chance.choices(WORDS, k=12)), kind=kinds, position=at)
            for at in range(chance.randint(1, 4))
        ]

    stored = {f"d{at}": some(f"d{at}") for at in range(40)}
    growing = LanceStore(tmp_path / "growing")
    await put(growing, *(one for passages in stored.values() for one in passages))
    for run in range(6):
        again = growing if run % 2 else LanceStore(tmp_path / "growing")
        changed = {name: some(name) for name in chance.sample(sorted(stored), 3)}
        changed[f"new{run}"] = some(f"new{run}")
        gone = chance.choice(sorted(stored.keys() - changed.keys()))
        await again.remove([gone])
        del stored[gone]
        stored |= changed
        await put(again, *(one for passages in changed.values() for one in passages))
        await put(
            LanceStore(tmp_path / f"anew{run}"),
            *(one for passages in stored.values() for one in passages),
        )
        assert await counts(tmp_path / "growing") == await counts(tmp_path / f"anew{run}")


async def test_counts_of_an_older_version_are_made_anew(tmp_path: Path) -> None:
    given = [passage(f"{name}/1", "moms told", references=refer("x")) for name in "abc"]
    await put(LanceStore(tmp_path), *given)
    whole = await counts(tmp_path)
    links = await LanceStore(tmp_path).links()
    table = await (await lancedb.connect_async(str(tmp_path))).open_table("terms")
    old = "term LIKE 'key %' OR term LIKE 'target %' OR term LIKE 'counted%'"
    await table.delete(old)
    published = tmp_path / "VERSION"
    numbers, _, own = published.read_text(encoding="ascii").partition("-")
    tables = ".".join([*numbers.split(".")[:-1], str(await table.version())])
    published.write_text(f"{tables}-{own}", encoding="ascii")  # as an older version left it
    assert await LanceStore(tmp_path).links() == links
    await put(LanceStore(tmp_path), given[0])
    assert await counts(tmp_path) == whole
    assert await LanceStore(tmp_path).links() == links


async def test_what_was_written_and_never_published_is_counted_too(tmp_path: Path) -> None:
    await put(LanceStore(tmp_path / "cut"), passage("a", "moms told"))
    await put(LanceStore(tmp_path / "cut"), passage("b", "told told"), finish=False)
    await put(LanceStore(tmp_path / "cut"), passage("c", "moms"))
    await put(
        LanceStore(tmp_path / "whole"),
        passage("a", "moms told"), passage("b", "told told"), passage("c", "moms"),
    )  # fmt: skip
    assert await counts(tmp_path / "cut") == await counts(tmp_path / "whole")


async def test_a_few_new_passages_are_found_before_they_are_indexed(folder: Path) -> None:
    await put(LanceStore(folder), *(passage(f"a{at}", f"moms nr {at}") for at in range(300)))
    await put(LanceStore(folder), passage("b", "told og moms", provision="told § 1", act="told"))
    assert (await indexed(folder))["words_idx"] == 1
    store = LanceStore(folder)
    assert ids(await store.match("words", tokens("told"), limit=5)) == ["b"]
    assert ids(await store.match("words", tokens("moms"), limit=400))[:1] != []
    assert len(await store.match("words", tokens("moms"), limit=400)) == 301
    assert ids(await store.by_key(["told§1"])) == ["b"]
    assert ids(await store.get(["b", "a7"])) == ["b", "a7"]
    await put(LanceStore(folder), *(passage(f"c{at}", "mere moms") for at in range(9)))
    assert (await indexed(folder))["words_idx"] == 0
