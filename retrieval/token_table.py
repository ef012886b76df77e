"""The tokens of candidates as numbers, so that a hundred passages are scored in a millisecond."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]


class TokenTable:
    """Of each text, a string of tokens with spaces between, how often it has which token."""

    def __init__(self, texts: Sequence[str]) -> None:
        apart = pc.split_pattern(pa.array(texts, pa.string()), " ")
        encoded = apart.flatten().dictionary_encode()
        self._vocabulary: list[str] = encoded.dictionary.to_pylist()
        self._token = encoded.indices.to_numpy(zero_copy_only=False)
        counts = np.diff(apart.offsets.to_numpy())
        self._text = np.repeat(np.arange(len(texts)), counts)
        empty = np.array([not text for text in texts], dtype=bool)
        self.lengths: Matrix = np.where(empty, 0, counts).astype(np.float64)

    def __len__(self) -> int:
        return len(self.lengths)

    def times(self, tokens: Sequence[str]) -> Matrix:
        """How often each text (row) has each of `tokens` (column)."""
        places = {token: place for place, token in enumerate(dict.fromkeys(tokens))}
        columns = np.array([places.get(token, -1) for token in self._vocabulary], np.int64)
        columns = columns[self._token]
        kept = columns >= 0
        counted = self._table(self._text[kept], columns[kept], len(places))
        return counted[:, [places[token] for token in tokens]]

    def part_times(self, parts: Sequence[str]) -> Matrix:
        """How often each text (row) has each of `parts` of tokens (column); "_" is a token's end.

        The parts are found in one pass over the vocabulary (Aho & Corasick, 1975).
        """
        ends = np.cumsum([len(token) + 1 for token in self._vocabulary])
        joined = f"_{'_'.join(self._vocabulary)}_"
        automaton = AhoCorasick(list(parts), matchkind=MatchKind.Standard)
        matches = automaton.find_matches_as_indexes(joined, overlapping=True)
        found = np.fromiter(chain.from_iterable(matches), np.int64).reshape(-1, 3)
        in_token = np.searchsorted(ends, found[:, 1], "right")
        each = np.bincount(in_token, minlength=len(self._vocabulary))
        number = each[self._token]
        place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        place += np.repeat((np.cumsum(each) - each)[self._token], number)
        return self._table(np.repeat(self._text, number), found[place, 0], len(parts))

    def _table(self, texts: Numbers, columns: Numbers, width: int) -> Matrix:
        """How often each pair of a text and a column is there."""
        counted = np.bincount(texts * width + columns, minlength=len(self) * width)
        return counted.reshape(len(self), width).astype(np.float64)
