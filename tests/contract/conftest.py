"""The suite runs once on every store."""

from pathlib import Path

import pytest

from lexhop.retrieval.ports import CollectionStore
from tests.contract.stores import FACTORIES, Open


@pytest.fixture(params=FACTORIES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
def store(open_store: Open) -> CollectionStore:
    return open_store()
