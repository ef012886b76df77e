"""The table counts as counting one by one does."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lexhop.retrieval.ranking.token_table import TokenTable

TEXTS = st.lists(
    st.lists(st.text("abæ", min_size=1, max_size=4), max_size=6).map(" ".join), max_size=5
)
ASKED = st.lists(st.text("abæ", min_size=1, max_size=3), min_size=1, max_size=5)
PARTS = st.lists(st.text("abæ_", min_size=1, max_size=3), max_size=5, unique=True)


@given(TEXTS, ASKED)
def test_tokens_are_counted(texts: list[str], asked: list[str]) -> None:
    expected = [[text.split().count(token) for token in asked] for text in texts]
    assert TokenTable(texts).times(asked).tolist() == expected


@given(TEXTS, PARTS)
def test_parts_are_counted_within_tokens(texts: list[str], parts: list[str]) -> None:
    parts = [part for part in parts if part.strip("_") and "_" not in part[1:-1]]
    expected = [
        [sum(overlapping(part, f"_{token}_") for token in text.split()) for part in parts]
        for text in texts
    ]
    assert TokenTable(texts).part_times(parts).tolist() == expected


def overlapping(part: str, text: str) -> int:
    return sum(text.startswith(part, at) for at in range(len(text)))


@given(TEXTS)
def test_lengths_are_in_tokens(texts: list[str]) -> None:
    assert np.array_equal(TokenTable(texts).lengths, [len(text.split()) for text in texts])
