"""Compares two runs question by question, from their details files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexhop.evals.harness.datasets import DatasetError, fault, read_rows, text_of, texts_of
from lexhop.evals.harness.metrics import CUTOFFS, distinct, mean, percentile, recall_at

_COUNTED = (
    "citation_recall",
    "citation_precision",
    "key_facts",
    "answer_stated",
    "abstention",
    "correctness",
    "faithfulness",
)
"""Scores besides recall that measure how good an answer is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A line of a details file.

    `status` is the answer's, "failed" after an error, "" for a search. `scores` is empty in files
    of older versions.
    """

    id: str
    question: str
    gold: tuple[str, ...]
    ranked: tuple[str, ...]
    repetition: int = 1
    status: str = ""
    took_ms: float = 0.0
    scores: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Unique within a run."""
        return self.id if self.repetition == 1 else f"{self.id} (run {self.repetition})"

    @property
    def recalls(self) -> tuple[float | None, ...]:
        """Recall at each of CUTOFFS."""
        return tuple(recall_at(k, self.gold, self.ranked) for k in CUTOFFS)

    @property
    def counted(self) -> dict[str, float]:
        """All scores that measure the result's quality, from 0 to 1."""
        found = {f"recall@{k}": share for k, share in zip(CUTOFFS, self.recalls, strict=True)}
        said = {key: self.scores.get(key) for key in _COUNTED}
        return {key: score for key, score in (found | said).items() if score is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionChange:
    """A question whose result differs between two runs.

    `by` is the change of its mean score, over the scores that both runs have.
    """

    before: Detail
    after: Detail
    by: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`changes` are ordered from most gained to most lost; `unmatched` are keys in one run only.

    `means` has each score's mean before and after, over questions that have it in both runs;
    `p95_ms` is before and after as well. Statuses are compared where both runs have one.
    """

    changes: tuple[QuestionChange, ...]
    unchanged: int
    unmatched: tuple[str, ...]
    means: Mapping[str, tuple[float, float]]
    p95_ms: tuple[float, float]

    @property
    def better(self) -> int:
        return sum(change.by > 0 for change in self.changes)

    @property
    def worse(self) -> int:
        return sum(change.by < 0 for change in self.changes)

    @property
    def otherwise(self) -> int:
        """Changes without gain or loss: scores moved both ways, or only the status differs."""
        return len(self.changes) - self.better - self.worse


def compare(before: Path, after: Path) -> Comparison:
    """Raises DatasetError for a file that isn't a details file, or if they share no question."""
    compared = differences(read_details(before), read_details(after))
    if compared is None:
        raise DatasetError(f"{before} and {after} have no question in common; compare like runs")
    return compared


def differences(old: Mapping[str, Detail], new: Mapping[str, Detail]) -> Comparison | None:
    """The comparison of two runs by key; None if they share no question."""
    shared = [name for name in old if name in new]
    if not shared:
        return None
    pairs = [(old[name], new[name]) for name in shared]
    changes = [change for pair in pairs if (change := _change(*pair)) is not None]
    return Comparison(
        changes=tuple(sorted(changes, key=lambda change: (-change.by, change.before.id))),
        unchanged=len(shared) - len(changes),
        unmatched=tuple(sorted(old.keys() ^ new.keys())),
        means=_means(pairs),
        p95_ms=(
            percentile(0.95, [before.took_ms for before, _ in pairs]) or 0.0,
            percentile(0.95, [after.took_ms for _, after in pairs]) or 0.0,
        ),
    )


def read_details(path: Path) -> dict[str, Detail]:
    """The lines of a details file by key. Raises DatasetError."""
    details: dict[str, Detail] = {}
    for number, row in read_rows(path):
        if missing := [name for name in ("id", "ranked", "gold") if name not in row]:
            problem = f'"{missing[0]}" is missing; give a file that eval --details wrote'
            raise fault(path, number, problem)
        text_of(path, number, row, "id")
        for name in ("gold", "ranked"):
            texts_of(path, number, row, name)
        detail = detail_of(row)
        if detail.key in details:
            raise fault(path, number, f'the id "{detail.key}" is there twice')
        details[detail.key] = detail
    return details


def detail_of(row: Mapping[str, Any]) -> Detail:
    """From a line of a details file that has the right shape."""
    turn = row.get("repetition")
    return Detail(
        id=row["id"],
        repetition=turn if isinstance(turn, int) else 1,
        question=str(row.get("question", "")),
        gold=tuple(row["gold"]),
        ranked=distinct(row["ranked"]),
        status=_status(row),
        took_ms=row["took_ms"] if isinstance(row.get("took_ms"), int | float) else 0.0,
        scores=_scores(row.get("scores")),
    )


def _status(row: Mapping[str, Any]) -> str:
    if row.get("error"):
        return "failed"
    answer = row.get("answer")
    return str(answer.get("status", "")) if isinstance(answer, dict) else ""


def _scores(given: object) -> dict[str, float | None]:
    scores = given if isinstance(given, dict) else {}
    return {
        key: score
        for key, score in scores.items()
        if score is None or isinstance(score, int | float)
    }


def _change(before: Detail, after: Detail) -> QuestionChange | None:
    old, new = before.counted, after.counted
    both = [key for key in old if key in new]
    restated = before.status and after.status and before.status != after.status
    if all(old[key] == new[key] for key in both) and not restated:
        return None
    by = (mean(new[key] for key in both) or 0.0) - (mean(old[key] for key in both) or 0.0)
    return QuestionChange(before=before, after=after, by=round(by, 4))


def _means(pairs: Sequence[tuple[Detail, Detail]]) -> dict[str, tuple[float, float]]:
    both: dict[str, list[tuple[float, float]]] = {}
    for before, after in pairs:
        old, new = before.counted, after.counted
        for key in old:
            if key in new:
                both.setdefault(key, []).append((old[key], new[key]))
    return {
        key: (sum(b for b, _ in values) / len(values), sum(a for _, a in values) / len(values))
        for key, values in both.items()
    }
