"""The graph that the LangGraph server gets: over what is loaded now, without opening twice."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lexhop.app import ServedGraph
from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.errors import BadInput


def load(tmp_path: Path, name: str) -> None:
    """Load an act into the collection that the settings of a test lead to."""
    act = tmp_path / "acts" / f"{name}.md"
    act.parent.mkdir(exist_ok=True)
    act.write_text(
        f"---\nshort_title: {name}loven\n---\n\n§ 1. {name.title()}er er åbne for alle.\n"
    )
    store = LanceStore(tmp_path / "lexhop-data" / "collections" / "default")
    ingest = Ingest(
        collection=store, acts=known_acts(), tokens=TokenCounter("estimate", estimate_tokens)
    )
    asyncio.run(ingest([act.parent]))


async def test_an_empty_collection_is_said_in_words_that_the_server_shows() -> None:
    with pytest.raises(BadInput, match="is empty; load documents first") as refused:
        await ServedGraph()()
    assert isinstance(refused.value, ValueError)


async def test_a_wrong_setting_is_said_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEXHOP_STORE", "cellar")
    with pytest.raises(BadInput, match="LEXHOP_STORE"):
        await ServedGraph()()


async def test_runs_share_a_graph_until_something_else_is_loaded(tmp_path: Path) -> None:
    make_graph = ServedGraph()
    await asyncio.to_thread(load, tmp_path, "bro")
    first, second = await asyncio.gather(make_graph(), make_graph())
    assert first is second
    services = make_graph.services

    question: Any = {"question": "Hvad siger tunnelloven § 1?"}
    assert (await first.ainvoke(question))["answer"].citations == ()
    await asyncio.to_thread(load, tmp_path, "tunnel")
    third = await make_graph()
    assert third is not first
    assert make_graph.services is services
    (cited,) = (await third.ainvoke(question))["answer"].citations
    assert cited.citation == "tunnelloven § 1"


def test_checkpoints_are_strict_before_langgraph_is_there(tmp_path: Path) -> None:
    code = (
        "import sys, lexhop.app, lexhop.client;"
        "print(any(name.startswith('langgraph') for name in sys.modules));"
        "import lexhop.graph.build; from langgraph.checkpoint.serde import _msgpack;"
        "print(_msgpack.STRICT_MSGPACK_ENABLED)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
