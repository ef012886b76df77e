"""Without a key LangSmith isn't called, not even to ask what it can do."""

import pytest

from lexhop.evals.langsmith import client
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.state.errors import BadInput


def test_without_a_key_no_client_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(client, "CountingClient", lambda *given, **more: made.append(given))
    with pytest.raises(BadInput, match="LANGSMITH_API_KEY"):
        client.open_langsmith(ExportRedaction("redacted"))
    assert made == []
