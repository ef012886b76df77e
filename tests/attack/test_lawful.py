"""What looks dangerous and is law: it is asked, found, shown and quoted like anything else."""

import tomllib
from pathlib import Path

import pytest

from lexhop.reasoning.grounding.prompt_injection import is_order
from tests.reasoning.played import SHELF, Played, Shelf, ask, section

LAWFUL = tomllib.loads(Path(__file__).with_name("lawful.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", LAWFUL["questions"])
async def test_a_lawful_question_is_asked_whole(question: str) -> None:
    model = Played()
    answer = await ask(model, question)
    assert answer.question == question
    assert question in model.prompts


@pytest.mark.parametrize("text", LAWFUL["provisions"])
async def test_a_lawful_provision_is_shown_whole_and_answers(text: str) -> None:
    danish = any(letter in text for letter in "æøå") or " en " in text or " og " in text
    question = f"{'Hvad gælder om' if danish else 'What is the rule on'}: {text.rstrip('.')}?"
    model = Played()
    answer = await ask(model, question, shelf=Shelf((*SHELF, section("30", text))))
    assert text in model.prompts
    assert any(text in one.quote or one.quote in text for one in answer.citations)
    assert not is_order(text)
