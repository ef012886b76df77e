"""Sentences that a liar would write over a true quote, and true ones that look like them.

The rules were made on the "seen" half; the "hidden" half was held out.
"""

import re
from collections.abc import Sequence

import pytest

from lexhop.reasoning.chat.entailment import judging_prompt, not_entailed, without_sentences
from lexhop.reasoning.chat.replies import EntailReply
from lexhop.state.plan import Draft, Sentence
from tests.reasoning.grounding.stress.items import Item, Part, evidence, items, violations_of

MOST_TRUE_STRUCK = 0.03
MOST_PASSED = 0.3
MOST_PASSED_WITH_A_JUDGE = 0.05
KINDS = {
    "negation",
    "condition dropped",
    "swapped subject",
    "number in words",
    "range or period",
    "odd characters",
    "invention",
    "English over Danish law",
    "Danish over English law",
    "false claim of language",
}
_SHOWN = re.compile(r'<sentence-\w+ number="(\d+)">\n(.*)\n')


def of(*, holds: bool, part: Part | None = None) -> Sequence[Item]:
    chosen = (item for item in items("misleading") if item.holds == holds)
    return [item for item in chosen if part in (None, item.part)]


@pytest.mark.parametrize("part", ["seen", "hidden"])
def test_by_code_alone_most_misleading_sentences_fall(part: Part) -> None:
    chosen = of(holds=False, part=part)
    passed = [str(item) for item in chosen if not violations_of(item)]
    assert len(chosen) >= 80
    assert len(passed) <= MOST_PASSED * len(chosen), "\n".join(passed)


def test_few_true_sentences_are_struck() -> None:
    chosen = of(holds=True)
    struck = [str(item) for item in chosen if violations_of(item)]
    assert len(chosen) >= 120
    assert len(struck) <= MOST_TRUE_STRUCK * len(chosen), "\n".join(struck)


def honestly(prompt: str) -> EntailReply:
    """What a judge replies who reads each sentence and knows whether it is borne out."""
    truth = {item.sentence.text: item.holds for item in items("misleading")}
    judged = [
        {"sentence": int(number), "verdict": "entailed" if truth[text] else "contradicted"}
        for number, text in _SHOWN.findall(prompt)
    ]
    return EntailReply.model_validate({"judged": judged})


def kept(sentences: Sequence[Sentence], language: str) -> Sequence[Sentence]:
    """Those that an honest judge of the whole draft leaves."""
    asked = dict(enumerate(sentences))
    shown = judging_prompt(asked, evidence(), language)
    struck = not_entailed(honestly(shown.user), asked)
    return without_sentences(Draft(sentences=tuple(sentences)), struck, language).sentences


@pytest.mark.parametrize("language", ["da", "en"])
def test_with_an_honest_judge_hardly_any_passes(language: str) -> None:
    chosen = [item for item in of(holds=False) if item.language == language]
    standing = [item.sentence for item in chosen if not violations_of(item)]
    assert standing
    assert len(kept(standing, language)) <= MOST_PASSED_WITH_A_JUDGE * len(chosen)
    true = [item.sentence for item in of(holds=True) if item.language == language]
    assert kept(true, language) == tuple(true)


def test_the_set_has_many_of_each_kind() -> None:
    false = of(holds=False)
    assert {item.kind for item in false} == KINDS
    assert min(sum(item.kind == kind for item in false) for kind in KINDS) >= 10
    assert len(false) >= 160
