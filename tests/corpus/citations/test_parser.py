"""Citations are found in law text and in questions, and print in the standard form."""

import time
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.citations.citation import ParsedCitation, provision_key
from lexhop.corpus.citations.parser import parse_citations

ACTS = known_acts()
ACTS.add("bænkeloven", ["lov om bænke i parker", "BÆL"])


@dataclass(frozen=True)
class Case:
    """`text` is read as `found`, each in the standard form."""

    name: str
    text: str
    found: tuple[str, ...]


def read(text: str, acts: ActNames = ACTS) -> tuple[str, ...]:
    return tuple(str(one) for one in parse_citations(text, acts))


def check(case: Case) -> None:
    assert read(case.text) == case.found


def named(case: Case) -> str:
    return case.name


PLACES = [
    Case("section", "efter § 2", ("§ 2",)),
    Case("letter", "§ 33 A og § 29 a", ("§ 33 A", "§ 29 a")),
    Case("letter_without_space", "§33A stk 1", ("§ 33 A, stk. 1",)),
    Case(
        "every_part",
        "§ 3, stk. 1, nr. 2, litra a, 3. pkt.",
        ("§ 3, stk. 1, nr. 2, litra a, 3. pkt.",),
    ),
    Case("parts_without_commas", "§ 3 stk. 1 nr. 2", ("§ 3, stk. 1, nr. 2",)),
    Case("parts_without_spaces", "§5,stk.2", ("§ 5, stk. 2",)),
    Case("number_with_letter", "§ 1, stk. 1, nr. 5 b, medregnes", ("§ 1, stk. 1, nr. 5 b",)),
    Case("capital_litra", "§ 2, litra A", ("§ 2, litra A",)),
    Case("last_sentence", "§ 7, stk. 1, sidste pkt.", ("§ 7, stk. 1, sidste pkt.",)),
    Case("sentence_in_words", "efter første og andet punktum", ("1. og 2. pkt.",)),
    Case("punktum", "§ 12, 1. punktum", ("§ 12, 1. pkt.",)),
    Case("paragraf", "paragraf 33 a", ("§ 33 a",)),
    Case("point_for_comma", "§ 14. stk. 1, gælder", ("§ 14, stk. 1",)),
    Case("own_subsection", "jf. dog stk. 2", ("stk. 2",)),
    Case("own_number", "de beløb, som er nævnt i nr. 3", ("nr. 3",)),
    Case("own_litra", "den i litra b nævnte bænk", ("litra b",)),
    Case("own_sentence", "1. pkt. gælder ikke", ("1. pkt.",)),
    Case("parts_before_the_section", "hvad siger stk. 2 i § 5?", ("§ 5, stk. 2",)),
    Case("two_parts_before_the_section", "stk. 1 og 2 i § 5", ("§ 5, stk. 1", "§ 5, stk. 2")),
    Case("a_part_before_two_sections", "stk. 2 i §§ 5 og 6", ("§ 5, stk. 2", "§ 6")),
    Case("a_part_before_a_range", "stk. 2 i §§ 5-7", ("§§ 5-7, stk. 2",)),
    Case("a_capital_within_a_line", "jf. Stk. 2. Bænke males", ("stk. 2",)),
    Case("a_section_with_parts_of_its_own", "stk. 2 i § 5, stk. 3", ("stk. 2", "§ 5, stk. 3")),
    Case("what_is_left_out", "§ 34, bortset fra stk. 1, nr. 1", ("§ 34", "§ 34, stk. 1, nr. 1")),
    Case("english_brackets", "section 8 A(1)(2)(b)", ("§ 8 A, stk. 1, nr. 2, litra b",)),
    Case("english_bracket_range", "section 8(1)-(3)", ("§ 8, stk. 1-3",)),
    Case("english_subsection", "section 5, subsection 2", ("§ 5, stk. 2",)),
]

