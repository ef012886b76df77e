"""Question sets: JSON Lines of questions with the expected result, validated before a run."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lexhop.state.options import checked_question

UNSPECIFIED = "unspecified"
"""Type or language of a question that doesn't state it."""


class DatasetError(Exception):
    """A file can't be used. The message is one line: which file, where in it, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalQuestion:
    """A question with its expected result.

    `gold` are the provisions, or documents of prose, that an answer needs; it is empty where
    abstaining is right. `key_facts` are words that a right answer contains.
    """

    id: str
    question: str
    language: str = UNSPECIFIED
    type: str = UNSPECIFIED
    gold: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    key_facts: tuple[str, ...] = ()


def read_questions(path: Path) -> list[EvalQuestion]:
    """The questions of a file, at least one. Raises DatasetError."""
    questions: list[EvalQuestion] = []
    lines: dict[str, int] = {}
    for number, row in read_rows(path):
        question = question_of(path, number, row)
        if question.id in lines:
            first = lines[question.id]
            raise fault(path, number, f'the id "{question.id}" is also that of line {first}')
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise DatasetError(f"{path}: no questions in it; write one JSON object a line")
    return questions


def inputs_of(question: EvalQuestion) -> dict[str, Any]:
    """The input of a target, as plain JSON."""
    return {"question": question.question}


def reference_of(question: EvalQuestion) -> dict[str, Any]:
    """The expected result as plain JSON, for evaluators' `reference_outputs`."""
    return {
        "gold": list(question.gold),
        "answers": list(question.answers),
        "key_facts": list(question.key_facts),
        "lang": question.language,
    }


def read_rows(path: Path, *, torn_end: bool = False) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers. Raises DatasetError.

    With `torn_end`, a half written last line is skipped.
    """
    try:
        content = path.read_bytes()
        text = (_without_torn_end(content) if torn_end else content).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise DatasetError(f"{path}: no such file; give one of JSON Lines") from error
    except OSError as error:
        raise DatasetError(f"{path}: can't be read ({error.strerror}); check the file") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: not UTF-8; save the file as UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise fault(path, number, f"not JSON ({error.msg}, column {error.colno})") from error
        except (ValueError, RecursionError) as error:
            raise fault(path, number, "not readable as JSON") from error
        if not isinstance(row, dict):
            raise fault(path, number, "not an object; write one JSON object a line")
        try:
            json.dumps(row, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise fault(path, number, "has half a character in it; write it as UTF-8") from error
        yield number, row


def _without_torn_end(content: bytes) -> bytes:
    whole, end, last = content.rpartition(b"\n")
    try:
        json.loads(last or b"0")
    except ValueError:
        return whole + end
    return content


def fault(path: Path, line: int, problem: str) -> DatasetError:
    return DatasetError(f"{path}, line {line}: {problem}")


def texts_of(path: Path, line: int, row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The list of texts under `name`. Raises DatasetError if it is anything else."""
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise fault(path, line, f'"{name}" has to be a list of texts')
    return tuple(dict.fromkeys(value))


def text_of(path: Path, line: int, row: Mapping[str, Any], name: str) -> str:
    """The text under `name`, not blank. Raises DatasetError if it is anything else."""
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise fault(path, line, f'"{name}" has to be a text that is not blank')
    return value


def row_of(question: EvalQuestion) -> dict[str, Any]:
    """The question as an object that `read_questions` takes; unspecified fields are left out."""
    unstated = {"lang": UNSPECIFIED, "type": UNSPECIFIED, "answers": [], "key_facts": []}
    row = {
        "id": question.id,
        "question": question.question,
        "lang": question.language,
        "type": question.type,
        "gold": list(question.gold),
        "answers": list(question.answers),
        "key_facts": list(question.key_facts),
    }
    return {name: value for name, value in row.items() if value != unstated.get(name)}


def question_of(path: Path, line: int, row: Mapping[str, Any]) -> EvalQuestion:
    """The question in a line. Raises DatasetError, naming `path` and `line`."""
    if missing := [name for name in ("id", "question", "gold") if name not in row]:
        shape = 'write {"id": "...", "question": "...", "gold": ["..."]}'
        raise fault(path, line, f'"{missing[0]}" is missing; {shape}')
    try:
        question = checked_question(text_of(path, line, row, "question"))
    except ValueError as error:
        raise fault(path, line, str(error)) from error
    given = {name: texts_of(path, line, row, name) for name in _LISTS if name in row}
    return EvalQuestion(
        id=text_of(path, line, row, "id"),
        question=question,
        language=text_of(path, line, row, "lang") if "lang" in row else UNSPECIFIED,
        type=text_of(path, line, row, "type") if "type" in row else UNSPECIFIED,
        **given,
    )


_LISTS = ("gold", "answers", "key_facts")
