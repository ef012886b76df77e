"""What a caller may ask for."""

import pytest
from pydantic import ValidationError

from lexhop.state.options import PRESETS, Options, checked_question, preset_for


@pytest.mark.parametrize(
    ("load", "preset"),
    [
        (0.0, "fast"),
        (0.5, "fast"),
        (0.51, "precise"),
        (0.8, "precise"),
        (0.81, "single_hop"),
        (5, "single_hop"),
    ],
)
def test_load_picks_the_preset(load: float, preset: str) -> None:
    assert preset_for(load) == preset


def test_a_preset_sets_hops_and_passages() -> None:
    options = Options(preset="comprehensive")
    assert (options.hops, options.docs_per_hop) == (3, 7)
    assert PRESETS["comprehensive"].temperature == 0.2


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": "fastest"},
        {"deadline_s": -1},
        {"deadline_s": 601},
        {"as_of": "1. maj 2020"},
        {"as_of": "2020-02-30"},
        {"hops": 9},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Options.model_validate(wrong)


def test_an_unknown_preset_is_told_the_known_ones() -> None:
    with pytest.raises(ValidationError, match="precise, fast, exploratory"):
        Options(preset="fastest")


@pytest.mark.parametrize(
    ("question", "message"), [("  \n", "empty"), ("x" * 4001, "4001 characters")]
)
def test_a_question_that_can_not_be_asked_says_why(question: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        checked_question(question)


def test_a_question_loses_its_outer_white_space() -> None:
    assert checked_question(" Hvad? \n") == "Hvad?"
    assert len(checked_question("x" * 4000)) == 4000


def test_half_a_character_is_no_question() -> None:
    with pytest.raises(ValueError, match="half a character"):
        checked_question("x\ud800")


def test_a_deadline_is_a_number() -> None:
    with pytest.raises(ValueError, match="finite"):
        Options(deadline_s=float("nan"))


def test_a_session_s_name_has_a_length() -> None:
    assert Options(session="a" * 100).session
    with pytest.raises(ValueError, match="at most 100 characters, not 101"):
        Options(session="a" * 101)
