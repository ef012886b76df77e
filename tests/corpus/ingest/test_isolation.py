"""One bad file among good ones: it is named with its reason, and the others are loaded."""

import json
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.formats import limits
from lexhop.corpus.formats.provisions import Labels
from lexhop.corpus.ingest.collection import IngestReport
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from tests import in_process
from tests.corpus.ingest.library import POND, Library
from tests.memory_store import MemoryStore


def reasons(report: IngestReport) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file, reason in report.skipped:
        found.setdefault(Path(file).name, []).append(reason)
    return found


def jsonl(*documents: tuple[str, str]) -> str:
    return "".join(json.dumps({"id": one, "text": text}) + "\n" for one, text in documents)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RecursionError("deep"), "nested too deeply"),
        (MemoryError(), "more memory than there is"),
        (KeyError("x"), "can't be read (KeyError: 'x')"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), "UnicodeEncodeError"),
    ],
)
@pytest.mark.parametrize("stage", ["read", "cut"])
async def test_whatever_a_file_raises_the_others_are_loaded(
    library: Library, monkeypatch: pytest.MonkeyPatch, stage: str, error: Exception, reason: str
) -> None:
    def raising(text: str) -> int:
        if "poison" in text:
            raise error
        return estimate_tokens(text)

    library.write("dam.md", POND)
    library.write("bad.txt", "There is poison in it.")
    library.write("more.jsonl", jsonl(("ann", "Ann."), ("bob", "poison"), ("cleo", "Cleo.")))
    count = raising if stage == "cut" else estimate_tokens
    if stage == "read":
        monkeypatch.setattr(
            "lexhop.corpus.formats.prose.guess_language", lambda text: raising(text) and "da"
        )
    ingest = Ingest(
        collection=MemoryStore(), acts=ActNames(), tokens=TokenCounter("raising", count)
    )
    report = await ingest([library.folder])
    stored = await ingest.collection.documents()
    assert sorted([one.id for one in stored]) == ["ann", "cleo", "lbk-1-2020"]
    assert reasons(report).keys() == {"bad.txt", "more.jsonl"}
    assert all(reason in one for [one] in reasons(report).values())
    assert (report.files, report.left_out, report.documents) == (3, 1 if stage == "read" else 2, 3)


async def test_of_a_bad_line_only_its_document_is_lacking(library: Library) -> None:
    good = jsonl(("ann", "Ann."), ("bob", "Bob."))
    bad = ["no json", "[" * 100_000, '{"id": "x"}', '{"id": "ann", "text": "Again."}', '{"id": "']
    path = library.write("more.jsonl", good + "\n".join(bad) + "\n" + jsonl(("cleo", "Cleo.")))
    path.write_bytes(path.read_bytes() + b'{"id": "d", "text": "\xff"}\n')
    report = await library.ingest()
    assert list(await library.texts()) == ["ann", "bob", "cleo"]
    assert [one.partition(": ")[0] for one in reasons(report)["more.jsonl"]] == [
        f"more.jsonl, line {number}" for number in (3, 4, 5, 6, 7, 9)
    ]


async def test_a_bad_line_is_named_at_each_run_and_what_it_may_have_been_stays(
    library: Library,
) -> None:
    path = library.write("more.jsonl", jsonl(("ann", "Ann."), ("bob", "Bob.")))
    await library.ingest()
    path.write_text(jsonl(("ann", "A.")) + "{")
    for _ in range(2):
        assert len((await library.ingest()).skipped) == 1
    assert await library.texts() == {"ann": "A.", "bob": "Bob."}
    path.write_text(jsonl(("ann", "A.")))
    assert (await library.ingest()).skipped == []
    assert await library.texts() == {"ann": "A."}


async def test_a_document_that_another_file_has_is_left_out_of_this_one(library: Library) -> None:
    library.write("a.jsonl", jsonl(("ann", "Ann."), ("bob", "Bob.")))
    library.write("b.jsonl", jsonl(("bob", "Another."), ("cleo", "Cleo.")))
    report = await library.ingest()
    assert await library.texts() == {"ann": "Ann.", "bob": "Bob.", "cleo": "Cleo."}
    [reason] = reasons(report)["b.jsonl"]
    assert "'bob' is in another file too" in reason
    assert "a.jsonl" in reason


async def test_many_bad_lines_are_counted(library: Library) -> None:
    library.write("more.jsonl", jsonl(("ann", "Ann.")) + "{\n" * 500)
    told = reasons(await library.ingest())["more.jsonl"]
    assert len(told) == limits.LIMITS.bad_lines + 1
    assert told[-1] == "more.jsonl: 480 more of its documents; mend them too"


@pytest.mark.parametrize("suffix", ["txt", "md", "jsonl", "json", "xml"])
async def test_what_is_too_large_is_named_and_not_read_whole(
    library: Library, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    small = limits.Limits(text=1000, marked_up=1000)
    for module in ("source", "jsonl"):
        monkeypatch.setattr(f"lexhop.corpus.formats.{module}.LIMITS", small)
    monkeypatch.setattr("lexhop.corpus.formats.source.read_bytes.__kwdefaults__", {"most": 1000})
    text = "word " * 1000
    body = jsonl(("ann", "Ann."), ("big", text), ("cleo", "Cleo.")) if suffix == "jsonl" else text
    library.write(f"big.{suffix}", body)
    library.write("dam.md", POND)
    report = await library.ingest()
    [reason] = reasons(report)[f"big.{suffix}"]
    assert reason.endswith("divide it")
    assert reason.startswith("big.jsonl, line 2" if suffix == "jsonl" else f"big.{suffix}: larger")
    assert report.documents == (3 if suffix == "jsonl" else 1)


def test_labels_that_collide_with_made_ones_are_told_apart_however_many() -> None:
    labels = Labels()
    label, given = "x", []
    for _ in range(3000):
        given.append(labels.distinct(label))
        label += " (2)"
    given += [labels.distinct("x") for _ in range(3)]
    assert len(set(given)) == len(given)


def test_where_nothing_could_be_loaded_no_collection_is_left(
    library: Library, tmp_path: Path
) -> None:
    library.write("bad.jsonl", "{")
    done = in_process.lexhop("ingest", str(library.folder))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "bad.jsonl, line 1: not JSON" in done.err
    assert "no collections yet" in in_process.lexhop("collections").out
    assert not list((tmp_path / "lexhop-data").rglob("default"))
