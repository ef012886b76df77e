"""What every test gets: a clean environment, no network beyond loopback, no blocking calls."""

import asyncio
import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from blockbuster import BlockBuster
from hypothesis import settings

from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import token_counter
from lexhop.retrieval.stores.lance.store import LanceStore
from tests.memory_store import MemoryStore, Shelf

pytest_plugins = ["tests.fake_openai.fixtures"]
ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("lexhop", deadline=None)  # a busy machine is no counterexample
settings.load_profile("lexhop")
CLEARED = ("LEXHOP_", "LANGSMITH_", "LANGCHAIN_", "OPENAI_", "REDIS_URL", "WEAVIATE_URL")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test; data goes to the test's own folder."""
    for name in os.environ:
        if name.startswith(CLEARED):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path / "lexhop-data"))


@pytest.fixture(scope="session")
def blockbuster() -> BlockBuster:
    blockbuster = BlockBuster("lexhop")
    # Coverage keeps its own data behind a lock, for which threads of ours may wait a moment.
    blockbuster.functions["threading.Lock.acquire"].can_block_in(
        "coverage/collector.py", {"lock_data"}
    )
    # pytest-socket patches this one too; undone in the wrong order, its guard would stay.
    del blockbuster.functions["socket.socket.connect"]
    return blockbuster


@pytest.fixture(autouse=True)
def no_blocking_in_async_tests(
    request: pytest.FixtureRequest, blockbuster: BlockBuster
) -> Iterator[None]:
    """A blocking call made by our packages inside an event loop fails the test."""
    if not inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        yield
        return
    blockbuster.activate()
    yield
    blockbuster.deactivate()


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the bundled acts and handbook in it; tests read it only."""
    folder = tmp_path_factory.mktemp("examples") / "store"
    store = LanceStore(folder)
    ingest = Ingest(collection=store, acts=known_acts(), tokens=token_counter())
    asyncio.run(ingest([ROOT / "examples" / "acts", ROOT / "examples" / "handbook"]))
    return folder


@pytest.fixture
def examples(example_folder: Path) -> LanceStore:
    return LanceStore(example_folder)


@pytest.fixture(scope="session")
def example_shelf() -> Shelf:
    """The same in memory; tests read it only."""
    store = MemoryStore()
    ingest = Ingest(collection=store, acts=known_acts(), tokens=token_counter())
    asyncio.run(ingest([ROOT / "examples" / "acts", ROOT / "examples" / "handbook"]))
    return store.shelf


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real corpora and questions, kept beside the project and not part of it."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("the test data in ../shared is not on this machine")
    return path