LISTS = [
    Case("marked_list", "§§ 4, 5 og 7-9", ("§ 4", "§ 5", "§§ 7-9")),
    Case("tight_list", "§§ 2,3 og 4", ("§ 2", "§ 3", "§ 4")),
    Case(
        "list_of_sections_with_parts", "§ 5, stk. 1, og § 6, nr. 2", ("§ 5, stk. 1", "§ 6, nr. 2")
    ),
    Case(
        "marked_list_after_a_part",
        "§ 5, stk. 1, og §§ 7, 8 og 10",
        ("§ 5, stk. 1", "§ 7", "§ 8", "§ 10"),
    ),
    Case("one_mark_after_a_list", "§§ 2, 3 og § 5, 7 bænke", ("§ 2", "§ 3", "§ 5")),
    Case("one_mark_is_one_section", "efter § 5 og 7 bænke", ("§ 5",)),
    Case("paragraffer", "paragrafferne 2, 3 og 5", ("§ 2", "§ 3", "§ 5")),
    Case(
        "english_list_after_a_part",
        "section 5(1) and sections 7, 8 and 10",
        ("§ 5, stk. 1", "§ 7", "§ 8", "§ 10"),
    ),
    Case(
        "numbers_then_subsection",
        "§ 3, stk. 1, nr. 2 og 4, og stk. 3",
        ("§ 3, stk. 1, nr. 2", "§ 3, stk. 1, nr. 4", "§ 3, stk. 3"),
    ),
    Case(
        "no_letter_of_another_subsection",
        "stk. 1, litra a, og stk. 2",
        ("stk. 1, litra a", "stk. 2"),
    ),
    Case(
        "no_sentence_of_another_subsection",
        "stk. 1, 2. pkt., og stk. 3",
        ("stk. 1, 2. pkt.", "stk. 3"),
    ),
    Case("no_letter_of_another_number", "nr. 1, litra a, og nr. 2", ("nr. 1, litra a", "nr. 2")),
    Case("no_sentence_of_another_number", "nr. 1, 2. pkt., og nr. 3", ("nr. 1, 2. pkt.", "nr. 3")),
    Case(
        "no_sentence_of_another_letter",
        "litra a, 2. pkt., og litra b",
        ("litra a, 2. pkt.", "litra b"),
    ),
    Case("a_part_said_again", "§ 5, stk. 1, stk. 3", ("§ 5, stk. 1", "§ 5, stk. 3")),
    Case(
        "letters_of_the_last_of_three",
        "nr. 1, 2 og 3, litra a",
        ("nr. 1", "nr. 2", "nr. 3, litra a"),
    ),
    Case(
        "capital_list_after_a_section",
        "section 5 and Sections 7, 8 and 10",
        ("§ 5", "§ 7", "§ 8", "§ 10"),
    ),
    Case("letters_of_the_last_number", "nr. 1 og 2, litra a", ("nr. 1", "nr. 2, litra a")),
    Case("litra_list", "litra a-c og e", ("litra a-c", "litra e")),
    Case("section_after_a_part", "§§ 11, stk. 2, og 13, stk. 2", ("§ 11, stk. 2", "§ 13, stk. 2")),
    Case("lettered_section_after_one_mark", "§ 13 eller 13 A", ("§ 13", "§ 13 A")),
    Case("lettered_range", "§ 5 a-5 c", ("§§ 5 a-5 c",)),
    Case("short_lettered_range", "§§ 5 a-c", ("§§ 5 a-5 c",)),
    Case("number_ranges_with_letters", "nr. 1-2 i og 3 a-5 b", ("nr. 1-2 i", "nr. 3 a-5 b")),
    Case("range_in_words", "§§ 8 til og med 10, stk. 2 til 4", ("§§ 8-10, stk. 2-4",)),
    Case("typographic_dashes", "§§ 1–3, § 4, stk. 1—2", ("§§ 1-3", "§ 4, stk. 1-2")),
    Case("two_sentences", "§ 2, 1. og 2. pkt.", ("§ 2, 1. og 2. pkt.",)),
    Case("many_sentences", "stk. 2, 2., 4. og 6. pkt.", ("stk. 2, 2., 4. og 6. pkt.",)),
    Case("sentence_range", "stk. 2, 1-3. pkt.", ("stk. 2, 1.-3. pkt.",)),
    Case("sentence_list_without_point", "jf. 4. og 5 pkt.", ("4. og 5. pkt.",)),
    Case("over_a_chapter", "§§ 4 og 6 A, kapitel 3 og § 8", ("§ 4", "§ 6 A", "§ 8")),
    Case("compared_with", "§ 4 sammenholdt med § 6", ("§ 4", "§ 6")),
    Case("led_on_by_jf", "§ 4, jf. § 6, stk. 1", ("§ 4", "§ 6, stk. 1")),
    Case("english_sections", "sections 2 and 4-6", ("§ 2", "§§ 4-6")),
]

