"""Term lists: what a line means, and that the bundled ones are whole."""

from collections import Counter
from collections.abc import Iterator
from importlib import resources

import pytest

from lexhop.corpus.text.analysis import plain_words, stem
from lexhop.retrieval.query.expansion import TermList, bundled_terms, phrase_key

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


def test_a_prefix_before_an_ending_makes_another_word() -> None:
    terms = TermList.read(["ældre\tfolkepensionsalder", "kabine\tskur"], "da")
    assert at(terms, "forældrene") == at(terms, "overkabine") == ((), 1)


def test_a_listed_word_isnt_taken_for_its_ending() -> None:
    terms = TermList.read(["manden\tægtefælle", "ombudsmand\tombudsmand"], "da")
    assert at(terms, "styrmanden") == (("ægtefælle",), 1)
    assert at(terms, "ombudsmanden") == at(terms, "forbrugerombudsmanden") == (("ombudsmand",), 1)


def test_a_phrase_is_compared_by_its_words_whatever_joins_them() -> None:
    terms = TermList.read(["e-handel, A/S\tfjernsalg"], "da")
    assert at(terms, "e handel i dag") == at(terms, "a s") == (("fjernsalg",), 2)


def test_letters_and_repetitions_are_no_statute_words() -> None:
    assert at(TermList.read(["løn\ta-skat og skat"], "da"), "løn") == (("skat",), 1)


def test_english_words_have_no_endings() -> None:
    assert TermList.read(["cabin\tbolig"], "en").at(["woodcabin"], 0) == ((), 1)


def test_two_lists_make_one(terms: TermList) -> None:
    both = terms | TermList.read(["kabine\tskur", "galease\tfartøj"], "da")
    assert at(both, "kabine") == (("bolig", "skur"), 1)
    assert at(both, "galeasen") == (("fartøj",), 1)


def test_a_line_without_a_tab_is_named() -> None:
    with pytest.raises(ValueError, match="line 2: no tab"):
        TermList.read(["bil\tkøretøj", "bil køretøj"], "da")


def test_a_phrase_that_no_question_could_match_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1: 'ret til at blive glemt' has more than 4 words"):
        TermList.read(["slettet, ret til at blive glemt\tsletning"], "da")


def bundled_lines(language: str) -> Iterator[tuple[str, str, list[str], str]]:
    """(section, line, phrases, statute words) of a bundled list."""
    section = ""
    text = (
        resources.files("lexhop.retrieval.query")
        .joinpath(f"terms_{language}.tsv")
        .read_text("utf-8")
    )
    for line in text.splitlines():
        if line.startswith("#"):
            section = line
        elif line:
            everyday, _, statute = line.partition("\t")
            yield section, line, everyday.split(", "), statute


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_bundled_list_is_sorted_and_says_nothing_twice(language: str) -> None:
    lines = list(bundled_lines(language))
    for section in {one for one, *_ in lines}:
        in_section = [line for one, line, *_ in lines if one == section]
        assert in_section == sorted(in_section)
    keys = Counter(phrase_key(one, language) for _, _, phrases, _ in lines for one in phrases)
    assert [key for key, count in keys.items() if count > 1] == []
    for _, line, phrases, statute in lines:
        assert phrases == sorted(phrases), line
        assert len(set(statute.split())) == len(statute.split()) > 0, line


async def test_a_danish_line_leads_elsewhere_than_the_word_itself_does() -> None:
    """Where a line only repeats its words, without it they would count as their ending."""
    whole = (await bundled_terms())["da"]
    for _, line, phrases, statute in bundled_lines("da"):
        legal = stems(statute)
        if any(not legal <= stems(phrase) for phrase in phrases):
            continue
        keys = {phrase_key(phrase, "da") for phrase in phrases}
        rest = TermList("da", {key: to for key, to in whole.entries.items() if key not in keys})
        assert any(rest.at(phrase.casefold().split(), 0)[0] for phrase in phrases), line


def stems(text: str) -> set[str]:
    return {stem(word, "da") for word in plain_words(text, "da")}


async def test_the_bundled_lists_can_be_read() -> None:
    bundled = await bundled_terms()
    assert set(bundled) == {"da", "en"}
    assert all(len(terms.entries) > 100 for terms in bundled.values())
    assert await bundled_terms() is bundled
