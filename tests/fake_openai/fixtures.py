"""Fixtures: one server process for the session, without rules or records at each test's start."""

import ssl
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.fake_openai.client import FakeOpenAI, running

# Loopback speaks no TLS; without this one, every client of the SDK reads the certificates of the
# machine for 25 ms.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture(scope="session")
def fake_openai_process() -> Iterator[FakeOpenAI]:
    with running() as fake:
        yield fake


@pytest.fixture
def fake_openai(fake_openai_process: FakeOpenAI) -> FakeOpenAI:
    fake_openai_process.reset()
    return fake_openai_process


@pytest.fixture
async def connections() -> AsyncIterator[Any]:
    """For `http_async_client=` of ChatOpenAI and `http_client=` of AsyncOpenAI, closed in the end.

    The ones that langchain-openai keeps for all would outlive the test's event loop.
    """
    from openai import DefaultAsyncHttpxClient  # here, since every test run imports this module

    async with DefaultAsyncHttpxClient(verify=NO_CERTIFICATES) as connections:
        yield connections
