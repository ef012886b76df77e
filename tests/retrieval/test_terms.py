"""Term lists: what a line means, and that the bundled ones are whole."""

import pytest

from retrieval.terms import TermList, bundled_terms

LINES = [
    "# family",
    "kone, min mand\tægtefælle",
    "",
    "kabine, bil\tbolig",
    "kone\tægteskab og samlevende",
]


@pytest.fixture
def terms() -> TermList:
    return TermList.read(LINES, "da")


def at(terms: TermList, text: str) -> tuple[tuple[str, ...], int]:
    return terms.at(text.split(), 0)


def test_the_lines_of_a_word_are_joined_without_stop_words(terms: TermList) -> None:
    assert at(terms, "kone") == (("ægtefælle", "ægteskab", "samlevende"), 1)


def test_a_word_is_met_in_its_other_forms_unless_it_is_short(terms: TermList) -> None:
    assert at(terms, "kabinen") == at(terms, "kabiner") == (("bolig",), 1)
    assert at(terms, "konen") == ((), 1)


def test_the_longest_phrase_counts_and_says_how_long_it_is(terms: TermList) -> None:
    assert at(terms, "min mand bor her") == (("ægtefælle",), 2)
    assert at(terms, "mand") == ((), 1)


def test_a_compound_counts_as_its_ending(terms: TermList) -> None:
    assert at(terms, "skovkabinen") == (("bolig",), 1)
    assert at(terms, "ikabinen") == at(terms, "lastbil") == ((), 1)


def test_english_words_have_no_endings() -> None:
    assert TermList.read(["cabin\tbolig"], "en").at(["woodcabin"], 0) == ((), 1)


def test_two_lists_make_one(terms: TermList) -> None:
    both = terms | TermList.read(["kabine\tskur", "galease\tfartøj"], "da")
    assert at(both, "kabine") == (("bolig", "skur"), 1)
    assert at(both, "galeasen") == (("fartøj",), 1)


def test_a_line_without_a_tab_is_named() -> None:
    with pytest.raises(ValueError, match="line 2: no tab"):
        TermList.read(["bil\tkøretøj", "bil køretøj"], "da")


async def test_the_bundled_lists_can_be_read() -> None:
    bundled = await bundled_terms()
    assert set(bundled) == {"da", "en"}
    assert all(len(terms.entries) > 100 for terms in bundled.values())
    assert await bundled_terms() is bundled
