"""`lexhop batch` as a user has it: files in, files out, again after anything went wrong."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.cli.test_commands import LEXHOP, ROOT, data, lexhop
from tests.signals import interruptible

__all__ = ["data"]

QUESTIONS = [
    {"id": "a", "question": "Hvad siger CPL § 6, stk. 1?"},
    {"question": "Hvad siger CPL § 18, stk. 2?", "options": {"preset": "single_hop"}},
    {"id": "c", "question": "Hvad koster en kanin på månen?"},
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_question_gets_a_line_in_its_order(tmp_path: Path, data: Path) -> None:
    questions, results = write(tmp_path / "q.jsonl", QUESTIONS), tmp_path / "out.jsonl"
    done = lexhop("batch", str(questions), "--out", str(results), "--json", data=data)
    assert (done.returncode, done.stderr) == (0, "")
    rows = rows_of(results)
    assert [row["id"] for row in rows] == ["a", "2", "c"]
    assert [row["answer"]["preset"] for row in rows] == ["fast", "single_hop", "fast"]
    assert json.loads(done.stdout) == {"answered": 2, "partial": 0, "abstained": 1, "failed": 0}


def test_a_re_run_asks_only_what_is_new_changed_or_lost(tmp_path: Path, data: Path) -> None:
    questions, results = write(tmp_path / "q.jsonl", QUESTIONS), tmp_path / "out.jsonl"
    lexhop("batch", str(questions), "--out", str(results), data=data)
    first = rows_of(results)
    failed = {**first[2], "answer": None, "error": "the model was away"}
    cut = json.dumps(first[2])[:40]
    write(results, [first[0], failed])
    results.write_text(results.read_text() + cut)
    changed = {**QUESTIONS[1], "question": "Hvad siger CPL § 6, stk. 2?"}
    write(questions, [QUESTIONS[0], changed, QUESTIONS[2]])
    done = lexhop("batch", str(questions), "--out", str(results), data=data)
    assert done.returncode == 0
    again = rows_of(results)
    assert [row["id"] for row in again] == ["a", "2", "c"]
    assert again[0] == first[0]
    assert again[2]["answer"]["run_id"] != first[2]["answer"]["run_id"]


def test_an_interruption_keeps_what_is_done(tmp_path: Path, data: Path) -> None:
    many = [{"question": f"Hvad siger CPL § 6, stk. {one % 2 + 1}? {one}"} for one in range(3000)]
    questions, results = write(tmp_path / "q.jsonl", many), tmp_path / "out.jsonl"
    env = {**os.environ, "LEXHOP_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    command = [*LEXHOP, "batch", str(questions), "--out", str(results)]
    with subprocess.Popen(
        command, env=env, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    ) as process:
        while process.poll() is None and (not results.exists() or results.stat().st_size < 9000):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        told = process.stderr.read()
    assert process.returncode == 130, told
    kept = rows_of(results)
    assert 0 < len(kept) < len(many)
    assert all(row["answer"]["citations"] for row in kept)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no questions in it"),
        ([{"id": "a"}], '"question" has to be a text'),
        ([{"question": "a?", "options": {"preset": "x"}}], "line 1: options: preset: unknown"),
        ([{"question": "a?", "options": {"speed": 1}}], "line 1: options: speed"),
        ([{"id": "x\ud800", "question": "a?"}], "line 1: has half a character"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    tmp_path: Path, rows: list[dict[str, Any]], message: str
) -> None:
    questions, results = write(tmp_path / "q.jsonl", rows), tmp_path / "out.jsonl"
    done = lexhop("batch", str(questions), "--out", str(results), data=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
    assert not results.exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"question": "x\\ud800"}', "line 2: has half a character"),
        ("no json", "line 2: not JSON"),
        ("[" * 100_000, "line 2: not readable as JSON"),
        ('{"question": 5}', 'line 2: "question" has to be a text'),
        ('{"id": "a", "question": "b?"}', 'line 2: the id "a" is there twice'),
        ('{"question": "a?", "options": {"speed": 1}}', "line 2: options: speed"),
        ('{"question": "' + "a" * 1_100_000 + '"}', "line 2: longer than 1 MB"),
    ],
)
def test_of_a_bad_line_among_others_only_its_answer_is_lacking(
    tmp_path: Path, data: Path, line: str, message: str
) -> None:
    questions, results = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    first, last = (json.dumps(QUESTIONS[at]) for at in (0, 2))
    questions.write_text(f"{first}\n{line}\n{last}\n")
    for _ in range(2):
        done = lexhop("batch", str(questions), "--out", str(results), data=data)
        assert done.returncode == 1
        assert message in done.stderr
        rows = rows_of(results)
        assert [row["id"] for row in rows[:2]] == ["a", "c"]
        assert [row["error"][:10] for row in rows] == ["", "", rows[2]["id"][:10]]
        assert message in rows[2]["error"]


@pytest.mark.parametrize(
    "row",
    [
        {"question": "a?"},
        {"id": "a", "question": "a?", "answer": "42"},
        {"id": "a", "question": "b?", "options": {}, "answer": {"status": "answered"}, "error": ""},
    ],
    ids=["questions", "answers of something else", "answers of other questions"],
)
def test_another_file_is_never_written_over(tmp_path: Path, row: dict[str, Any]) -> None:
    questions, other = write(tmp_path / "q.jsonl", QUESTIONS), write(tmp_path / "other", [row])
    for file in (questions, other):
        before = file.read_bytes()
        done = lexhop("batch", str(questions), "--out", str(file), data=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "name another file" in done.stderr
        assert file.read_bytes() == before


def test_nothing_is_lost_where_the_batch_can_not_begin(tmp_path: Path, data: Path) -> None:
    questions, results = write(tmp_path / "q.jsonl", QUESTIONS), tmp_path / "out.jsonl"
    lexhop("batch", str(questions), "--out", str(results), data=data)
    before = results.read_bytes()
    for more in (("-c", "nosuch"), ("--preset", "precise")):
        done = lexhop("batch", str(questions), "--out", str(results), *more, data=data)
        assert done.returncode == 2
        assert results.read_bytes() == before
    os.mkfifo(tmp_path / "pipe")
    done = lexhop("batch", str(questions), "--out", str(tmp_path / "pipe"), data=data)
    assert done.returncode == 2
    assert "not a plain file" in done.stderr


def test_any_line_separator_may_stand_in_a_question(tmp_path: Path, data: Path) -> None:
    odd = [{"question": "Hvad siger CPL § 6,\u2028stk. 1?\u0085"}]
    questions, results = write(tmp_path / "q.jsonl", odd), tmp_path / "out.jsonl"
    for _ in range(2):
        done = lexhop("batch", str(questions), "--out", str(results), "--json", data=data)
        assert json.loads(done.stdout)["answered"] == 1
    results.write_text(results.read_text("utf-8")[:30], encoding="utf-8")
    done = lexhop("batch", str(questions), "--out", str(results), "--json", data=data)
    assert json.loads(done.stdout)["answered"] == 1


def test_two_batches_do_not_write_one_file(tmp_path: Path, data: Path) -> None:
    questions, results = write(tmp_path / "q.jsonl", QUESTIONS), tmp_path / "out.jsonl"
    with FileLock(tmp_path / ".out.jsonl.lock"):
        done = lexhop("batch", str(questions), "--out", str(results), data=data)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "another batch is writing it" in done.stderr
    assert not results.exists()
