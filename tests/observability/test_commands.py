"""Observing from the command line: figures of a batch, what is sent when told to stop, feedback."""

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.test_commands import LEXHOP, ROOT, lexhop
from tests.fake_langsmith.client import FakeLangSmith

LOOKUP = "Hvad siger CPL § 6, stk. 1?"
SOME_RUN = "019aa5d8-1234-7123-8123-123456781234"


@pytest.fixture
def data(tmp_path: Path, example_folder: Path) -> Path:
    (tmp_path / "data" / "collections").mkdir(parents=True)
    (tmp_path / "data" / "collections" / "default").symlink_to(example_folder)
    return tmp_path / "data"


def test_a_batch_told_to_stop_writes_its_figures_and_sends_its_traces(
    tmp_path: Path, data: Path, sink: FakeLangSmith
) -> None:
    questions, out, figures = (tmp_path / name for name in ("q.jsonl", "out.jsonl", "figures"))
    rows = (json.dumps({"question": f"{LOOKUP} {number}"}) for number in range(2000))
    questions.write_text("\n".join(rows))
    env = {
        **os.environ,
        **sink.environment(),
        "LEXHOP_DATA_DIR": str(data),
        "PYTHONPATH": str(ROOT),
    }
    command = [*LEXHOP, "batch", str(questions), "--out", str(out), "--metrics", str(figures)]
    command += ["--concurrency", "1"]
    with subprocess.Popen([*command, "-q"], env=env, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and (not out.exists() or out.stat().st_size < 4000):
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == 130, told
    assert told.count("\n") == 1
    done = len(out.read_text().splitlines())
    told_figures = figures.read_text()
    ended = [one for one in told_figures.splitlines() if one.startswith("rag_requests_total{")]
    assert sum(float(line.rsplit(" ")[-1]) for line in ended) >= done > 0
    assert "rag_stop_reasons_total{reason=" in told_figures
    answered = [json.loads(line)["answer"]["run_id"] for line in out.read_text().splitlines()]
    roots = {run["id"] for run in sink.runs() if run["name"] == "lexhop" and run.get("end_time")}
    assert roots >= set(answered)


def test_what_is_down_is_not_told_on_stderr(data: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        redis = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        done = lexhop("ask", LOOKUP, "--json", data=data, REDIS_URL=redis)
    assert (done.returncode, done.stderr) == (0, "")


def test_feedback_that_can_not_be_given_is_one_line(data: Path) -> None:
    for arguments, code, words in (
        (("not-a-run", "--score", "1"), 2, "is no run_id"),
        ((SOME_RUN, "--score", "1", "--key", "a b"), 2, "can't be a key"),
        ((SOME_RUN, "--score", "1"), 1, "LANGSMITH_API_KEY is not set"),
    ):
        done = lexhop("feedback", *arguments, data=data)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
        assert words in done.stderr
