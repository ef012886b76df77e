"""References lead where the text says, and are accounted for."""

from dataclasses import dataclass, replace

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.citations.references import (
    WIDEST_RANGE,
    ReferenceStats,
    expand,
    keys_of,
    own_keys,
    target_key,
    with_references,
)
from lexhop.state.records import Passage, Reference

SECTIONS = ("1", "2", "2 A", "2 B", "3", "4", "5")
BENCH = Passage(
    id="baenke/§2",
    document_id="baenke",
    provision="bænkeloven § 2",
    citation="bænkeloven § 2",
    title="Lov om bænke",
    text="",
    act="bænkeloven",
)


@pytest.fixture(scope="module")
def acts() -> ActNames:
    acts = known_acts()
    acts.add("bænkeloven", ["lov om bænke"])
    acts.add("skurloven", ["lov om skure"])
    return acts


def targets(passage: Passage, acts: ActNames) -> list[tuple[str, str]]:
    found = with_references(passage, acts, SECTIONS).references
    return [(one.target, one.locator) for one in found]


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    targets: tuple[tuple[str, str], ...]


@pytest.mark.parametrize(
    "case",
    [
        Case("own_marker", "§ 2. Bænke males efter § 4.", (("bænkeloven § 4", ""),)),
        Case("own_act", "efter § 4, stk. 2", (("bænkeloven § 4", "stk. 2"),)),
        Case("own_provision", "jf. stk. 3, nr. 1", (("bænkeloven § 2", "stk. 3, nr. 1"),)),
        Case("other_act", "skurlovens § 4", (("skurloven § 4", ""),)),
        Case(
            "range_as_the_act_has_it",
            "efter §§ 2-3",
            (
                ("bænkeloven § 2", ""),
                ("bænkeloven § 2 A", ""),
                ("bænkeloven § 2 B", ""),
                ("bænkeloven § 3", ""),
            ),
        ),
        Case("range_counted", "skurlovens §§ 2-3", (("skurloven § 2", ""), ("skurloven § 3", ""))),
        Case(
            "list_after_a_part",
            "efter § 5, stk. 1, og §§ 7, 8 og 10",
            (
                ("bænkeloven § 5", "stk. 1"),
                ("bænkeloven § 7", ""),
                ("bænkeloven § 8", ""),
                ("bænkeloven § 10", ""),
            ),
        ),
        Case(
            "same_act",
            "skurlovens § 4 og samme lovs § 3",
            (("skurloven § 4", ""), ("skurloven § 3", "")),
        ),
        Case("same_act_as_none", "efter samme lovs § 3", (("? § 3", ""),)),
        Case("said_twice", "efter § 4 og atter § 4", (("bænkeloven § 4", ""),)),
        Case(
            "section_of_the_act_cited_before",
            "skurlovens § 22 b, og efter § 22 b",
            (("skurloven § 22 b", ""),) * 2,
        ),
        Case(
            "own_section_in_spite_of_that",
            "skurlovens § 4, og efter § 4",
            (("skurloven § 4", ""), ("bænkeloven § 4", "")),
        ),
        Case("section_that_nobody_has", "efter § 99", (("bænkeloven § 99", ""),)),
    ],
    ids=lambda case: case.name,
)
def test_a_provision_refers_to(acts: ActNames, case: Case) -> None:
    assert targets(replace(BENCH, text=case.text), acts) == list(case.targets)


def test_the_printed_words_are_kept(acts: ActNames) -> None:
    passage = replace(BENCH, text="Bænke males efter skurlovens § 4, stk. 1, og § 5.")
    found = with_references(passage, acts, SECTIONS).references
    assert [one.text for one in found] == ["skurlovens § 4, stk. 1", "§ 5"]


def test_a_note_leads_to_its_provision_and_to_acts_that_it_names(acts: ActNames) -> None:
    text = "§ 7 i loven gælder fra 2031, jf. skurlovens § 3. Se stk. 2."
    note = replace(BENCH, kind="note", citation="bænkeloven § 2, note 1)", text=text)
    assert targets(note, acts) == [("bænkeloven § 2", ""), ("skurloven § 3", "")]


def test_a_note_on_several_sections_leads_to_the_first(acts: ActNames) -> None:
    note = replace(
        BENCH, kind="note", text="Ny.", provision="bænkeloven §§ 4-6",
        citation="bænkeloven §§ 4-6, note 1)",
    )  # fmt: skip
    assert targets(note, acts) == [("bænkeloven § 4", "")]


def test_a_note_is_called_by_its_own_name_where_it_leads_to_its_provision(acts: ActNames) -> None:
    note = replace(BENCH, kind="note", citation="bænkeloven § 2, stk. 1, note 1)", text="Ny.")
    [found] = with_references(note, acts, SECTIONS).references
    assert (found.text, found.target) == ("note 1)", "bænkeloven § 2")


