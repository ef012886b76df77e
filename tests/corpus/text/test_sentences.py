"""Sentences end where a reader of law would say that they do."""

import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.corpus.text.sentences import sentence_spans


@dataclass(frozen=True)
class Case:
    name: str
    sentences: tuple[str, ...]


CASES = [
    Case("plain", ("Bænke males.", "De tørres.", "Er de våde?", "Ja!")),
    Case("sentence_by_number", ("Bænke males, jf. stk. 2.", "1. pkt. gælder ikke i regn.")),
    Case("two_sentences_by_number", ("Bænke males.", "1. og 2. pkt. finder ikke anvendelse.")),
    Case("range_by_number", ("Bænke males efter 4. pkt.", "1.-3. pkt. gælder ikke.")),
    Case("reference_within", ("Reglen i stk. 2, 1. pkt., og 3. pkt. gælder om natten.",)),
    Case("ends_in_pkt", ("Det gælder også efter 1. pkt.", "Kommunen kan dispensere.")),
    Case(
        "abbreviations",
        ("Bænke, borde m.v. males, jf. § 4, nr. 2, f.eks. Grønne Plads, bl.a. ca. 3 gange.",),
    ),
    Case("ends_in_mv", ("De maler bænke m.v.", "Det sker om foråret.")),
    Case("ends_in_amount", ("Prisen er 100 kr.", "Den reguleres med 2 pct.", "§ 4 gælder.")),
    Case("amount_goes_on", ("Prisen er 100 kr. (2031-niveau).", "Den reguleres.")),
    Case("number_after_percent", ("Der betales 5 pct. 3 gange om året.",)),
    Case("section_opens", ("Bænke males.", "§ 4, stk. 1, gælder ikke.")),
    Case("number_opens", ("Bænke males.", "30 pct. af dem er røde.")),
    Case("date", ("Loven gælder fra den 1. januar 2031.", "Den ophører i 2041.")),
    Case("figures_of_a_date", ("Loven gælder fra d. 1. 2. 2031 og frem.",)),
    Case("year", ("Loven er fra 2031.", "30 bænke er malet.")),
    Case("section_ends", ("Det følger af § 33 A.", "Bænke males.")),
    Case("list_letter_ends", ("De står på liste A.", "Bænke males.")),
    Case("initials", ("Parken er tegnet af J. Holm og John F. Kennedy.", "Den er stor.")),
    Case("english", ("Mr. Holm of Benches Inc. Ltd. paints, e.g. Green ones.", "No. 5 is dry.")),
    Case("no_is_a_word", (["Is it dry", "No."][0] + "?", "No.", "Paint it.")),
    Case("article_number", ("See art. 5 and fig. 2.", "Done.")),
    Case("numbered_items", ("Bænke skal:", "1) Males.", "2) Tørres.", "2 a) Vendes.")),
    Case("lettered_items", ("Bænke skal;", "a) males.", "b) tørres.")),
    Case("colon", ("Herom gælder: Bænke males; Borde tørres.",)),
    Case("quotes", ("Det hedder »bænk.«", "»Bord« hedder det andet.")),
    Case("marker_stays", ("§ 5. Bænke males.", "De tørres.")),
    Case("subsection_marker_stays", ("Stk. 2. Bænke males.",)),
    Case("numbered_line_stays", ("1. Paint the bench.", "2. Dry it.")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_is_divided_at_its_sentences(case: Case) -> None:
    text = " ".join(case.sentences)
    assert tuple(text[start:end] for start, end in sentence_spans(text)) == case.sentences


def test_every_line_is_a_sentence_of_its_own() -> None:
    text = "\n  første linje  \n\n\tanden linje, jf.\nStk. 2. Tredje."
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert found == ["første linje", "anden linje, jf.", "Stk. 2. Tredje."]


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


pieces = st.sampled_from(
    [
        "Bænke",
        "males.",
        "jf.",
        "§ 5.",
        "1. pkt.",
        "Stk. 2.",
        "\n",
        "  ",
        "2)",
        "A.",
        "«",
        "m.v.",
        ":",
        "100",
        "kr.",
        "(",
        "?",
        "den 1.",
        "a) ",
        "\xa0",
        "No.",
    ]
)


@given(st.lists(pieces, max_size=30).map(" ".join))
def test_sentences_tile_the_text(text: str) -> None:
    spans = sentence_spans(text)
    at = 0
    for start, end in spans:
        assert start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "text", ["jf. A " * 30_000, ". " * 100_000, "”" * 200_000, "A. " * 60_000, "1. og 2. " * 20_000]
)
def test_no_text_makes_it_slow(text: str) -> None:
    started = time.process_time()
    sentence_spans(text)
    assert time.process_time() - started < 5
