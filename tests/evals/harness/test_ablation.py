"""What each channel is worth, as a user sees it."""

import json
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.evals.harness.ablation import ablate, ablation
from lexhop.evals.harness.datasets import EvalQuestion
from lexhop.evals.harness.targets import searches_over
from lexhop.retrieval.stores.lance.store import LanceStore
from tests.conftest import ROOT
from tests.fakes import LetterEmbeddings
from tests.in_process import lexhop
from tests.retrieval.small import collection, section

QUESTIONS = str(ROOT / "examples" / "questions.jsonl")
NAMES = known_acts()
CITED = EvalQuestion(id="1", question="bådloven § 2", gold=("bådloven § 2",))


@pytest.fixture
def loaded() -> None:
    done = lexhop("ingest", str(ROOT / "examples" / "acts"), str(ROOT / "examples" / "handbook"))
    assert done.code == 0, done.err


@pytest.mark.usefixtures("loaded")
def test_every_channel_has_its_figures() -> None:
    done = lexhop("eval", QUESTIONS, "--ablate", "--json")
    assert (done.code, done.err) == (0, "")
    printed = json.loads(done.out)
    assert (printed["target"], printed["unknown_gold"]) == ("search", 0)
    rows = printed["ablation"]
    assert list(rows) == [
        "words", "n-grams", "citations", "graph",
        "all",
        "all but words", "all but n-grams", "all but citations", "all but graph",
    ]  # fmt: skip
    assert all(row["n"] == 24 and 0 <= row["recall@2"] <= row["recall@20"] for row in rows.values())
    whole = json.loads(lexhop("eval", QUESTIONS, "--json").out)
    assert {rows["all"][f"recall@{k}"] - whole[f"recall@{k}"] for k in (2, 5, 10, 20)} == {0.0}
    assert rows["all but words"]["recall@10"] < rows["all"]["recall@10"]
    assert rows["all but n-grams"]["recall@20"] < rows["all"]["recall@20"]
    assert rows["citations"]["recall@20"] < rows["words"]["recall@20"]


@pytest.mark.usefixtures("loaded")
def test_the_table_says_what_switching_words_off_means() -> None:
    done = lexhop("eval", QUESTIONS, "--ablate", "--limit", "2")
    assert done.code == 0
    lines = done.out.splitlines()
    assert sum(line.strip().startswith("all but ") for line in lines) == 4
    assert "Words off: they still bring the candidates" in done.out


async def test_vectors_have_rows_where_the_collection_has_them(tmp_path: Path) -> None:
    plain = await collection(tmp_path, *(section(one, f"Rød bøje {one}.") for one in "123"))
    told: list[tuple[int, int, str]] = []
    store = LanceStore(plain.folder, embeddings=LetterEmbeddings())
    await store.finish()
    search_by = await searches_over(store, NAMES)
    found = await ablate([CITED], search_by, store, progress=lambda *step: told.append(step))
    rows = ablation(found)
    assert {"vectors", "all but vectors"} <= set(rows)
    assert (rows["citations"]["recall@2"], rows["citations"]["mrr"]) == (1.0, 1.0)
    assert told[0] == (0, 11, "words")
    assert told[-1] == (11, 11, "all but vectors")


@pytest.mark.parametrize(
    "more", [("--target", "ask"), ("--details", "file")], ids=["answers", "details"]
)
def test_only_a_search_without_details_has_channels(more: tuple[str, str]) -> None:
    done = lexhop("eval", QUESTIONS, "--ablate", *more)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "lexhop: --ablate goes with --target search, without --details, --report, --baseline, "
        "--gates and --compare\n"
    )
