"""A sample of references is drawn by seed and says what each was read as."""

import sys
from pathlib import Path

import pytest

from lexhop.evals.bench.reference_sample import draw, main

ACT = """---
title: Lov om bænke (bænkeloven)
short_title: bænkeloven
language: da
---

§ 1. Bænke males efter § 2, stk. 1.

§ 2. Det gælder også efter § 9 og skurlovens § 1.

§ 3. (Ophævet)

§ 4. Om borde gælder § 3.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "baenke.md").write_text(ACT, encoding="utf-8")
    (tmp_path / "broken.xml").write_text("<Dokument>", encoding="utf-8")
    (tmp_path / "notes.pdf").write_text("no act", encoding="utf-8")
    return tmp_path


def test_every_reference_can_be_drawn(folder: Path) -> None:
    drawn = draw(folder, seed=7, size=100)
    assert {(one.reference.target, one.outcome) for one in drawn} == {
        ("bænkeloven § 2", "resolved"),
        ("bænkeloven § 9", "no_such_provision"),
        ("bænkeloven § 3", "repealed"),
        ("skurloven § 1", "act_not_loaded"),
    }


def test_the_same_seed_draws_the_same(folder: Path) -> None:
    assert draw(folder, seed=7, size=2) == draw(folder, seed=7, size=2)
    assert len(draw(folder, seed=7, size=2)) == 2


def test_a_line_each_without_the_acts_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["reference_sample", str(folder), "--size", "9"])
    main()
    captured = capsys.readouterr()
    assert (
        "bænkeloven § 1\t§ 2, stk. 1\tbænkeloven § 2, stk. 1\tresolved" in captured.out.splitlines()
    )
    assert "males" not in captured.out
    assert "broken.xml" in captured.err