NOT_CITED = [
    Case("marker", "Stk. 2. Bænke males grønne.", ()),
    Case("marker_after_a_line", "Bænke males.\n\nStk. 2-3. (Ophævet)", ()),
    Case("marker_after_a_sentence_cited", "jf. 1. pkt.\n\nStk. 7. Bænke", ("1. pkt.",)),
    Case("item_after_a_subsection", "§ 8 a, stk. 1, og 2) bænke", ("§ 8 a, stk. 1",)),
    Case("item_in_a_list", "§ 1, stk. 1, 2) bænke", ("§ 1, stk. 1",)),
    Case("date", "§ 5, stk. 1, 1. juli 2031", ("§ 5, stk. 1",)),
    Case("percentage", "§ 5, stk. 1 og 10 pct. af prisen", ("§ 5, stk. 1",)),
    Case("amount", "§§ 5 og 10 kr.", ("§ 5",)),
    Case("preposition", "§ 15 i loven", ("§ 15",)),
    Case("letter_i", "§ 15 i, stk. 2", ("§ 15 i, stk. 2",)),
    Case("letter_i_in_a_list", "§§ 15 i og 16", ("§ 15 i", "§ 16")),
    Case("preposition_after_litra", "§ 2, litra a, i planen", ("§ 2, litra a",)),
    Case("abbreviation_after", "§ 5 m.v. gælder", ("§ 5",)),
    Case("article", "artikel 5, stk. 2, litra b", ()),
    Case("article_then_section", "artikel 5, stk. 2, og § 3", ("§ 3",)),
    Case("appendix", "bilag 1, liste A, nr. 5 og 6", ()),
    Case("appendix_letter", "bilag 1, B, nr. 1", ()),
    Case("numbered_act", "jf. lovbekendtgørelse nr. 12 af 3. maj 2031", ()),
    Case("numbered_regulation", "forordning (EU) nr. 904/2031", ()),
    Case("a_ruling_is_no_numbered_act", "en afgørelse som nævnt i nr. 1-3", ("nr. 1-3",)),
    Case("preposition_after_a_bare_litra", "litra i planen", ()),
    Case("bare_mark", "tegnet § bruges i love", ()),
]

