"""`lexhop diff`: what changed in an act between two days."""

import json
from pathlib import Path

import pytest

from tests.corpus.amendments.made import amending, consolidated, instruction, section, stk, text
from tests.in_process import lexhop

BASE = consolidated(
    section("1", "Prisen er 7 kr. om året."),
    section("2", ("Fri er:", "1) Joller."), "Alle ser til."),
    section("3", "Det er alt."), section("4", "Den gamle regel."),
)  # fmt: skip
ACT = amending(
    instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
    instruction(2, "I § 2, stk. 1, indsættes som nr. 2:", text("2) Kanoer.")),
    instruction(3, "I § 2 indsættes som stk. 3:", stk(3, "Ingen ser væk.")),
    instruction(4, "Efter § 2 indsættes:", section("2 a", "Noget nyt.")),
    instruction(5, "I § 3 ændres »intet« til: »noget«."),
    instruction(6, "§ 4 ophæves."),
)
LATER = consolidated(
    section("1", "Prisen er 8 kr. om året."), section("5", "Den gamle regel."),
    number=50, signed="2033-01-01",
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("diff")
    for name, xml in (("base", BASE), ("act", ACT), ("later", LATER)):
        (folder / f"{name}.xml").write_text(xml, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEXHOP_DATA_DIR", str(folder / "data"))
        assert lexhop("ingest", str(folder)).code == 0
    return folder / "data"


@pytest.fixture(autouse=True)
def loaded(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(data))


def test_each_provision_that_differs_is_shown_with_its_words() -> None:
    result = lexhop("diff", "robådsloven", "2030-05-01", "2031-05-01")
    assert result.code == 0
    lines = [line.rstrip() for line in result.out.splitlines()]
    assert "  2030-05-01  LBK nr. 12 af 2030-02-01 (2030-02-01)" in lines
    assert "  § 1. Prisen er [-7-]{+8+} kr. om året." in lines
    assert "  {+2) Kanoer.+}" in lines
    assert "  {+Stk. 3. Ingen ser væk.+}" in lines
    assert "robådsloven § 2 a  indsat" in lines
    assert "robådsloven § 4  ophævet" in lines
    assert "  ved lov nr. 345 af 10. december 2030, § 1, nr. 1" in lines
    assert "  ændret ved lov nr. 345 af 10. december 2030, § 1, nr. 5, ikke indarbejdet" in lines


def test_as_json_it_has_both_texts_and_what_made_the_change() -> None:
    result = lexhop("diff", "robådsloven", "2030-05-01", "2031-05-01", "--json")
    found = json.loads(result.out)
    assert [found["before"]["unofficial"], found["after"]["unofficial"]] == [False, True]
    first = found["changes"][0]
    assert (first["provision"], first["change"]) == ("robådsloven § 1", "changed")
    assert first["before"] == "§ 1. Prisen er 7 kr. om året."
    assert first["after"] == "§ 1. Prisen er 8 kr. om året."
    assert first["changed_by"] == ["lov nr. 345 af 10. december 2030, § 1, nr. 1"]
    assert [each["change"] for each in found["changes"]] == [
        "changed", "changed", "inserted", "changed", "repealed",
    ]  # fmt: skip


def test_a_provision_under_another_number_is_renumbered() -> None:
    result = lexhop("diff", "robådsloven", "2030-05-01", "2033-05-01", "--json")
    changes = {each["provision"]: each for each in json.loads(result.out)["changes"]}
    assert (changes["robådsloven § 5"]["change"], changes["robådsloven § 5"]["was"]) == (
        "renumbered", "robådsloven § 4",
    )  # fmt: skip
    assert changes["robådsloven § 3"]["change"] == "removed"
    assert "robådsloven § 4" not in changes


def test_the_same_version_has_no_difference() -> None:
    result = lexhop("diff", "robådsloven", "2031-05-01", "2032-01-01")
    assert result.out.splitlines()[-1] == "ingen forskel: samme udgave"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("robådsloven", "2029-01-01", "2031-01-01"),
         "no version of robådsloven of 2029-01-01 is loaded; the oldest is of 2030-02-01"),
        (("kanoloven", "2030-05-01", "2031-01-01"), "no act 'kanoloven' is loaded"),
        (("robådsloven", "2031-05-01", "2030-01-01"),
         "2031-05-01 is after 2030-01-01; write the earlier day first"),
        (("robådsloven", "i går", "2030-01-01"), "'i går' is no day; write it as 2019-01-01"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(given: tuple[str, ...], said: str) -> None:
    result = lexhop("diff", *given)
    assert (result.code, result.err.strip()) == (2, f"lexhop: {said}")


def test_what_was_pending_on_both_days_is_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = amending(
        instruction(1, "I § 1 ændres »8 kr.« til: »9 kr.«"), number=400, signed="2031-05-01",
        rules=("Loven træder i kraft den 1. juli 2031.",),
    )  # fmt: skip
    for name, xml in (("base", BASE), ("act", ACT), ("again", again)):
        (tmp_path / f"{name}.xml").write_text(xml, encoding="utf-8")
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path / "data"))
    lexhop("ingest", str(tmp_path))
    result = lexhop("diff", "robådsloven", "2031-05-01", "2031-08-01", "--json")
    found = json.loads(result.out)["changes"]
    assert [each["provision"] for each in found] == ["robådsloven § 1"]


def test_a_search_says_whose_text_a_hit_has() -> None:
    found = lexhop("search", "robådsloven §§ 1, 3", "--as-of", "2031-05-01").out.splitlines()
    [first] = [line for line in found if "robådsloven § 1 " in line]
    [third] = [line for line in found if "robådsloven § 3 " in line]
    assert "2031-01-01" in first
    assert "(uofficiel tekst)" in first
    assert "(ændret, ikke indarbejdet)" in third
    assert "uofficiel" not in third
    [hit] = json.loads(
        lexhop("search", "robådsloven § 3", "--limit", "1", "--as-of", "2031-05-01", "--json").out
    )["hits"]
    assert (hit["valid_from"], hit["changed_by"]) == ("2031-01-01", [])
    assert hit["pending"] == ["lov nr. 345 af 10. december 2030, § 1, nr. 5"]
