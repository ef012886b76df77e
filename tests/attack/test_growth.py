"""No text makes a pattern or a reader of texts slow: time grows as the length does."""

from collections.abc import Callable

import pytest

from lexhop.corpus.citations.act_fields import field_not_loaded
from lexhop.reasoning.grounding.opposites import sides_in
from lexhop.retrieval.query.answer_type import answer_types_of
from lexhop.retrieval.query.jurisdiction import foreign_law_in
from tests.attack.growth import KINDS, MOST, growth, pieces_of
from tests.attack.patterns import Used, patterns
from tests.attack.reading import READING, acts

FOUND, MADE = patterns()
MADE_OF_WORDS: dict[str, Callable[[str], object]] = {
    "lexhop.corpus.citations.act_fields._fields": lambda text: field_not_loaded(
        text, acts(), frozenset({"kajloven"})
    ),
    "lexhop.evals.bench.honesty.has_fact": len,  # reads our own benchmark
    "lexhop.reasoning.chat.quote_alignment._alike": READING["quote, not found"],
    "lexhop.reasoning.grounding.calculation._stands_in": READING["quantities"],
    "lexhop.reasoning.grounding.claims._one_span_from_nowhere": READING["sentence of a model"],
    "lexhop.reasoning.grounding.opposites._read": sides_in,
    "lexhop.retrieval.query.answer_type._counted": lambda text: [
        pattern.search(text) for pattern in answer_types_of("Hvor mange både må der være?")
    ],
    "lexhop.retrieval.query.jurisdiction._in_country": foreign_law_in,
    "lexhop.retrieval.query.terms._begins": READING["terms"],
}
"""Where a pattern is made of words that are known at run time, and what uses it."""
SIZES = (8_000, 32_000)
"""Both are cut into passages; a text of 2,000 characters is not, and that step is no growth."""
MOST_OF_A_READER = 1.45
"""Leave for what grows with the logarithm, for memory, and for a busy machine."""
STATUTORY = {
    "decimals": "1,25,",
    "fences": "```a\n",
    "links": "[a](",
    "sections": "§ 1, stk. 2, ",
    "items": "1) a ",
    "rates": "3 pct. ",
    "headings": "# a\n",
    "tables": "| a | b |\n",
    "quotes": '"a',
    "sentences": "En lov. ",
    "tags": "<a ",
    "acts": "Lov om a ",
    "dates": "1. maj 2020 ",
}


def test_patterns_that_are_made_at_run_time_are_known() -> None:
    assert set(MADE) == set(MADE_OF_WORDS)


@pytest.mark.parametrize("used", FOUND, ids=[f"{one.where}-{n}" for n, one in enumerate(FOUND)])
def test_a_pattern_reads_in_linear_time(used: Used) -> None:
    for piece in (*KINDS.values(), *pieces_of(used.pattern)):
        assert growth(used.read, piece) < MOST, repr(piece)


@pytest.mark.parametrize("name", [*READING, *MADE_OF_WORDS])
def test_a_reader_reads_in_linear_time(name: str) -> None:
    read = READING.get(name) or MADE_OF_WORDS[name]
    for kind, piece in (KINDS | STATUTORY).items():
        assert growth(read, piece, SIZES, MOST_OF_A_READER) < MOST_OF_A_READER, kind
