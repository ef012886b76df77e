"""The endpoints: the fake one always, the user's own when LEXHOP_LIVE is set.

LEXHOP_LIVE=1 OPENAI_BASE_URL=... OPENAI_API_KEY=... LEXHOP_MODEL=... pytest tests/live
"""

import os
from dataclasses import dataclass

import pytest

from tests.fake_openai import FakeOpenAI


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    base_url: str
    api_key: str
    model: str


def named() -> Endpoint | str:
    """The endpoint that the environment names, or what it lacks."""
    if not os.environ.get("LEXHOP_LIVE"):
        return "LEXHOP_LIVE is not set: tries a real endpoint, which may cost money"
    model = os.environ.get("LEXHOP_MODEL", "")
    if model in ("", "auto", "extractive"):
        return "LEXHOP_MODEL names no model of the endpoint"
    return Endpoint(
        base_url=os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1",
        api_key=os.environ.get("OPENAI_API_KEY") or "none",
        model=model,
    )


# Read here, at import, since each test starts with these variables cleared.
LIVE = named()


@pytest.fixture(
    params=[
        "fake",
        pytest.param("live", marks=[pytest.mark.live, pytest.mark.enable_socket]),
    ]
)
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    if request.param == "fake":
        fake: FakeOpenAI = request.getfixturevalue("fake_openai")
        return Endpoint(base_url=fake.base_url, api_key=fake.api_key, model="gpt-4.1-mini")
    if isinstance(LIVE, str):
        pytest.skip(LIVE)
    return LIVE
