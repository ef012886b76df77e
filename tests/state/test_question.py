"""Options as they come from callers: JSON of any shape, options of our own, or nothing."""

from typing import Any

import pytest

from lexhop.state.options import Options
from lexhop.state.question import AcceptedOptions, accepted_options


def test_json_becomes_options() -> None:
    options = accepted_options({"preset": "precise", "acts": ["CPL"], "as_of": "2019-01-01"})
    assert (options.preset, options.acts, options.as_of) == ("precise", ("CPL",), "2019-01-01")


def test_options_of_this_process_are_taken_as_they_are() -> None:
    assert accepted_options(Options(preset="precise", deadline_s=3)) == AcceptedOptions(
        preset="precise", deadline_s=3
    )


def test_options_that_an_earlier_question_took_are_not_inherited() -> None:
    assert (
        accepted_options(accepted_options({"preset": "precise", "as_of": "2019-01-01"}))
        == AcceptedOptions()
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"preset": "turbo"}, r"options\.preset: unknown preset 'turbo'; choose one of precise, "),
        ({"as_off": "2019-01-01"}, r"options\.as_off: no such option; there are preset, "),
        ({"as_of": "1. maj"}, r"options\.as_of: '1. maj' is no day; write it as 2019-01-01"),
        ({"deadline_s": -1}, r"options\.deadline_s: Input should be greater than or equal to 0"),
        ({"acts": ["CPL", 7]}, r"options\.acts\.1: Input should be a valid string"),
        ("fast", r'options: write them as an object, for example \{"preset": "fast"\}'),
        (None, r'options: write them as an object, for example \{"preset": "fast"\}'),
    ],
)
def test_what_can_not_be_options_is_refused_in_one_line(wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=rf"\A{message}") as refused:
        accepted_options(wrong)
    assert "\n" not in str(refused.value)
