"""An act is known by its short title, its abbreviations, its long title and its genitives."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts, names_of, usual_name
from lexhop.corpus.formats.titles import short_title_of


@pytest.fixture
def acts() -> ActNames:
    acts = ActNames()
    acts.add("bænkeloven", ["BÆL", "lov om bænke i parker", "Bench Act"])
    acts.add("barnets lov")
    return acts


@dataclass(frozen=True)
class Case:
    name: str
    act: str | None


@pytest.mark.parametrize(
    "case",
    [
        Case("bænkeloven", "bænkeloven"),
        Case("Bænkelovens", "bænkeloven"),
        Case("bænkelov", None),
        Case("BÆL", "bænkeloven"),
        Case("Bæl", "bænkeloven"),
        Case("bæl", None),
        Case("lov om  bænke i parker m.v.", "bænkeloven"),
        Case("bekendtgørelse af lov om bænke i parker", "bænkeloven"),
        Case("bench act", "bænkeloven"),
        Case("barnets lovs", "barnets lov"),
        Case("skurloven", None),
        Case("", None),
    ],
    ids=lambda case: case.name,
)
def test_names_lead_to_the_short_title(acts: ActNames, case: Case) -> None:
    assert acts.canonical(case.name) == case.act


def test_the_first_meaning_of_a_name_stays(acts: ActNames) -> None:
    acts.add("bælgloven", ["BÆL", "", "Bench Act"])
    assert acts.canonical("BÆL") == "bænkeloven"
    assert acts.canonical("Bench Act") == "bænkeloven"
    assert acts.canonical("bælgloven") == "bælgloven"


@dataclass(frozen=True)
class Title:
    text: str
    act: str
    length: int


@pytest.mark.parametrize(
    "title",
    [
        Title("lov om bænke i parker, der males", "bænkeloven", 21),
        Title("lov om bænke ved søer, der males", "lov om bænke ved søer", 21),
        Title("lov om grus eller sten", "lov om grus", 11),
        Title("lov om grus m.v. gælder", "lov om grus", 11),
        Title("lov om grus behandles som sten", "lov om grus", 11),
        Title("lov om kommunernes grus finder", "lov om kommunernes grus", 23),
        Title("lov om grus og § 4", "lov om grus", 11),
        Title("lov om grus og", "lov om grus", 11),
        Title("lov om grus-, sand- og lertag.", "lov om grus-, sand- og lertag", 29),
    ],
    ids=lambda title: title.text,
)
def test_a_long_title_ends_where_the_sentence_goes_on(acts: ActNames, title: Title) -> None:
    assert acts.longest_prefix(title.text) == (title.act, title.length)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Rentelovens", "renteloven"),
        ("afskrivningslov", "afskrivningsloven"),
        ("barnets lov", "barnets lov"),
    ],
)
def test_an_unknown_act_stands_in_its_base_form(name: str, base: str) -> None:
    assert ActNames.base_form(name) == base


def test_acts_named_in_a_question_come_once_and_in_order(acts: ActNames) -> None:
    question = "Gælder barnets lov og Bench Act's regler? Lov om bænke i parker og BÆL."
    assert acts.named_in(question) == ["barnets lov", "bænkeloven"]


def test_only_capitals_are_abbreviations_in_a_question(acts: ActNames) -> None:
    assert acts.named_in("hvad er bæl og XYZ?") == []
    assert acts.named_in("BÆL's regler") == ["bænkeloven"]


def test_a_document_answers_to_all_its_titles() -> None:
    title = "Bekendtgørelse af lov om bænke i parker (bænkeloven, parkbænkeloven)"
    names = names_of("bænkeloven", title, ["BÆL"])
    assert names == ["bænkeloven", "BÆL", "lov om bænke i parker", "bænkeloven", "parkbænkeloven"]
    assert names_of("bænkeloven", "") == ["bænkeloven"]


def test_the_bundled_names_are_known() -> None:
    acts = known_acts()
    assert acts.canonical("LL") == "ligningsloven"
    assert acts.canonical("Tax Assessment Act") == "ligningsloven"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        (
            "Bekendtgørelse af lov om inddrivelse af gæld til det offentlige",
            "gældsinddrivelsesloven",
        ),
        ("Lov om Vægtafgift af motorkøretøjer m.v.", "vægtafgiftsloven"),
        ("Bekendtgørelse af skattekontrollov", "skattekontrolloven"),
        ("Lov om bænke (Bænkelov)", "bænkeloven"),
        ("Lov om bænke (NIS 2-loven)", "NIS 2-loven"),
        ("Lov om bænke i parker", "lov om bænke i parker"),
        ("Lov om grus (momsloven)", "momsloven"),
        ("Bekendtgørelse om grus", "bekendtgørelse om grus"),
        ("Udlov", "udloven"),
        ("lov", "lov"),
        ("LL", "LL"),
    ],
)
def test_a_title_gives_the_name_that_the_act_is_cited_by(title: str, short: str) -> None:
    assert short_title_of(title) == short


def test_a_long_title_and_a_citation_lead_to_one_act() -> None:
    acts = known_acts()
    for title in ("lov om leje", "Bekendtgørelse af lov om køb", "lov om rettens pleje"):
        assert acts.canonical(title) == short_title_of(title)
        assert acts.longest_prefix(f"{title}, der")[0] == short_title_of(title)


def test_a_bundled_name_has_one_meaning() -> None:
    listed = tomllib.loads(
        resources.files("lexhop.corpus.citations").joinpath("act_names.toml").read_text("utf-8")
    )
    acts = known_acts()
    for short, names in listed["names"].items():
        for name in (short, *names):
            assert (name, acts.canonical(name), usual_name(short)) == (name, short, short)


def test_the_users_names_go_first(tmp_path: Path) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text('[names]\nlejeloven = ["LL"]\n', encoding="utf-8")
    assert known_acts(extra).canonical("LL") == "lejeloven"


@pytest.mark.parametrize(
    "content",
    [b"LL = 1", b"not toml", b"[names]\nlejeloven = 1", b"\xff\xfe", b"names = 1"],
    ids=["no_names", "no_toml", "no_list", "no_utf8", "no_table"],
)
def test_a_users_file_of_another_form_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_bytes(content)
    with pytest.raises(ValueError, match=r"mine\.toml: not a list of names; write \[names\]"):
        known_acts(extra)


def test_a_users_file_that_is_missing_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"gone\.toml"):
        known_acts(tmp_path / "gone.toml")


def test_names_are_taken_out_of_a_question(acts: ActNames) -> None:
    assert acts.without_names("Hvad siger BÆL og barnets lov?").split() == [
        "Hvad",
        "siger",
        "og",
        "?",
    ]


def test_names_that_nest_without_end_are_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text("names = " + "[" * 5000 + "]" * 5000)
    with pytest.raises(ValueError, match=r"names\.toml: not a list of names"):
        known_acts(path)
