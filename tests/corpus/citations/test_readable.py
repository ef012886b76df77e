"""Brackets, items and broken lines don't change what a citation says."""

import pytest

from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.readable import ITEM_END, readable
from tests.corpus.citations.made import ACTS, Made, of_acts, read

CITED = tuple(of_acts())


@pytest.mark.parametrize("made", CITED, ids=lambda made: made.text)
@pytest.mark.parametrize(
    "frame", ["Bænke males ({}).", "Bænke (jf. {}) males", "Bænke [{}] males", "1) bænke ({}), og"]
)
def test_a_citation_in_brackets_is_read_in_full(made: Made, frame: str) -> None:
    assert read(frame.format(made.text)) == made.found


@pytest.mark.parametrize("made", CITED, ids=lambda made: made.text)
def test_a_citation_that_ends_before_a_lone_bracket_is_read_in_full(made: Made) -> None:
    first = made.found[:1]
    assert read(f"{made.text})")[:1] == first


@pytest.mark.parametrize("part", ["stk. 2", "nr. 3", "litra b", "stk. 2, nr. 1", "1. pkt."])
def test_a_part_of_the_own_provision_in_brackets(part: str) -> None:
    assert read(f"de nævnte bænke ({part}) males") == (part,)


@pytest.mark.parametrize("place", ["§ 8, stk. 1", "§ 8, nr. 2", "§§ 8 og 9", "stk. 3"])
@pytest.mark.parametrize("join", [", og ", ", ", " og "])
@pytest.mark.parametrize("opening", ["efter ", "bænke (også små) efter "])
def test_the_number_of_an_item_is_no_member(place: str, join: str, opening: str) -> None:
    found = read(f"{opening}{place}")
    assert read(f"{opening}{place}{join}12) bænke") == found


def test_a_bracket_is_closed_by_the_next_item() -> None:
    assert read("1) bænke (små\n2) skure efter § 5, stk. 1, og 3) hegn") == ("§ 5, stk. 1",)
    assert read("Bænke (små\n\nSkure efter § 5, stk. 1, og 3) hegn") == ("§ 5, stk. 1",)


@pytest.mark.parametrize("act", ["bænkeloven", "ligningsloven", "skattekontrolloven", "skurloven"])
@pytest.mark.parametrize("cut", range(3, 9))
@pytest.mark.parametrize("broken", ["-\n", "-\r\n   ", "\xad", "\xad\n"])
def test_a_name_broken_at_a_lines_end_is_whole(act: str, cut: int, broken: str) -> None:
    text = f"efter {act[:cut]}{broken}{act[cut:]}s § 4, stk. 2, males"
    [found] = parse_citations(text, ACTS)
    assert str(found) == f"{act} § 4, stk. 2"
    assert text[found.start : found.end] == f"{act[:cut]}{broken}{act[cut:]}s § 4, stk. 2"


def test_spans_behind_a_broken_word_lie_in_the_text_as_it_was() -> None:
    text = "Bæn-\nke, sku-\nre og he\xadgn efter § 4 og bænke-\nlovens § 5"
    spans = [text[one.start : one.end] for one in parse_citations(text, ACTS)]
    assert spans == ["§ 4", "bænke-\nlovens § 5"]


@pytest.mark.parametrize("text", ["SU-\nlovens § 2", "covid-19-\nlovens § 2"])
def test_a_hyphen_of_the_name_stays(text: str) -> None:
    assert readable(text).text == text.replace("\n", "")


def test_the_hyphen_of_a_shared_ending_stays() -> None:
    assert readable("øl-\nog vinafgift").text == "øl-\nog vinafgift"


def test_only_an_items_bracket_is_marked() -> None:
    assert readable("1) a (b (c) d) e) f").text == f"1{ITEM_END} a (b (c) d) e{ITEM_END} f"
