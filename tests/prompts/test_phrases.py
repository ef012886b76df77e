"""Our own words: the same phrases in both languages, filled in strictly."""

import tomllib
from importlib import resources
from string import Template

import pytest

from lexhop.prompts import LANGUAGES, phrase

PHRASES = tomllib.loads(
    resources.files("lexhop.prompts").joinpath("phrases.toml").read_text("utf-8")
)


def test_each_phrase_is_there_in_each_language_with_the_same_values() -> None:
    assert set(PHRASES) == set(LANGUAGES)
    for name, text in PHRASES["da"].items():
        values = sorted(Template(text).get_identifiers())
        assert sorted(Template(PHRASES["en"][name]).get_identifiers()) == values


def test_values_are_filled_in_as_they_are() -> None:
    assert phrase("da", "quote", citation="§ 1", quote="$x {y}") == "§ 1: »$x {y}«"


def test_another_language_gets_english() -> None:
    assert phrase("sv", "abstained") == phrase("en", "abstained")


def test_a_slip_never_reaches_a_reader() -> None:
    with pytest.raises(KeyError):
        phrase("da", "quote", citation="§ 1")
    with pytest.raises(TypeError, match="no place for"):
        phrase("da", "abstained", why="x")
    with pytest.raises(KeyError):
        phrase("da", "no_such_phrase")