OF_ACTS = [
    Case("genitive", "bænkelovens § 4, stk. 1", ("bænkeloven § 4, stk. 1",)),
    Case("abbreviation", "LL § 33 A stk. 1 nr. 2", ("ligningsloven § 33 A, stk. 1, nr. 2",)),
    Case("abbreviation_with_s", "BÆL's § 4", ("bænkeloven § 4",)),
    Case("small_abbreviation", "hvad siger ll § 33 a?", ("ligningsloven § 33 a",)),
    Case("word_before_is_no_abbreviation", "efter § 4 eller om § 5", ("§ 4", "§ 5")),
    Case("act_after", "§ 2 i kildeskatteloven", ("kildeskatteloven § 2",)),
    Case("long_title_after", "§ 2 i lov om bænke i parker m.v.", ("bænkeloven § 2",)),
    Case("long_title_before", "lov om bænke i parker § 2", ("bænkeloven § 2",)),
    Case("unknown_act_before", "skurlovens § 3", ("skurloven § 3",)),
    Case("unknown_act_after", "§ 4 i SU-loven", ("su-loven § 4",)),
    Case("hyphened_act_before", "ATP-lovens § 4", ("atp-loven § 4",)),
    Case("unknown_long_title", "§ 4 i lov om grus medregnes ikke", ("lov om grus § 4",)),
    Case(
        "unknown_long_title_with_commas",
        "§ 4 i lov om grus-, sand- og lertag finder",
        ("lov om grus-, sand- og lertag § 4",),
    ),
    Case("unknown_long_title_before", "efter lov om grus § 4", ("lov om grus § 4",)),
    Case(
        "clause_before_is_no_title",
        "i lov om grus, der nævnes i bænkelovens § 4",
        ("bænkeloven § 4",),
    ),
    Case("clause_that_ends_in_no_name", "lov om grus finder ved § 4", ("§ 4",)),
    Case("genitive_act", "§ 87 i barnets lov", ("barnets lov § 87",)),
    Case("order", "momsbekendtgørelsens § 5", ("momsbekendtgørelsen § 5",)),
    Case("order_after", "§ 5 i momsbekendtgørelsen", ("momsbekendtgørelsen § 5",)),
    Case(
        "number_before", "lov nr. 149 af 10. april 1922 § 2", ("lov nr. 149 af 10. april 1922 § 2",)
    ),
    Case(
        "number_after",
        "§ 2, stk. 1, i lov nr. 7 af 3. maj 2031",
        ("lov nr. 7 af 3. maj 2031 § 2, stk. 1",),
    ),
    Case("directive", "§ 2 i direktiv 2031/96", ("direktiv 2031/96 § 2",)),
    Case("chapter_between", "§ 32 og kapitel 5 i barnets lov", ("barnets lov § 32",)),
    Case("question_order", "§ 33 A ligningsloven", ("ligningsloven § 33 A",)),
    Case("question_abbreviation", "§ 33 A LL", ("ligningsloven § 33 A",)),
    Case("unknown_capitals", "§ 33 A XYZ", ("§ 33 A",)),
    Case("unknown_capitals_after_i", "§ 33 A i XYZ", ("§ 33 A",)),
    Case(
        "english_after", "section 33 A of the Danish Tax Assessment Act", ("ligningsloven § 33 A",)
    ),
    Case(
        "english_before",
        "What does the Tax Assessment Act, section 7 P, say?",
        ("ligningsloven § 7 P",),
    ),
    Case(
        "english_with_abbreviation", "section 2 of the Source Act (KSL)", ("kildeskatteloven § 2",)
    ),
    Case("english_unknown", "section 2 of the Bench Act", ("? § 2",)),
    Case("english_own", "section 2 of this Act", ("§ 2",)),
    Case("english_unknown_before", "The Bench Act section 2", ("? § 2",)),
    Case("parts_before_and_act", "stk. 2 i bænkelovens § 5", ("bænkeloven § 5, stk. 2",)),
    Case("own_act", "denne lovs § 3 og § 4 i denne lov", ("§ 3", "§ 4")),
    Case("own_act_by_article", "lovens § 3", ("§ 3",)),
    Case("former_act", "den tidligere bænkelovs § 3", ("tidligere bænkeloven § 3",)),
    Case("former_act_after", "§ 3 i den dagældende bænkelov", ("tidligere bænkeloven § 3",)),
    Case("former_section", "den hidtil gældende § 12 i bænkeloven", ("tidligere bænkeloven § 12",)),
    Case("former_section_of_its_own_act", "efter dagældende § 35", ("? § 35",)),
    Case("repealing", "samtidig ophæves §§ 1-8", ("? §§ 1-8",)),
]

