"""Which questions two runs differ on, from their details files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.datasets import DatasetError, fault, read_rows, text_of, texts_of
from evals.metrics import CUTOFFS, distinct, mean, recall_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A line of a details file. `status` is that of the answer, "" where there is none."""

    id: str
    question: str
    gold: tuple[str, ...]
    ranked: tuple[str, ...]
    status: str = ""

    @property
    def recalls(self) -> tuple[float | None, ...]:
        """Recall at each of CUTOFFS."""
        return tuple(recall_at(k, self.gold, self.ranked) for k in CUTOFFS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question on which two runs differ.

    `by` is how much the mean of its recalls over CUTOFFS grew (below 0: shrank).
    """

    before: Detail
    after: Detail
    by: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`changes` go from the most gained to the most lost. `unmatched` are ids of one file only.

    A status is compared where both runs have one.
    """

    changes: tuple[Change, ...]
    unchanged: int
    unmatched: tuple[str, ...]

    @property
    def better(self) -> int:
        return sum(change.by > 0 for change in self.changes)

    @property
    def worse(self) -> int:
        return sum(change.by < 0 for change in self.changes)

    @property
    def otherwise(self) -> int:
        """Recall went up at one cutoff and down at another, or only the status differs."""
        return len(self.changes) - self.better - self.worse


def compare(before: Path, after: Path) -> Comparison:
    """Raises DatasetError where a file isn't one of details, or both have no question in common."""
    old, new = read_details(before), read_details(after)
    shared = [name for name in old if name in new]
    if not shared:
        raise DatasetError(f"{before} and {after} have no question in common; compare like runs")
    found = [_change(old[name], new[name]) for name in shared]
    changes = [change for change in found if change is not None]
    return Comparison(
        changes=tuple(sorted(changes, key=lambda change: (-change.by, change.before.id))),
        unchanged=len(shared) - len(changes),
        unmatched=tuple(sorted(old.keys() ^ new.keys())),
    )


def read_details(path: Path) -> dict[str, Detail]:
    """The lines of a details file by id. Raises DatasetError."""
    details: dict[str, Detail] = {}
    for number, row in read_rows(path):
        if missing := [name for name in ("id", "ranked", "gold") if name not in row]:
            problem = f'"{missing[0]}" is missing; give a file that eval --details wrote'
            raise fault(path, number, problem)
        one = Detail(
            id=text_of(path, number, row, "id"),
            question=str(row.get("question", "")),
            gold=texts_of(path, number, row, "gold"),
            ranked=distinct(texts_of(path, number, row, "ranked")),
            status=_status(row),
        )
        if one.id in details:
            raise fault(path, number, f'the id "{one.id}" is there twice')
        details[one.id] = one
    return details


def _status(row: Mapping[str, Any]) -> str:
    answer = row.get("answer")
    return str(answer.get("status", "")) if isinstance(answer, dict) else ""


def _change(before: Detail, after: Detail) -> Change | None:
    by = (mean(after.recalls) or 0.0) - (mean(before.recalls) or 0.0)
    restated = before.status and after.status and before.status != after.status
    if before.recalls == after.recalls and not restated:
        return None
    return Change(before=before, after=after, by=round(by, 4))
