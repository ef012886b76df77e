"""Which questions changed between two runs."""

import json
from pathlib import Path
from typing import Any

import pytest

from lexhop.evals.harness.compare import compare
from lexhop.evals.harness.datasets import DatasetError


def details(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(
    name: str, *ranked: str, status: str = "", gold: tuple[str, ...] = ("x",)
) -> dict[str, Any]:
    answer = {"status": status} if status else None
    return {"id": name, "gold": list(gold), "ranked": list(ranked), "answer": answer}


def test_changes_go_from_the_most_gained_to_the_most_lost(tmp_path: Path) -> None:
    before = details(
        tmp_path / "a",
        row("same", "x"),
        row("lost", "x"),
        row("gained", "y"),
        row("gained a little", "1", "2", "3", "4", "5", "x"),
        row("gone", "x"),
    )
    after = details(
        tmp_path / "b",
        row("same", "x", "y"),
        row("lost", "y"),
        row("gained", "x"),
        row("gained a little", "1", "2", "3", "4", "x"),
        row("new", "x"),
    )
    found = compare(before, after)
    assert [(change.before.id, change.by) for change in found.changes] == [
        ("gained", 1.0),
        ("gained a little", 0.25),
        ("lost", -1.0),
    ]
    assert (found.better, found.worse, found.otherwise, found.unchanged) == (2, 1, 0, 1)
    assert found.unmatched == ("gone", "new")


def test_a_gain_at_one_cutoff_and_a_loss_at_another_is_a_change_of_neither_kind(
    tmp_path: Path,
) -> None:
    gold = ("x", "y")
    fill = tuple("abcdefghijklmnopqrstuvw")
    before = details(tmp_path / "a", row("1", "x", *fill, gold=gold))
    after = details(tmp_path / "b", row("1", "a", "b", "x", "c", "d", "y", gold=gold))
    mixed = compare(before, after)
    assert mixed.changes[0].before.recalls == (0.5, 0.5, 0.5, 0.5)
    assert mixed.changes[0].after.recalls == (0.0, 0.5, 1.0, 1.0)
    after = details(tmp_path / "b", row("1", "a", "b", "x", *fill[2:12], "y", gold=gold))
    assert compare(before, after).otherwise == 1


def test_a_status_is_compared_where_both_runs_have_one(tmp_path: Path) -> None:
    searched = details(tmp_path / "a", row("1", "x"))
    partial = details(tmp_path / "b", row("1", "x", status="partial"))
    answered = details(tmp_path / "c", row("1", "x", status="answered"))
    assert compare(searched, partial).changes == ()
    assert compare(partial, answered).otherwise == 1


def test_what_can_not_be_compared_is_named(tmp_path: Path) -> None:
    good = details(tmp_path / "good", row("1", "x"))
    for rows, says in (
        ([{"id": "1", "ranked": []}], 'line 1: "gold" is missing; give a file that eval'),
        ([row("1"), row("1")], 'line 2: the id "1" is there twice'),
        ([row("2")], "no question in common"),
    ):
        other = details(tmp_path / "other", *rows)
        with pytest.raises(DatasetError) as error:
            compare(good, other)
        assert says in str(error.value)
