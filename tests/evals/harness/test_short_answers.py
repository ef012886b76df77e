"""Exact match and F1 on cases worked out by hand from the sets' own rules."""

from dataclasses import dataclass

import pytest

from lexhop.evals.harness.short_answers import exact_match, f1, normalised, without_marks


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("The  Otter-Bay, a bay!", "en", "otterbay bay"),
        ("An apple a day", "en", "apple day"),
        ("Theatre and Anna", "en", "theatre and anna"),
        ("»Den« blå bog – § 3", "da", "blå bog 3"),
        ("En bog om det hele", "da", "bog om hele"),
        ("Det gode", "en", "det gode"),
        ("a b", "de", "b"),
    ],
)
def test_case_punctuation_and_articles_do_not_count(text: str, language: str, words: str) -> None:
    assert normalised(text, language) == words


@dataclass(frozen=True)
class Case:
    answers: tuple[str, ...]
    text: str
    exact: float
    f1: float


@pytest.mark.parametrize(
    "case",
    [
        Case(("Mara Finch",), "mara finch.", 1.0, 1.0),
        Case(("Mara Finch",), "Governor Mara Finch", 0.0, 0.8),
        Case(("x", "Mara Finch"), "the Mara Finch", 1.0, 1.0),
        Case(("G. Stanley Hall", "Stanley Hall"), "Stanley Hall", 1.0, 1.0),
        Case(("Mara Finch",), "Otter Bay", 0.0, 0.0),
        Case(("to be to be",), "to be", 0.0, 2 / 3),
        Case(("yes",), "yes it is", 0.0, 0.0),
        Case(("yes",), "Yes.", 1.0, 1.0),
        Case(("it is no",), "no", 0.0, 0.0),
        Case(("x",), "", 0.0, 0.0),
    ],
)
def test_the_best_of_all_reference_answers_counts(case: Case) -> None:
    assert exact_match(case.answers, case.text) == case.exact
    assert f1(case.answers, case.text) == pytest.approx(case.f1)


def test_without_reference_answers_there_is_nothing_to_match() -> None:
    assert exact_match((), "x") is None
    assert f1((), "x") is None


def test_citation_numbers_are_no_part_of_what_is_said() -> None:
    assert exact_match(("Mara Finch",), without_marks("Mara Finch [1] [12]")) == 1.0
