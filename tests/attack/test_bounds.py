"""A question that asks a thousand times gets an answer of a page, in a second."""

import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.in_process import lexhop

REPEATED = {
    "a range, again and again": "Hvad siger cykelpuljelovens §§ 1-90? " * 100,
    "every section there is": "Hvad siger CPL " + ", ".join(f"§ {n}" for n in range(1, 700)) + "?",
    "parts that aren't there": "CPL " + ", ".join(f"§ 6, stk. {n}" for n in range(1, 250)) + "?",
    "acts that aren't there": ", ".join(f"bro{n:03}loven § 1" for n in range(200)) + "?",
    "one word": "tilskud " * 480,
    "one letter": "a" * 3_900,
}


@pytest.mark.parametrize("question", REPEATED.values(), ids=REPEATED.keys())
def test_what_is_left_open_is_bounded(
    question: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path))
    assert lexhop("ingest", str(ROOT / "examples" / "acts"), "--quiet").code == 0
    before = time.process_time()
    done = lexhop("ask", question[:3_990], "--json")
    assert done.code == 0, done.err
    assert len(done.out) < 60_000
    assert time.process_time() - before < 5