@pytest.mark.parametrize("kind", ["bekendtgørelse", "cirkulære"], ids=["order", "circular"])
def test_only_lovens_leads_out_of_an_order(acts: ActNames, kind: str) -> None:
    name = f"{kind} om bænke"
    order = replace(BENCH, act=name, provision=f"{name} § 2", text="Efter § 3 og lovens § 4 males.")
    assert targets(order, acts) == [(f"{name} § 3", ""), ("? § 4", "")]


def test_a_commencement_rule_leads_only_to_acts_that_it_names(acts: ActNames) -> None:
    place = "bænkeloven, ikrafttrædelse, lov nr. 7 af 3. maj 2031, § 2"
    rule = replace(
        BENCH, kind="note", provision=place, citation=place, text="§ 2\nBænkelovens § 4 ophæves."
    )
    assert targets(rule, acts) == [("bænkeloven § 4", "")]


def test_an_order_means_its_parent_act_by_lovens(acts: ActNames) -> None:
    order = replace(
        BENCH,
        act="bekendtgørelse om bænke",
        provision="bekendtgørelse om bænke § 2",
        text="Lovens §§ 8 og 9, stk. 1, gælder. Efter § 3 males bænke, jf. stk. 1. Skurlovens § 1.",
    )
    assert targets(order, acts) == [
        ("? § 8", ""),
        ("? § 9", "stk. 1"),
        ("bekendtgørelse om bænke § 3", ""),
        ("bekendtgørelse om bænke § 2", "stk. 1"),
        ("skurloven § 1", ""),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expanded"),
    [
        ("2", "", ["2"]),
        ("2", "4", ["2", "3", "4"]),
        ("15 B", "15 D", ["15 B", "15 C", "15 D"]),
        ("15", "15 b", ["15", "15 a", "15 b"]),
        ("70 A", "72", ["70 A", "71", "72"]),
        ("5", "7 a", ["5", "6", "7 a"]),
        ("15", "15 B", ["15", "15 A", "15 B"]),
        ("5", "5", ["5"]),
        ("1", "120", ["1", "120"]),
        ("4", "2", ["4", "2"]),
    ],
)
def test_a_range_is_counted(first: str, last: str, expanded: list[str]) -> None:
    assert expand(first, last) == expanded


def test_a_range_of_a_known_act_has_the_acts_sections() -> None:
    assert expand("2", "2b", SECTIONS) == ["2", "2 A", "2 B"]
    assert expand("2", "7", SECTIONS) == ["2", "3", "4", "5", "6", "7"]


def test_a_range_over_most_of_an_act_is_its_ends() -> None:
    sections = [str(number) for number in range(1, WIDEST_RANGE + 3)]
    assert expand("1", sections[-1], sections) == ["1", sections[-1]]


def test_a_range_of_just_the_widest_is_followed_in_full() -> None:
    sections = [str(number) for number in range(1, WIDEST_RANGE + 1)]
    assert expand("1", sections[-1]) == expand("1", sections[-1], sections) == sections


def test_a_provision_answers_to_each_name_of_its_act() -> None:
    assert keys_of(BENCH, ["bænkeloven", "BÆL"], ["2"]) == ("bænkeloven§2", "bæl§2")
    prose = replace(BENCH, kind="prose", provision="Handbook")
    assert keys_of(prose, ["bænkeloven"], ["2"]) == ("handbook",)


def test_a_reference_is_followed_by_key() -> None:
    assert target_key(Reference(text="§ 2 A", target="bænkeloven § 2 A")) == "bænkeloven§2a"
    assert target_key(Reference(text="The Bench", target="The-Bench")) == "the-bench"


def test_a_passage_has_the_keys_of_what_it_stands_for() -> None:
    assert own_keys(BENCH) == {"bænkeloven§2"}
    several = replace(BENCH, provision="bænkeloven §§ 7-9")
    assert own_keys(several) == {"bænkeloven§7", "bænkeloven§8", "bænkeloven§9"}
    assert own_keys(replace(BENCH, kind="note")) == {"bænkeloven § 2"}
    assert own_keys(replace(BENCH, kind="prose", provision="Handbook")) == {"handbook"}


def test_every_reference_is_accounted_for() -> None:
    account = ReferenceStats(
        in_force={"bænkeloven§2": True, "bænkeloven§3": False}, acts={"bænkeloven"}
    )
    for target in ["bænkeloven § 2", "bænkeloven § 3", "bænkeloven § 9", "skurloven § 1", "? § 1"]:
        account.add(target)
    assert (account.found, account.resolved) == (5, 1)
    account.add("bænkeloven § 2")
    account.add("skurloven § 1")
    assert (account.found, account.resolved) == (7, 2)
    assert account.unresolved == {"repealed": 1, "no_such_provision": 1, "act_not_loaded": 3}
    assert account.examples["act_not_loaded"] == {"skurloven § 1": 2, "? § 1": 1}
