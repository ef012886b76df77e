"""Question sets: JSON Lines of questions with the expected result, validated before a run."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
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


class BadLine(DatasetError):
    """A line of a file can't be used; the others may be. The message says what is wrong with it."""


SkipRow = Callable[[BadLine], None]
"""Called with what is wrong with a line, which is then left out."""


def refuse_row(problem: BadLine) -> None:
    """Refuses the file for one line."""
    raise problem


def read_questions(path: Path, skip: SkipRow = refuse_row) -> list[EvalQuestion]:
    """The questions of a file, at least one; bad lines go to `skip`. Raises DatasetError."""
    questions: list[EvalQuestion] = []
    problems: list[BadLine] = []
    lines: dict[str, int] = {}
    for number, row in read_rows(path, skip=problems.append):
        try:
            question = question_of(path, number, row)
            first = lines.setdefault(question.id, number)
            if first != number:
                raise fault(path, number, f'the id "{question.id}" is also that of line {first}')
        except BadLine as problem:
            problems.append(problem)
        else:
            questions.append(question)
    for bad in problems:
        (skip if questions else refuse_row)(bad)
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


def read_rows(
    path: Path, *, torn_end: bool = False, skip: SkipRow = refuse_row
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers; bad lines go to `skip`.

    A line is never longer in memory than it may be. With `torn_end`, a half written last line is
    left out. Raises DatasetError for a file that can't be read.
    """
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(_lines(file), start=1):
                torn = torn_end and raw is not None and not raw.endswith(b"\n")
                try:
                    row = _row(path, number, raw)
                except BadLine as problem:
                    if not torn:
                        skip(problem)
                    continue
                if row is not None:
                    yield number, row
    except FileNotFoundError as error:
        raise DatasetError(f"{path}: no such file; give one of JSON Lines") from error
    except OSError as error:
        raise DatasetError(f"{path}: can't be read ({error.strerror}); check the file") from error


_LONGEST_LINE = 1_000_000
"""Bytes."""


def _lines(file: BufferedReader) -> Iterator[bytes | None]:
    """The lines, None for one that is too long."""
    while raw := file.readline(_LONGEST_LINE + 1):
        if len(raw) <= _LONGEST_LINE or raw.endswith(b"\n"):
            yield raw
            continue
        while (more := file.readline(_LONGEST_LINE)) and not more.endswith(b"\n"):
            pass
        yield None


def _row(path: Path, number: int, raw: bytes | None) -> Mapping[str, Any] | None:
    """The object in a line, None for a blank one. Raises BadLine."""
    if raw is None:
        raise fault(path, number, f"longer than {_LONGEST_LINE // 1_000_000} MB; shorten it")
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        row = json.loads(text) if text.strip() else None
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise fault(path, number, "not UTF-8; save the file as UTF-8") from error
    except UnicodeEncodeError as error:
        raise fault(path, number, "has half a character in it; write it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise fault(path, number, f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise fault(path, number, "not readable as JSON") from error
    if row is not None and not isinstance(row, dict):
        raise fault(path, number, "not an object; write one JSON object a line")
    return row if text.strip() else None


def fault(path: Path, line: int, problem: str) -> BadLine:
    return BadLine(f"{path}, line {line}: {problem}")


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
