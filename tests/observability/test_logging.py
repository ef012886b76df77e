"""A line of JSON an event, with the run it belongs to and nobody's data."""

import asyncio
import json
import logging
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lexhop.observability.logging import (
    bind_run,
    installation_key,
    log,
    question_hash,
    start_logging,
)
from lexhop.resilience.errors import Transient

QUESTION = "Hvad skylder Jens Hansen, 010180-1234, i skat?"


@pytest.fixture
def written() -> Iterator[StringIO]:
    stream = StringIO()
    start_logging("info", stream)
    yield stream
    start_logging("off")


def lines(stream: StringIO) -> list[dict[str, Any]]:
    """What was logged here: the sender of an earlier test may still miss its endpoint."""
    logged = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in logged if line["event"] not in ("feedback not sent", "tracing")]


def fail(error: Exception) -> None:
    raise error


def test_an_event_is_a_line_with_its_time_level_and_fields(written: StringIO) -> None:
    log("hop done", number=1, took_ms=3.5, found=["l#1"])
    log("retrying", level=logging.WARNING, kind="timeout")
    first, second = lines(written)
    assert datetime.fromisoformat(first.pop("time")).utcoffset() is not None
    assert first == {
        "level": "info",
        "event": "hop done",
        "number": 1,
        "took_ms": 3.5,
        "found": ["l#1"],
    }
    assert (second["level"], second["kind"]) == ("warning", "timeout")


async def test_each_run_has_its_own_id_in_all_its_tasks(written: StringIO) -> None:
    async def run(run_id: str) -> None:
        bind_run(run_id)
        await asyncio.gather(*(asyncio.to_thread(log, "search") for _ in range(2)))
        await asyncio.sleep(0)
        log("done", of=run_id)

    await asyncio.gather(run("a"), run("b"))
    log("after")
    *within, after = lines(written)
    assert sorted(line["run_id"] for line in within) == ["a", "a", "a", "b", "b", "b"]
    assert all(line.get("of", line["run_id"]) == line["run_id"] for line in within)
    assert "run_id" not in after


def test_fields_and_events_are_redacted(written: StringIO) -> None:
    log("mail to a@b.dk", who={"010180-1234": ["+45 20 30 40 50"]}, time="noon")
    (line,) = lines(written)
    assert line["event"] == "mail to [EMAIL]"
    assert line["who"] == {"[CPR]": ["[PHONE]"]}
    assert line["time_"] == "noon"


def test_an_error_of_ours_is_told_with_its_words(written: StringIO) -> None:
    def ask() -> None:
        try:
            fail(TimeoutError(QUESTION))
        except TimeoutError as error:
            raise Transient("a@b.dk: no reply", kind="timeout") from error

    try:
        ask()
    except Transient as error:
        log("model failed", error=error)
    (line,) = lines(written)
    where = line["error"].pop("where")
    assert line["error"] == {
        "type": "Transient",
        "kind": "timeout",
        "message": "[EMAIL]: no reply",
        "cause": "TimeoutError",
    }
    assert where[-1].startswith("test_logging.py:")


def test_the_words_of_another_error_may_be_the_question_and_stay_out(written: StringIO) -> None:
    try:
        fail(ValueError(QUESTION))
    except ValueError as error:
        log("bad input", level=logging.ERROR, error=error)
        logging.getLogger("lexhop.retrieval.stores.lance.store").exception("search failed")
    told = written.getvalue()
    assert [line["error"]["type"] for line in lines(written)] == ["ValueError", "ValueError"]
    assert "Jens" not in told
    assert "skylder" not in told


def test_our_packages_own_loggers_speak_json_and_others_are_left_alone(written: StringIO) -> None:
    logging.getLogger("lexhop.resilience.breaker").warning("%s is open", "a@b.dk")
    logging.getLogger("httpx").error(QUESTION)
    (line,) = lines(written)
    assert line["event"] == "[EMAIL] is open"


def test_nothing_is_written_below_the_level_or_when_off(
    written: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log("too fine", level=logging.DEBUG)
    start_logging("off")
    log("off", level=logging.ERROR)
    logging.getLogger("lexhop.reasoning.chat.reasoner").error("off")
    assert written.getvalue() == ""
    assert capsys.readouterr() == ("", "")


def test_what_json_lacks_is_written_as_text(written: StringIO) -> None:
    log("odd", at=Path("x/a@b.dk"), many={1})
    assert "[EMAIL]" in lines(written)[0]["at"]


def test_equal_questions_have_equal_hashes_and_only_with_the_key(tmp_path: Path) -> None:
    key = installation_key(tmp_path / "data")
    assert question_hash("Hvad er  SKAT?", key) == question_hash("hvad er skat?", key)
    assert question_hash("hvad er skat?", key) != question_hash("hvad er skat?", b"x")
    assert question_hash("hvad er skat?", key) != question_hash("hvad er moms?", key)
    assert len(question_hash(QUESTION, key)) == 16


def test_an_installation_keeps_its_key_and_shows_it_to_nobody(tmp_path: Path) -> None:
    first = installation_key(tmp_path)
    assert installation_key(tmp_path) == first
    assert len(first) == 32
    assert installation_key(tmp_path / "another") != first
    (file,) = (one for one in tmp_path.iterdir() if one.is_file())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from observability.logging import installation_key;"
        "sys.stdin.readline(); print(installation_key(Path(sys.argv[1])).hex())"
    )
    several = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert len({process.communicate("\n")[0] for process in several}) == 1
