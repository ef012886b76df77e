"""Numbered items are told from other numbers by counting."""

import pytest

from lexhop.corpus.text.list_items import numbered_items


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1) a, 2) b og 3) c", ["1", "2", "3"]),
        ("1) a,\n2a) b", ["1"]),
        ("1) a, 1 a) b, 1 b) c, 2) d", ["1", "1 a", "1 b", "2"]),
        ("1) a 1 b) b 1 a) c", ["1", "1 b"]),
        ("Se 7) nedenfor. 1) a (nr. 3) og 2) b", ["1", "2"]),
        ("1) a, 3) c", ["1"]),
        ("x1) a", []),
        ("Til både hører:\n1. joller\n2. kanoer", ["1", "2"]),
        ("Til både hører:\n1. joller og 2. kanoer", []),
        ("Loven gælder fra\n1. januar", []),
        ("Fra 1) a og\n1. b\n2. c", ["1"]),
        ("", []),
    ],
)
def test_items_count_up(text: str, numbers: list[str]) -> None:
    assert [number for _, number in numbered_items(text)] == numbers


def test_a_list_goes_on_from_a_given_number() -> None:
    assert numbered_items("3) c 4) d", first="3") == [(0, "3"), (5, "4")]
    assert numbered_items("1) a 2) b", 5, first="2") == [(5, "2")]
    assert numbered_items("1) a 2) b", 0, 5) == [(0, "1")]
