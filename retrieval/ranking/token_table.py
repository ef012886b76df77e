"""The tokens of candidates as arrays, so that a hundred passages are scored in a millisecond."""

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int64]


class TokenTable:
    """Token counts by text. A text is a string of tokens separated by spaces."""

    def __init__(self, texts: Sequence[str]) -> None:
        apart = pc.split_pattern(pa.array(texts, pa.string()), " ")
        encoded = apart.flatten().dictionary_encode()
        self._vocabulary = encoded.dictionary
        self._ends = np.cumsum(pc.utf8_length(self._vocabulary).to_numpy() + 1)
        self._token = encoded.indices.to_numpy(zero_copy_only=False)
        counts = np.diff(apart.offsets.to_numpy())
        self._text = np.repeat(np.arange(len(texts)), counts)
        empty = np.array([not text for text in texts], dtype=bool)
        self.lengths: Matrix = np.where(empty, 0, counts).astype(np.float64)

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def _joined(self) -> str:
        """The vocabulary joined with "_", also at both ends."""
        whole = pa.ListArray.from_arrays([0, len(self._vocabulary)], self._vocabulary)
        return f"_{pc.binary_join(whole, '_')[0].as_py()}_"

    def times(self, tokens: Sequence[str]) -> Matrix:
        """Counts, a row a text and a column for each of `tokens`."""
        places = {token: place for place, token in enumerate(dict.fromkeys(tokens))}
        numbers = pc.index_in(pa.array(places, pa.string()), self._vocabulary)
        known = numbers.is_valid().to_numpy(zero_copy_only=False)
        columns = np.full(len(self._vocabulary), -1)
        columns[numbers.drop_null().to_numpy()] = np.flatnonzero(known)
        columns = columns[self._token]
        kept = columns >= 0
        counted = self._table(self._text[kept], columns[kept], len(places))
        return counted[:, [places[token] for token in tokens]]

    def part_times(self, parts: Sequence[str]) -> Matrix:
        """Counts of parts of tokens, a row a text and a column a part; "_" marks a token's end.

        The parts are found in one pass over the vocabulary (Aho & Corasick, 1975).
        """
        automaton = AhoCorasick(list(parts), matchkind=MatchKind.Standard)
        matches = automaton.find_matches_as_indexes(self._joined, overlapping=True)
        found = np.fromiter(chain.from_iterable(matches), np.int64).reshape(-1, 3)
        in_token = np.searchsorted(self._ends, found[:, 1], "right")
        each = np.bincount(in_token, minlength=len(self._vocabulary))
        number = each[self._token]
        place = np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
        place += np.repeat((np.cumsum(each) - each)[self._token], number)
        return self._table(np.repeat(self._text, number), found[place, 0], len(parts))

    def _table(self, texts: Numbers, columns: Numbers, width: int) -> Matrix:
        """The number of times that each pair of a text and a column occurs."""
        counted = np.bincount(texts * width + columns, minlength=len(self) * width)
        return counted.reshape(len(self), width).astype(np.float64)
