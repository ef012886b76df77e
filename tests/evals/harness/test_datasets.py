"""Question files: what is read, and the one line said of what can't be."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lexhop.evals.harness.datasets import DatasetError, EvalQuestion, read_questions


def written(folder: Path, text: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_is_read_with_all_that_it_says(tmp_path: Path) -> None:
    line = (
        '{"id": "A1", "question": " Hvor længe? ", "lang": "da", "type": "single", '
        '"gold": ["badeloven § 3", "badeloven § 3"], "answers": ["6 år"], "key_facts": ["6 år"]}'
    )
    assert read_questions(written(tmp_path, line)) == [
        EvalQuestion(
            id="A1",
            question="Hvor længe?",
            language="da",
            type="single",
            gold=("badeloven § 3",),
            answers=("6 år",),
            key_facts=("6 år",),
        )
    ]


def test_only_id_question_and_gold_are_needed_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    first, second = (f'{{"id": "{name}", "question": "A?", "gold": []}}' for name in "12")
    questions = read_questions(written(tmp_path, f"\ufeff{first}\r\n\n{second}\n"))
    assert [(one.id, one.type, one.gold) for one in questions] == [
        ("1", "unspecified", ()),
        ("2", "unspecified", ()),
    ]


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "1", "question": "A\u2028B?", "gold": []}')
    assert len(read_questions(path)) == 1


@dataclass(frozen=True)
class Case:
    text: str
    line: int
    says: str


GOOD = '{"id": "1", "question": "A?", "gold": []}\n'


@pytest.mark.parametrize(
    "case",
    [
        Case(GOOD + "{id: 2}", 2, "not JSON (Expecting property name"),
        Case("[" * 100_000, 1, "not readable as JSON"),
        Case('["id"]', 1, "not an object"),
        Case('{"question": "A?", "gold": []}', 1, '"id" is missing'),
        Case('{"id": "1", "gold": []}', 1, '"question" is missing'),
        Case(GOOD + "\n" + '{"id": "2", "question": "A?"}', 3, '"gold" is missing'),
        Case('{"id": 1, "question": "A?", "gold": []}', 1, '"id" has to be a text'),
        Case('{"id": "1", "question": " ", "gold": []}', 1, '"question" has to be a text'),
        Case('{"id": "1", "question": "' + "a" * 4001 + '", "gold": []}', 1, "has 4001 characters"),
        Case('{"id": "1", "question": "A?", "gold": "x § 1"}', 1, '"gold" has to be a list'),
        Case(
            '{"id": "1", "question": "A?", "gold": [], "key_facts": [3]}', 1, '"key_facts" has to'
        ),
        Case('{"id": "1", "question": "A?", "gold": [], "type": null}', 1, '"type" has to be'),
        Case(GOOD + GOOD, 2, 'the id "1" is also that of line 1'),
    ],
)
def test_a_bad_line_is_named_with_what_is_wrong(tmp_path: Path, case: Case) -> None:
    path = written(tmp_path, case.text)
    with pytest.raises(DatasetError) as error:
        read_questions(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line {case.line}: ")
    assert case.says in message
    assert "\n" not in message


def test_bad_lines_are_told_and_the_others_are_kept(tmp_path: Path) -> None:
    lines = [GOOD.strip(), "no json", "[" * 100_000, "x" * 1_100_000, GOOD.strip(), "{}"]
    good = GOOD.replace('"1"', '"2"').strip()
    path = written(tmp_path, "\n".join([*lines, good]))
    told: list[str] = []
    questions = read_questions(path, lambda problem: told.append(str(problem)))
    assert [question.id for question in questions] == ["1", "2"]
    assert [line.partition(", line ")[2][:1] for line in told] == ["2", "3", "4", "5", "6"]


def test_a_file_that_can_not_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    empty = written(tmp_path, "\n")
    for path, reason in (
        (tmp_path / "none.jsonl", "no such file"),
        (tmp_path, "can't be read (Is a directory)"),
        (empty, "no questions in it"),
    ):
        with pytest.raises(DatasetError) as error:
            read_questions(path)
        assert str(error.value).startswith(f"{path}: {reason}")
