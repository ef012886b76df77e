"""The command line as a user has it: a real process, real files, real output."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests import in_process
from tests.signals import in_background, interruptible

ROOT = Path(__file__).resolve().parents[2]
LEXHOP = [sys.executable, "-m", "lexhop"]


def process(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user's shell starts it: seconds more a call than in this process."""
    env = {**os.environ, "LEXHOP_DATA_DIR": str(data), **environment}
    return subprocess.run(
        [*LEXHOP, *arguments], capture_output=True, text=True, env=env, timeout=60, check=False
    )


def lexhop(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    with mock.patch.dict(os.environ, {"LEXHOP_DATA_DIR": str(data), **environment}):
        done = in_process.lexhop(*arguments)
    return subprocess.CompletedProcess(arguments, done.code, done.out, done.err)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the examples in the default collection."""
    folder = tmp_path_factory.mktemp("data")
    examples = [str(ROOT / "examples" / "acts"), str(ROOT / "examples" / "handbook")]
    done = lexhop("ingest", *examples, "--json", data=folder)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["documents"] == 9
    assert report["references"]["unresolved"] == {"repealed": 1}
    return folder


def asked(question: str, data: Path, *more: str) -> dict[str, Any]:
    done = lexhop("ask", question, "--json", *more, data=data)
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_an_answer_as_json_has_the_fields_of_the_contract(data: Path) -> None:
    answer = asked("Hvad siger CPL § 6, stk. 1?", data)
    assert answer["status"] == "answered"
    assert answer["stop_reason"] == "sufficient"
    assert set(answer) >= {
        "question", "text", "status", "citations", "hops", "gaps", "stop_reason", "preset",
        "model", "usage", "took_ms", "run_id", "corpus_version",
    }  # fmt: skip
    citation = answer["citations"][0]
    assert citation["citation"] == "cykelpuljeloven § 6, stk. 1"
    assert set(citation) >= {"citation", "quote", "url", "passage_id"}
    assert set(answer["hops"][0]) == {"number", "queries", "found", "verdict", "missing", "took_ms"}


def test_a_person_sees_the_answer_on_stdout_and_the_hops_on_stderr(data: Path) -> None:
    done = lexhop("ask", "Hvad siger CPL § 6, stk. 1?", data=data)
    assert done.stdout.startswith("besvaret  1 hop, ")
    assert "[1] stk. 1" in done.stdout
    assert "hop 1" in done.stderr
    assert "hop 1" not in done.stdout


def test_labels_are_in_the_language_of_the_question(data: Path) -> None:
    done = lexhop("ask", "What does the Finance Desk do about late claims?", data=data)
    status, _, how = done.stdout.splitlines()[0].partition("  ")
    assert status in ("answered", "partial")
    assert re.fullmatch(r"\d hops?, \d+ ms after \d+\.\d s to start, no model", how)


def test_what_goes_to_a_pipe_is_one_line_a_line(data: Path) -> None:
    told = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with mock.patch.dict(os.environ, told, clear=True):
        done = lexhop("search", "tilskud til kommuner", data=data)
        asked = lexhop("ask", "Hvad siger CPL § 6, stk. 1?", data=data)
    assert len(done.stdout.splitlines()) == 20
    assert max(map(len, asked.stdout.splitlines())) > 200
    assert not [line for line in (done.stdout + asked.stdout).splitlines() if line.endswith(" ")]


def test_sixty_columns_are_enough(data: Path) -> None:
    for command in (("search", "tilskud"), ("ask", "Hvad siger CPL § 6?")):
        done = process(*command, data=data, COLUMNS="60")
        assert max(map(len, (done.stdout + done.stderr).splitlines())) <= 60


def test_lexhop_alone_says_what_there_is(tmp_path: Path) -> None:
    for command in ((), ("cache",), ("dataset",)):
        done = lexhop(*command, data=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: ")


def test_the_demo_keeps_invented_law_out_of_the_users_own(tmp_path: Path) -> None:
    done = process("demo", "--json", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "grønstøtteloven § 16, stk. 2" in done.stdout
    (loaded,) = json.loads(lexhop("collections", "--json", data=tmp_path).stdout)["collections"]
    assert loaded["name"] == "example"
    assert "is empty" in lexhop("ask", "Hvad siger CPL § 6?", data=tmp_path).stderr


def test_quiet_says_nothing_on_stderr(data: Path) -> None:
    assert lexhop("ask", "Hvad siger CPL § 6?", "-q", data=data).stderr == ""


def test_a_question_that_can_not_be_answered_exits_zero(data: Path) -> None:
    answer = asked("Hvad siger CPL § 7?", data)
    assert (answer["status"], answer["citations"]) == ("abstained", [])
    assert answer["gaps"] == ["cykelpuljeloven § 7 er ophævet og citeres derfor ikke"]


def test_search_as_json_has_the_fields_of_the_contract(data: Path) -> None:
    done = lexhop("search", "CPL § 6", "--limit", "2", "--json", data=data)
    found = json.loads(done.stdout)
    assert set(found) == {"query", "hits", "took_ms"}
    assert len(found["hits"]) == 2
    assert found["hits"][0]["provision"] == "cykelpuljeloven § 6"
    assert set(found["hits"][0]) >= {"citation", "provision", "title", "text", "score", "via"}


def test_the_graph_is_printed_as_mermaid(data: Path) -> None:
    done = lexhop("graph", data=data)
    assert "reason -.-> retrieve" in done.stdout


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stdin", "code", "kept", "told"),
    [
        (Terminal("y\n"), 0, False, "Delete collection 'trial' with 1 documents? [y/N]"),
        (Terminal("n\n"), 0, True, "collection 'trial' is kept"),
        (Terminal("\n"), 0, True, "collection 'trial' is kept"),
        (io.StringIO("y\n"), 2, True, "add --yes to say so"),
    ],
)
def test_a_collection_is_removed_when_the_user_agrees(  # noqa: PLR0913
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stdin: io.StringIO,
    code: int,
    kept: bool,
    told: str,
) -> None:
    (tmp_path / "a.md").write_text("A pond.")
    assert lexhop("ingest", str(tmp_path / "a.md"), "-c", "trial", data=tmp_path).returncode == 0
    monkeypatch.setattr(sys, "stdin", stdin)
    done = lexhop("collections", "--remove", "trial", data=tmp_path)
    assert done.returncode == code
    assert told in done.stderr
    listed = json.loads(lexhop("collections", "--json", data=tmp_path).stdout)["collections"]
    assert [one["name"] for one in listed] == ["trial"] * kept


def test_collections_are_listed_and_removed(tmp_path: Path) -> None:
    act = tmp_path / "act.md"
    act.write_text("---\nshort_title: prøveloven\n---\n\n§ 1. Prøver er frivillige.\n")
    assert lexhop("ingest", str(act), "-c", "trial", data=tmp_path).returncode == 0
    listed = json.loads(lexhop("collections", "--json", data=tmp_path).stdout)["collections"]
    assert [(one["name"], one["passages"], one["acts"]) for one in listed] == [
        ("trial", 1, ["prøveloven"])
    ]
    assert lexhop("collections", "--remove", "trial", "--yes", data=tmp_path).returncode == 0
    assert "no collections yet" in lexhop("collections", data=tmp_path).stdout
    again = lexhop("collections", "--remove", "trial", "--yes", data=tmp_path)
    assert (again.returncode, again.stderr) == (
        2,
        "lexhop: there is no collection 'trial'; see lexhop collections\n",
    )


def test_the_doctor_reports_what_is_used(data: Path) -> None:
    checks = json.loads(lexhop("doctor", "--json", data=data).stdout)
    assert checks["ok"] is True
    assert {one["check"] for one in checks["checks"]} >= {"data", "tokens", "model"}


LONG = "x" * 4001
WRONG: dict[str, tuple[list[str], str]] = {
    "a missing path": (["ingest", "nowhere"], "nowhere: no such file or folder"),
    "a folder with nothing to read": (["ingest", "."], "nothing to load"),
    "an empty collection": (["ask", "Hvad?", "-c", "none"], "lexhop ingest PATH --collection none"),
    "an empty question": (["ask", " "], "the question is empty"),
    "a question too long": (["ask", LONG], "4001 characters"),
    "an unknown preset": (["ask", "Hvad?", "--preset", "turbo"], "choose one of precise"),
    "a negative deadline": (["ask", "Hvad?", "--deadline", "-1"], "deadline"),
    "a day that is none": (["ask", "Hvad?", "--as-of", "i går"], "as-of"),
    "a bad collection name": (["search", "x", "-c", "../x"], "letters, digits"),
    "no such command": (["explain"], "explain"),
    "no argument": (["ask"], "question"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_bad_input_is_one_line_and_exit_code_two(
    wrong: tuple[list[str], str], tmp_path: Path
) -> None:
    arguments, message = wrong
    env = {**os.environ, "LEXHOP_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*LEXHOP, *arguments], capture_output=True, text=True, env=env, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("lexhop: ")
    assert message in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("broken.xml", b"<Dokument>\n<Meta></Dokument>", "broken.xml"),
        ("latin.md", "§ 1. Æbler.".encode("latin-1"), "UTF-8"),
        ("lines.jsonl", b"\nnot json\n", "line 2"),
    ],
)
def test_a_file_that_can_not_be_read_is_named(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = lexhop("ingest", str(path), data=tmp_path / "data")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("lexhop: ")
    assert message in done.stderr


def test_files_that_are_left_out_are_named_beside_what_came_in(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Good\n\nThis is good.\n")
    (tmp_path / "bad.jsonl").write_text("not json\n")
    done = lexhop("ingest", str(tmp_path), data=tmp_path / "data")
    assert done.returncode == 0
    assert "1 added" in done.stdout
    assert done.stderr.startswith("skipped: bad.jsonl, line 1")


def test_a_setting_that_can_not_be_used_is_named(tmp_path: Path) -> None:
    done = lexhop("ask", "Hvad?", data=tmp_path, LEXHOP_MODEL="gpt-oss")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("lexhop: LEXHOP_MODEL: ")


@pytest.mark.parametrize("after_s", [0.3, 0.7, 1.1, 1.6])
def test_told_to_stop_while_it_starts_it_ends_soon_and_without_a_traceback(
    tmp_path: Path, after_s: float
) -> None:
    process = subprocess.Popen(
        [*LEXHOP, "ask", "Hvad siger CPL § 6?"],
        env={**os.environ, "LEXHOP_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=interruptible,
    )
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    before = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert time.monotonic() - before < 6
    assert "Traceback" not in said
    assert len(said.splitlines()) <= 1


@pytest.mark.parametrize(
    ("started", "told"),
    [
        (interruptible, signal.SIGINT),
        (interruptible, signal.SIGTERM),
        (in_background, signal.SIGTERM),
    ],
)
def test_told_to_stop_it_ends_cleanly(
    tmp_path: Path, started: Callable[[], None], told: signal.Signals
) -> None:
    many = tmp_path / "many.jsonl"
    lines = (
        json.dumps({"id": f"d{number}", "title": f"Title {number}", "text": "Some words. " * 40})
        for number in range(20_000)
    )
    many.write_text("\n".join(lines))
    env = {**os.environ, "LEXHOP_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*LEXHOP, "ingest", str(many)],
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=started,
    )
    collection = tmp_path / "data" / "collections" / "default"
    deadline = time.monotonic() + 30
    while not collection.is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(told)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == "lexhop: interrupted; run the same again to go on\n"
