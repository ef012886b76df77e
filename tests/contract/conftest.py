"""The suite runs once on every store; what takes several processes on those that can be shared."""

from pathlib import Path

import pytest

from lexhop.retrieval.ports import CollectionStore
from tests.contract.stores import FACTORIES, Open


@pytest.fixture(params=FACTORIES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
def open_elsewhere(open_store: Open, tmp_path: Path) -> Open:
    """Like `open_store`, of another installation: nothing is shared between the two."""
    return type(open_store)(tmp_path / "elsewhere")  # type: ignore[call-arg]


@pytest.fixture(params=[name for name, one in FACTORIES.items() if one.across_processes])
def open_shared(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
def store(open_store: Open) -> CollectionStore:
    return open_store()
