"""LangSmith as the environment names it: the sink, with tracing off; and the bundled example."""

import os
import shutil
from pathlib import Path

import pytest
from langsmith import Client
from langsmith.utils import get_env_var

from tests.fake_langsmith.client import FakeLangSmith
from tests.observability.conftest import running_sink, sink, traced

__all__ = ["running_sink", "sink", "traced"]


@pytest.fixture
def langsmith(traced: FakeLangSmith, monkeypatch: pytest.MonkeyPatch) -> FakeLangSmith:
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    get_env_var.cache_clear()
    # A workspace that nothing was traced to is asked for its id again and again.
    Client(auto_batch_tracing=False).create_project("default")
    return traced


@pytest.fixture
def collection(example_folder: Path) -> None:
    """The bundled acts and handbook, loaded."""
    folder = Path(os.environ["LEXHOP_DATA_DIR"]) / "collections" / "default"
    shutil.copytree(example_folder, folder)
