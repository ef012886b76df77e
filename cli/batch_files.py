"""The files of a batch: its questions, and the results so far."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from filelock import FileLock, Timeout
from pydantic import ValidationError

from lexhop.cli.render import as_json as js
from lexhop.evals.harness.datasets import BadLine, DatasetError, fault, read_rows, text_of
from lexhop.graph.pipeline.qa import BatchItem
from lexhop.state.errors import BadInput
from lexhop.state.options import Options, checked_question

_FIELDS = ("id", "question", "options", "answer", "error")
_STATUSES = ("answered", "partial", "abstained", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A question of a batch, or with `fault` why there is none in its line."""

    id: str
    question: str
    options: Options
    fault: str = ""


def read_lines(path: Path, options: Options) -> list[BatchLine]:
    """The lines of a file, with their own options over `options`; a bad one has a fault.

    Raises BadInput for a file without any question.
    """
    lines: dict[str, BatchLine] = {}
    bad: list[BadLine] = []
    try:
        for number, row in read_rows(path, skip=bad.append):
            try:
                line = _line(path, number, row, options)
                if line.id in lines:
                    raise fault(path, number, f'the id "{line.id}" is there twice')
                lines[line.id] = line
            except BadLine as problem:
                bad.append(problem)
    except DatasetError as error:
        raise BadInput(str(error)) from error
    if bad and not lines:
        raise BadInput(str(bad[0]))
    if not lines:
        raise BadInput(f'{path}: no questions in it; write {{"question": "..."}} a line')
    faults = (str(problem) for problem in bad)
    return [
        *lines.values(),
        *(BatchLine(id=one, question="", options=options, fault=one) for one in faults),
    ]


def _line(path: Path, number: int, row: Mapping[str, Any], options: Options) -> BatchLine:
    given = row.get("options", {})
    try:
        question = checked_question(text_of(path, number, row, "question"))
        if not isinstance(given, dict):
            raise fault(path, number, '"options" has to be an object')
        merged = options.model_dump(exclude_unset=True) | given
        checked = Options.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        message = first["msg"].removeprefix("Value error, ")
        raise fault(path, number, f"options: {name}: {message}") from error
    except ValueError as error:
        raise fault(path, number, str(error)) from error
    return BatchLine(
        id=text_of(path, number, row, "id") if "id" in row else str(number),
        question=question,
        options=checked,
    )


@dataclass(kw_only=True)
class Results:
    """Results in `path`, one JSON line each: {"id", "question", "options", "answer", "error"}.

    `done` are the answered questions by id; the others are `todo`, in the order of `lines`, and
    bad lines, whose results have their fault as "id" and "error".
    """

    path: Path
    lines: Sequence[BatchLine]
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    failed: int = 0

    @classmethod
    def read(cls, path: Path, lines: Sequence[BatchLine]) -> Self:
        """The results of an earlier run, without writing anything.

        Answers are kept, failed questions are asked again, a torn last line is dropped. Raises
        BadInput for any other file, or answers to other questions or options.
        """
        results = cls(path=path.resolve(), lines=lines)
        wanted = {line.id: line for line in lines}
        answered = [row for row in _rows(path) if row["answer"]]
        for row in answered:
            line = wanted.get(str(row["id"]))
            if line and _is_of(row, line):
                results.done[line.id] = row
        if others := len(answered) - len(results.done):
            raise BadInput(
                f"{path}: {others} answers in it are of other questions or options; "
                "name another file with --out"
            )
        return results

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock the file for one batch, and rewrite it with the answers that are kept."""
        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), timeout=0)
        try:
            with lock:
                self.done = type(self).read(self.path, self.lines).done
                self._rewrite()
                yield
                Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout as error:
            raise BadInput(f"{self.path}: another batch is writing it; wait for that") from error

    @property
    def todo(self) -> list[BatchLine]:
        return [line for line in self.lines if line.id not in self.done and not line.fault]

    @property
    def bad(self) -> list[BatchLine]:
        return [line for line in self.lines if line.fault]

    def add(self, line: BatchLine, item: BatchItem) -> None:
        """Append a result; it is on disk when this returns."""
        row = {
            "id": line.id,
            "question": line.question,
            "options": line.options.model_dump(mode="json"),
            "answer": asdict(item.answer) if item.answer else None,
            "error": item.error,
        }
        if item.answer:
            self.done[line.id] = row
        else:
            self.failed += 1
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{js.dumps(row)}\n")
            file.flush()
            os.fsync(file.fileno())

    def counts(self) -> dict[str, int]:
        """Results by status; "failed" ones have no answer."""
        counted = Counter(row["answer"]["status"] for row in self.done.values())
        counted["failed"] = self.failed
        return {name: counted[name] for name in _STATUSES}

    def _rewrite(self) -> None:
        draft = self.path.with_name(f".{self.path.name}.new")
        rows = (self.done[line.id] for line in self.lines if line.id in self.done)
        try:
            draft.write_text("".join(f"{js.dumps(row)}\n" for row in rows), encoding="utf-8")
            draft.replace(self.path)
        except OSError as error:
            raise BadInput(f"{self.path}: can't be written ({error.strerror})") from error


def _is_of(row: Mapping[str, Any], line: BatchLine) -> bool:
    options = line.options.model_dump(mode="json")
    return row.get("question") == line.question and row.get("options") == options


def _rows(path: Path) -> list[Mapping[str, Any]]:
    """The complete lines of an earlier run. Raises BadInput for any other file."""
    if not path.exists():
        return []
    if not path.is_file():
        raise BadInput(f"{path}: not a plain file; name another one with --out")
    try:
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: can't be read; name another file with --out") from error
    rows: list[Mapping[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
            if not line or (number == len(lines) and line.startswith('{"id": ')):
                continue
        if not _is_result(row):
            raise BadInput(
                f"{path}, line {number}: no result of a batch; name another file with --out"
            )
        rows.append(row)
    return rows


def _is_result(row: object) -> bool:
    if not isinstance(row, dict) or not set(_FIELDS) <= set(row):
        return False
    answer = row["answer"]
    return answer is None or (isinstance(answer, dict) and answer.get("status") in _STATUSES)
