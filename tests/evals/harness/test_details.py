"""The details file: kept as questions are done, and taken up again after an interruption."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from lexhop.evals.harness.compare import read_details
from lexhop.evals.harness.datasets import DatasetError, EvalQuestion
from lexhop.evals.harness.details import DetailsFile, check_writable
from lexhop.evals.harness.evaluators import Feedback
from lexhop.evals.harness.run import QuestionResult
from lexhop.state.records import Answer, Citation, Hop, Usage

ONE = EvalQuestion(id="1", question="Første?", gold=("a § 1",))
TWO = EvalQuestion(id="2", question="Anden?")
MADE_BY = {"target": "ask", "corpus_version": "7"}
ANSWER = Answer(
    question="Første?",
    text="»Æ« [1]",
    status="partial",
    citations=(Citation(citation="a § 1", quote="Æ", url="", passage_id="p", provision="a § 1"),),
    hops=(Hop(number=1, queries=("q",), found=("p",), verdict="gap"),),
    usage=Usage(calls=1, input_tokens=2, output_tokens=3, cost_usd=0.5),
)
JUDGED: Feedback = {"key": "correctness", "score": 0.5, "comment": "Nja."}
DONE = QuestionResult(
    question=ONE,
    ranked=("a § 1",),
    via=("cited",),
    took_ms=4.25,
    answer=ANSWER,
    verbatim=(True,),
    judged=(JUDGED,),
)
FAILED = QuestionResult(question=TWO, error="Transient: down")


@pytest.fixture
def file(tmp_path: Path) -> DetailsFile:
    return DetailsFile(tmp_path / "details.jsonl", MADE_BY)


def ids(file: DetailsFile) -> list[str]:
    lines = file.path.read_text("utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_each_outcome_is_there_as_soon_as_it_is_kept(file: DetailsFile) -> None:
    asyncio.run(file.keep(FAILED))
    assert ids(file) == ["2"]
    asyncio.run(file.keep(DONE))
    assert ids(file) == ["2", "1"]
    assert read_details(file.path)["2"].status == "failed"


def test_what_is_finished_comes_back_as_it_was_and_what_failed_does_not(file: DetailsFile) -> None:
    file.finish([DONE, replace(FAILED, repetition=1)])
    assert file.finished([ONE, TWO]) == [DONE]
    assert [path.name for path in file.path.parent.iterdir()] == ["details.jsonl"]


def test_a_run_begins_with_what_is_finished_and_ends_in_the_order_of_the_set(
    file: DetailsFile,
) -> None:
    file.begin([DONE])
    assert ids(file) == ["1"]
    file.finish([FAILED, DONE])
    assert ids(file) == ["2", "1"]
    file.begin()
    assert ids(file) == []


def test_a_half_written_line_at_the_end_does_not_count(file: DetailsFile) -> None:
    file.finish([DONE, replace(DONE, question=TWO)])
    whole = file.path.read_bytes()
    within_a_letter = whole.rindex("Æ".encode()) + 1
    for content, number in (
        (whole, 2),
        (whole[:-1], 2),
        (whole[:-2], 1),
        (whole[:within_a_letter], 1),
        (b"", 0),
    ):
        file.path.write_bytes(content)
        assert len(file.finished([ONE, TWO])) == number


def test_without_a_file_nothing_is_finished(tmp_path: Path) -> None:
    assert DetailsFile(tmp_path / "none.jsonl", MADE_BY).finished([ONE]) == []


def test_details_of_another_run_are_refused(file: DetailsFile, tmp_path: Path) -> None:
    file.finish([DONE])
    changed = DetailsFile(file.path, {**MADE_BY, "corpus_version": "8"})
    garbled = DetailsFile(tmp_path / "garbled.jsonl", MADE_BY)
    row = json.loads(file.path.read_text("utf-8"))
    garbled.path.write_text(json.dumps({**row, "answer": {"text": 1}}), "utf-8")
    for given, questions, says in (
        (file, [TWO], "is of a question that isn't asked now"),
        (file, [replace(ONE, question="Omskrevet?")], "is of a question that isn't asked now"),
        (changed, [ONE], "was made by another corpus_version"),
        (garbled, [ONE], "isn't a whole line of details"),
    ):
        with pytest.raises(DatasetError) as error:
            given.finished(questions)
        assert str(error.value).startswith(f"{given.path}, line 1: {says}; go on as it was begun")
    again = DetailsFile(file.path, MADE_BY)
    again.finish([replace(DONE, repetition=2)])
    with pytest.raises(DatasetError, match="is of repetition 2"):
        again.finished([ONE])
    assert len(again.finished([ONE], 2)) == 1


def test_a_file_that_can_not_be_written_is_told_before_and_after(tmp_path: Path) -> None:
    check_writable(tmp_path / "new.jsonl")
    for path in (tmp_path, tmp_path / "no" / "file", Path("/dev/null")):
        with pytest.raises(DatasetError, match="can't be written"):
            check_writable(path)
    with pytest.raises(DatasetError, match="can't be written"):
        DetailsFile(tmp_path / "no" / "file", MADE_BY).begin()
