"""Tracing to the sink, as the environment asks for it, undone at the end."""

from collections.abc import Iterator

import langsmith
import pytest
from langsmith.utils import get_env_var, get_tracer_project

from tests.fake_langsmith.client import FakeLangSmith
from tests.fake_langsmith.conftest import running_sink, sink

__all__ = ["running_sink", "sink"]


@pytest.fixture
def traced(sink: FakeLangSmith, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLangSmith]:
    """The sink, which the environment names."""
    for name in ("TRACING_QUEUE_MAX_SIZE", "DISABLE_RUN_COMPRESSION", "USE_DAEMON"):
        monkeypatch.setenv(f"LANGSMITH_{name}", "")  # so that what is set meanwhile is undone
        monkeypatch.delenv(f"LANGSMITH_{name}")
    for name, value in sink.environment().items():
        monkeypatch.setenv(name, value)
    get_env_var.cache_clear()
    get_tracer_project.cache_clear()
    yield sink
    langsmith.configure(client=None, enabled=None)
    get_env_var.cache_clear()
    get_tracer_project.cache_clear()
