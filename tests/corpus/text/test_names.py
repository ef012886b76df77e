"""Names and titles are compared in one form."""

from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.text.names import names, title_keys, title_spans
from lexhop.state.records import Reference


def test_a_title_is_known_in_full_and_without_what_tells_it_from_its_like() -> None:
    assert title_keys("Mercury (planet)") == ("mercury planet", "mercury")
    assert title_keys("Tallow, North Fenn") == ("tallow north fenn", "tallow")
    assert title_keys("Łódź's Øre") == ("lodz ore",)


def test_names_are_runs_of_capitals_with_what_joins_them() -> None:
    text = "Then Oda Fenn and Ib Ask left the University of Aarhus in May. He met Jean-Paul."
    assert names(text) == {
        "oda fenn and ib ask",
        "oda fenn",
        "ib ask",
        "university of aarhus",
        "jean paul",
    }


def test_names_in_danish_texts_are_found_too() -> None:
    assert names("Hun mødte Bo Øst og Per Vest. Det var i januar.") == {
        "bo ost og per vest",
        "bo ost",
        "per vest",
    }


def test_what_begins_small_or_is_a_common_word_is_no_title() -> None:
    spans = {key for key, _, _ in title_spans("The bridge in Tallow 1911")}
    assert "tallow" in spans
    assert "tallow 1911" in spans
    assert not spans & {"the", "bridge", "1911", "bridge in tallow"}


def test_a_text_mentions_the_longest_title_and_not_its_own() -> None:
    index = TitleIndex(
        [("a", "Tallow"), ("b", "Tallow Bridge (1911)"), ("c", "Fenn"), ("d", "Fenn"), ("e", "May")]
    )
    text = "TALLOW BRIDGE is not in Tallow's Fenn, and May is no month for a fenn or a tallow."
    assert index.mentions(text, "c") == (
        Reference(text="TALLOW BRIDGE", target="b"),
        Reference(text="Tallow's", target="a"),
    )
    assert [one.target for one in index.mentions("Fenn it is", "x")] == ["c", "d"]


def test_no_titles_no_mentions() -> None:
    assert TitleIndex([]).mentions("Tallow Bridge", "a") == ()
    assert TitleIndex([("a", "Tallow")]).mentions("", "b") == ()
