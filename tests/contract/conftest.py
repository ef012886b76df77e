"""The suite runs once on every store."""

from pathlib import Path

import pytest

from tests.contract.stores import FACTORIES, Open, Store


@pytest.fixture(params=FACTORIES)
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
def store(open_store: Open) -> Store:
    return open_store()