WHICH_ACT = [
    Case("same_act", "bænkelovens § 1 og samme lovs § 2", ("bænkeloven § 1", "bænkeloven § 2")),
    Case(
        "same_act_rules_its_list",
        "bænkelovens § 1, jf. samme lovs § 3, stk. 2, og §§ 7 og 8",
        ("bænkeloven § 1", "bænkeloven § 3, stk. 2", "bænkeloven § 7", "bænkeloven § 8"),
    ),
    Case(
        "same_act_twice",
        "skurlovens § 1, samme lovs § 2 og atter samme lovs § 3",
        ("skurloven § 1", "skurloven § 2", "skurloven § 3"),
    ),
    Case(
        "same_act_behind_the_section",
        "bænkelovens § 1 og § 3 i samme lov",
        ("bænkeloven § 1", "bænkeloven § 3"),
    ),
    Case(
        "same_act_over_an_own_section",
        "bænkelovens § 1. Efter § 5 males. Samme lovs § 3",
        ("bænkeloven § 1", "§ 5", "bænkeloven § 3"),
    ),
    Case(
        "same_act_named_without_section",
        "efter bænkeloven, jf. samme lovs § 2",
        ("bænkeloven § 2",),
    ),
    Case(
        "same_act_by_number",
        "lov nr. 7 af 3. maj 2031 og nævnte lovs § 2",
        ("lov nr. 7 af 3. maj 2031 § 2",),
    ),
    Case(
        "same_act_by_title", "lov om bænke i parker, jf. § 2 i den nævnte lov", ("bænkeloven § 2",)
    ),
    Case(
        "the_last_named_counts",
        "bænkelovens § 1 og kildeskatteloven, jf. samme lovs § 2",
        ("bænkeloven § 1", "kildeskatteloven § 2"),
    ),
    Case("same_act_as_none", "efter samme lovs § 2", ("? § 2",)),
    Case(
        "before_rules_the_list",
        "bænkelovens § 1 og § 2, stk. 1",
        ("bænkeloven § 1", "bænkeloven § 2, stk. 1"),
    ),
    Case(
        "after_rules_the_list",
        "§ 1 og § 2, stk. 1, i bænkeloven",
        ("bænkeloven § 1", "bænkeloven § 2, stk. 1"),
    ),
    Case(
        "one_before_and_one_after",
        "bænkelovens § 1, stk. 2, eller § 9 i lov om grus",
        ("bænkeloven § 1, stk. 2", "lov om grus § 9"),
    ),
    Case(
        "samt_parts_the_list", "§ 1, § 2 samt § 12 i bænkeloven", ("§ 1", "§ 2", "bænkeloven § 12")
    ),
    Case(
        "a_lower_number_is_another_acts", "§§ 3-7 og § 2 i bænkeloven", ("§§ 3-7", "bænkeloven § 2")
    ),
    Case(
        "an_equal_number_is_the_same_acts",
        "§ 2, stk. 1, og § 2, stk. 3, i bænkeloven",
        ("bænkeloven § 2, stk. 1", "bænkeloven § 2, stk. 3"),
    ),
    Case("jf_may_lead_down", "§ 8, jf. § 3, i bænkeloven", ("bænkeloven § 8", "bænkeloven § 3")),
    Case(
        "jf_the_act_that_brought_it_in",
        "§ 1, jf. § 17, stk. 8, i lov nr. 7 af 3. maj 2031",
        ("§ 1", "lov nr. 7 af 3. maj 2031 § 17, stk. 8"),
    ),
    Case("jf_within_an_act", "bænkelovens § 1, jf. § 3", ("bænkeloven § 1", "bænkeloven § 3")),
    Case(
        "another_act_ends_the_list",
        "bænkelovens §§ 1 eller 2, kildeskattelovens § 3",
        ("bænkeloven § 1", "bænkeloven § 2", "kildeskatteloven § 3"),
    ),
    Case("jf_dog_is_its_own", "bænkelovens § 1, jf. dog § 3", ("bænkeloven § 1", "§ 3")),
]


