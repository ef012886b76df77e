"""The sink, running."""

from collections.abc import Iterator

import pytest

from tests.fake_langsmith.client import FakeLangSmith, fake_langsmith


@pytest.fixture(scope="session")
def running_sink() -> Iterator[FakeLangSmith]:
    with fake_langsmith() as sink:
        yield sink


@pytest.fixture
def sink(running_sink: FakeLangSmith) -> FakeLangSmith:
    """Empty, and well-behaved."""
    running_sink.reset()
    return running_sink
