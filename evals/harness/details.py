"""The details file: a JSON line a question, written during the run, so that it can be resumed."""

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lexhop.corpus.text.visible import escaped
from lexhop.evals.harness.datasets import DatasetError, EvalQuestion, fault, read_rows
from lexhop.evals.harness.run import QuestionResult, outputs_of
from lexhop.evals.harness.summary import scores_of
from lexhop.state.records import Answer

_ANSWER = TypeAdapter(Answer)


def detail(outcome: QuestionResult, made_by: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A line of a details file. `made_by` must be equal in a run that resumes it."""
    question = outcome.question
    return {
        "id": question.id,
        "repetition": outcome.repetition,
        "question": question.question,
        "lang": question.language,
        "type": question.type,
        "gold": list(question.gold),
        **outputs_of(outcome),
        "scores": scores_of(outcome),
        "judged": list(outcome.judged),
        "made_by": dict(made_by or {}),
    }


def check_writable(path: Path) -> None:
    """Raises DatasetError before a long run if its file couldn't be written."""
    if (path.exists() and not path.is_file()) or not path.absolute().parent.is_dir():
        raise DatasetError(f"{path}: can't be written; name a file in a folder that exists")


@dataclass(frozen=True, slots=True)
class DetailsFile:
    """Stores the results of a run. Methods raise DatasetError if the file can't be used.

    Lines are appended whole, as questions finish. At the end the file is replaced atomically by one
    in the order of the question set.
    """

    path: Path
    made_by: Mapping[str, str]
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def begin(self, finished: Sequence[QuestionResult] = ()) -> None:
        """Write the `finished` results only."""
        self._replace(finished)

    async def keep(self, outcome: QuestionResult) -> None:
        async with self._lock:
            await asyncio.to_thread(self._add, self._line(outcome))

    def finish(self, outcomes: Sequence[QuestionResult]) -> None:
        """Write all results in the given order."""
        self._replace(outcomes)

    def finished(
        self, questions: Sequence[EvalQuestion], repetitions: int = 1
    ) -> list[QuestionResult]:
        """The results of an interrupted run, without failed questions and a torn last line.

        Raises DatasetError for the details of another run.
        """
        if not self.path.exists():
            return []
        by_id = {question.id: question for question in questions}
        rows = [
            (number, row)
            for number, row in read_rows(self.path, torn_end=True)
            if not row.get("error")
        ]
        outcomes = [(number, self._outcome(number, row, by_id)) for number, row in rows]
        for number, outcome in outcomes:
            if outcome.repetition > repetitions:
                raise self._other(number, f"is of repetition {outcome.repetition}")
        return [outcome for _, outcome in outcomes]

    def _outcome(
        self, number: int, row: Mapping[str, Any], by_id: Mapping[str, EvalQuestion]
    ) -> QuestionResult:
        question = by_id.get(str(row.get("id")))
        if question is None or row.get("question") != question.question:
            raise self._other(number, "is of a question that isn't asked now")
        made_by = row.get("made_by")
        if made_by != dict(self.made_by):
            then = made_by if isinstance(made_by, dict) else {}
            changed = [name for name, now in self.made_by.items() if then.get(name) != now]
            raise self._other(number, f"was made by another {changed[0] if changed else 'run'}")
        try:
            return QuestionResult(
                question=question,
                ranked=tuple(row["ranked"]),
                via=tuple(row["via"]),
                took_ms=float(row["took_ms"]),
                answer=_ANSWER.validate_python(row["answer"]) if row["answer"] else None,
                verbatim=tuple(row["verbatim"]),
                judged=tuple(row["judged"]),
                repetition=int(row["repetition"]),
            )
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise self._other(number, "isn't a whole line of details") from error

    def _other(self, number: int, problem: str) -> DatasetError:
        return fault(self.path, number, f"{problem}; go on as it was begun, or without --resume")

    def _line(self, outcome: QuestionResult) -> str:
        return escaped(json.dumps(detail(outcome, self.made_by), ensure_ascii=False)) + "\n"

    def _add(self, line: str) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            raise self._unwritable(error) from error

    def _replace(self, outcomes: Sequence[QuestionResult]) -> None:
        path = self.path.resolve()
        new = path.with_name(f"{path.name}.new")
        try:
            new.write_text("".join(map(self._line, outcomes)), encoding="utf-8")
            os.replace(new, path)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> DatasetError:
        return DatasetError(f"{self.path}: can't be written ({error.strerror})")
