"""How many true sentences the check strikes, and how many false ones it lets pass."""

from collections.abc import Sequence
from typing import get_args

import pytest

from tests.reasoning.grounding.stress.items import Item, Part, items, violations_of

MOST_TRUE_STRUCK = 0.03
MOST_FALSE_PASSED = 0.15
MOST_BLIND_TRUE_STRUCK = 0.05
"""One of twenty: it repeats a figure of the question, which is in no quote."""


def of(*parts: Part, holds: bool) -> Sequence[Item]:
    return [item for item in items() if item.part in parts and item.holds == holds]


@pytest.mark.parametrize(
    ("parts", "most"),
    [
        (("seen",), MOST_TRUE_STRUCK),
        (("hidden",), MOST_TRUE_STRUCK),
        (("blind",), MOST_BLIND_TRUE_STRUCK),
        (get_args(Part), MOST_TRUE_STRUCK),
    ],
)
def test_few_true_sentences_are_struck(parts: tuple[Part, ...], most: float) -> None:
    chosen = of(*parts, holds=True)
    struck = [str(item) for item in chosen if violations_of(item)]
    assert len(chosen) >= 20
    assert len(struck) <= most * len(chosen), "\n".join(struck)


@pytest.mark.parametrize("part", get_args(Part))
def test_few_false_sentences_pass(part: Part) -> None:
    chosen = of(part, holds=False)
    passed = [str(item) for item in chosen if not violations_of(item)]
    assert len(chosen) >= 20
    assert len(passed) <= MOST_FALSE_PASSED * len(chosen), "\n".join(passed)


def test_the_set_is_large_and_in_both_languages() -> None:
    for language in ("da", "en"):
        for holds in (True, False):
            assert sum(item.language == language and item.holds == holds for item in items()) > 30
    assert min(sum(item.holds == holds for item in items()) for holds in (True, False)) >= 60