@pytest.mark.parametrize("case", PLACES, ids=named)
def test_a_place_is_read_in_full(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", LISTS, ids=named)
def test_a_list_is_taken_apart(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", NOT_CITED, ids=named)
def test_what_only_looks_like_a_citation_is_left(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", OF_ACTS, ids=named)
def test_a_section_gets_the_act_that_is_named_with_it(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", WHICH_ACT, ids=named)
def test_a_list_gets_the_act_that_a_lawyer_would_read(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", [*PLACES, *LISTS, *OF_ACTS, *WHICH_ACT], ids=named)
def test_a_hard_space_is_a_space(case: Case) -> None:
    assert read(case.text.replace(" ", "\xa0")) == case.found


def test_the_span_takes_in_the_name_of_the_act() -> None:
    text = "Efter bænkelovens § 4, stk. 1, og § 6 males bænke."
    spans = [text[one.start : one.end] for one in parse_citations(text, ACTS)]
    assert spans == ["bænkelovens § 4, stk. 1", "§ 6"]


@pytest.mark.parametrize(
    "place",
    [
        "section 8(1)",
        "§ 5, 2. pkt.",
        "§ 5, stk. 1, nr. 2",
        "§ 5, stk. 1, nr. 2, litra a",
        "stk. 2 i § 5",
    ],
    ids=["brackets", "sentence", "number", "letter", "part before"],
)
def test_the_span_takes_in_all_parts(place: str) -> None:
    text = f"Se {place} om bænke."
    assert [text[one.start : one.end] for one in parse_citations(text, ACTS)] == [place]


def test_the_span_leaves_out_an_act_that_it_isnt_of() -> None:
    text = "bænkeloven, § 12 i lov om grus"
    (one,) = parse_citations(text, ACTS)
    assert (text[one.start : one.end], one.act) == ("§ 12", "lov om grus")


ADVERSARIAL = {
    "sections": "§ 1, " * 13_000,
    "long_titles": "lov om " * 10_000,
    "sections_of_titles": "§ 1 i lov om " * 4_000,
    "sentences": "1. og " * 11_000,
    "sentence_lists": "1. og 2. " * 7_000 + "pkt.",
    "spaces_after_comma": "§ 1," + " " * 66_000,
    "spaces_after_and": "§ 1 og" + " " * 66_000 + "x",
    "markers": "\nStk. 1." * 8_000,
    "open_ranges": "§§ 1-" * 10_000,
    "one_word": "§ 1 i " + "a" * 66_000,
    "numbered": "lov nr. " * 8_000,
    "english": "The Act of " * 6_000 + "§ 1",
    "chapters": "§ 1, kapitel 1 og 2, " * 3_000,
}


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL)
def test_no_text_makes_it_slow(text: str) -> None:
    started = time.process_time()
    parse_citations(text, ACTS)
    assert time.process_time() - started < 5, "quadratic would take minutes"


letters = st.sampled_from("ABCDEGHKLMNabcdeghklm")
numbers = st.integers(1, 999).map(str)
small = st.integers(1, 99).map(str)
sections = st.one_of(numbers, st.builds("{} {}".format, numbers, letters))
ranges = st.tuples(st.integers(1, 20), st.integers(21, 99)).map(lambda ends: f"{ends[0]}-{ends[1]}")
parts = st.one_of(st.just(""), small, ranges)
citations = st.builds(
    ParsedCitation,
    act=st.sampled_from(["", "ligningsloven", "bænkeloven", "skurloven", "lov om grus"]),
    section=sections,
    section_to=st.just(""),
    subsection=parts,
    number=st.one_of(parts, st.builds("{} {}".format, small, st.sampled_from("abdeh"))),
    letter=st.one_of(st.just(""), st.sampled_from(["a", "k", "b-d"])),
    sentence=st.one_of(parts, st.sampled_from(["1 og 2", "2, 4 og 6", "sidste"])),
)
ends = st.sampled_from(["7", "5 D", "9 B"])
wide = st.builds(lambda one, last: replace(one, section="5 A", section_to=last), citations, ends)


@given(st.one_of(citations, wide))
def test_what_is_printed_is_read_back(citation: ParsedCitation) -> None:
    found = parse_citations(str(citation), ACTS)
    assert [replace(one, start=0, end=0) for one in found] == [citation]


FRAGMENTS = (
    "§|§§|1|2 a|stk.|nr.|litra a|og|,|-|jf.|i|bænkeloven|bænkelovens|pkt.|\n|Stk. 2.|samt|lov"
    "|samme lovs|(1)|LL|lov om|kapitel 2|bilag 1"
)


@given(st.lists(st.sampled_from(FRAGMENTS.split("|")), max_size=25))
def test_spans_lie_in_the_text_and_come_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found = parse_citations(text, ACTS)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.end for one in found] == sorted(one.end for one in found)


def test_a_place_prints_in_the_standard_form() -> None:
    place = ParsedCitation(
        act="ligningsloven", section="33 A", subsection="1", letter="a", sentence="1-3"
    )
    assert str(place) == "ligningsloven § 33 A, stk. 1, litra a, 1.-3. pkt."
    assert place.provision == "ligningsloven § 33 A"
    assert str(ParsedCitation(act="ligningsloven")) == "ligningsloven"
    assert str(ParsedCitation(subsection="2")) == "stk. 2"


def test_keys_are_blind_to_case_and_spaces() -> None:
    assert provision_key("Ligningsloven", "33A") == provision_key("ligningsloven", "33 a")
