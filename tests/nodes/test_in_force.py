"""What an answer says of the day that its law is of: made, pending and coming changes, years."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lexhop import Lexhop
from lexhop.nodes.in_force import OfItsDay, standing_of
from lexhop.state.plan import Plan
from lexhop.state.records import Act
from tests.contract.stores import passage, put
from tests.corpus.amendments.made import amending, consolidated, instruction, section
from tests.memory_store import MemoryStores

LEAD = (
    "I robådsloven, jf. lovbekendtgørelse nr. 12 af 1. februar 2020, foretages følgende ændringer:"
)
BASE = "LBK nr. 12 af 2020-02-01"
ACT = "lov nr. 345 af 10. december 2020"
LATER = "lov nr. 99 af 1. maj 2098"


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lexhop]:
    files = {
        "base": consolidated(
            section("1", "Prisen er 7 kr."), section("2", "Alle betaler."),
            section("3", "Det er alt."), signed="2020-02-01",
        ),
        "act": amending(
            instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
            instruction(2, "I § 2 ændres »Ingen« til: »Ejere«."),
            lead=LEAD, rules=("Loven træder i kraft den 1. januar 2021.",), signed="2020-12-10",
        ),
        "later": amending(
            instruction(1, "I § 1 ændres »8 kr.« til: »9 kr.«"),
            lead=LEAD, rules=("Loven træder i kraft den 1. juli 2098.",), number=99,
            signed="2098-05-01",
        ),
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("law")
    for name, xml in files.items():
        (folder / f"{name}.xml").write_text(xml, encoding="utf-8")
    with Lexhop(folder / "data") as opened:
        opened.ingest(*folder.glob("*.xml"))
        yield opened


def test_an_unofficial_text_says_what_it_is_made_of(law: Lexhop) -> None:
    answer = law.ask("Hvad siger robådsloven § 1?", as_of="2021-05-01")
    assert answer.status == "answered"
    assert answer.citations[0].quote == "§ 1. Prisen er 8 kr."
    assert answer.citations[0].version == f"{BASE} med {ACT}"
    assert answer.citations[0].changed_by == (f"{ACT}, § 1, nr. 1",)
    assert answer.notices == (
        f"robådsloven § 1: uofficiel tekst, {BASE} med ændringer ved {ACT}, § 1, nr. 1",
        f"robådsloven § 1 ændres den 2098-07-01 ved {LATER}, § 1, nr. 1",
        "svaret er efter retten den 2021-05-01",
    )


def test_the_official_text_of_before_says_what_is_to_come(law: Lexhop) -> None:
    answer = law.ask("Hvad siger robådsloven § 1?", as_of="2020-05-01")
    assert answer.citations[0].quote == "§ 1. Prisen er 7 kr."
    assert answer.notices == (
        f"robådsloven § 1 ændres den 2021-01-01 ved {ACT}, § 1, nr. 1",
        f"robådsloven § 1 ændres den 2098-07-01 ved {LATER}, § 1, nr. 1",
        "svaret er efter retten den 2020-05-01",
    )


def test_a_pending_change_leaves_the_answer_open(law: Lexhop) -> None:
    answer = law.ask("Hvad siger robådsloven § 2?")
    assert answer.status == "partial"
    assert answer.citations[0].quote == "§ 2. Alle betaler."
    assert answer.gaps == (f"robådsloven § 2 er ændret ved {ACT}, § 1, nr. 2, ikke indarbejdet",)


def test_what_no_act_changes_needs_no_word(law: Lexhop) -> None:
    answer = law.ask("Hvad siger robådsloven § 3?")
    assert (answer.status, answer.notices, answer.gaps) == ("answered", (), ())
    [citation] = answer.citations
    assert (citation.version, citation.valid_from, citation.changed_by) == (BASE, "2020-02-01", ())


def test_an_amending_act_is_quoted_as_itself(law: Lexhop) -> None:
    answer = law.ask(f"Hvad siger {ACT} § 1, nr. 2?")
    assert [each.citation for each in answer.citations] == [f"{ACT}, § 1, nr. 2"]
    assert answer.citations[0].quote == "2. I § 2 ændres »Ingen« til: »Ejere«."
    assert answer.status == "answered"
    assert answer.notices == (
        f"{ACT}, § 1, nr. 2 er i en ændringslov: "
        "den siger, hvad der ændres, ikke hvordan loven lyder",
    )


def test_what_an_amending_act_puts_in_is_no_answer_by_itself(tmp_path: Path) -> None:
    base = consolidated(section("1", "Alle ror."), signed="2020-02-01")
    (tmp_path / "base.xml").write_text(base, encoding="utf-8")
    new = section("2", "Den, der ejer en jolle, skal betale 100 kr. i havneafgift.")
    act = amending(
        instruction(1, "Efter § 1 indsættes:", new),
        lead=LEAD, rules=("Loven træder i kraft den 1. juli 2098.",), signed="2020-12-10",
    )  # fmt: skip
    (tmp_path / "act.xml").write_text(act, encoding="utf-8")
    with Lexhop(tmp_path / "data") as law:
        law.ingest(*tmp_path.glob("*.xml"))
        answer = law.ask("Hvad koster havneafgift?")
        then = law.ask("Hvad koster havneafgift?", as_of="2099-01-01")
    assert answer.status == "partial"
    assert answer.gaps == (
        f"{ACT}, § 1, nr. 1 er i en ændringslov: "
        "den siger, hvad der ændres, ikke hvordan loven lyder",
    )
    assert then.status == "answered"
    assert [each.citation for each in then.citations] == ["robådsloven § 2"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvad siger robådsloven § 3, og var det også sådan i 2020?", "asked"),
        ("Hvad sagde robådsloven § 3 for indkomståret 2020?", "asked"),
        ("Hvad sagde robådsloven § 3 i 2019?", "without"),
        ("Hvad siger robådsloven § 3 i 2099?", ""),
        ("Hvad siger robådsloven § 3 efter lov nr. 5 af 3. maj 2010?", ""),
    ],
)
def test_a_year_gone_by_is_proposed_as_a_day(law: Lexhop, question: str, said: str) -> None:
    answer = law.ask(question)
    lines = answer.gaps if said == "without" else answer.notices
    found = [each for each in lines if "spørgsmålet nævner" in each]
    if not said:
        assert found == []
        return
    [notice] = found
    assert ("--as-of 2020-12-31" in notice) == (said == "asked")
    assert ("ingen udgave fra før 2019-12-31" in notice) == (said == "without")


def test_a_text_that_is_younger_than_the_year_asked_for_leaves_the_answer_open(
    law: Lexhop,
) -> None:
    younger = law.ask("Hvad sagde robådsloven § 1 for indkomståret 2020?")
    assert younger.citations[0].quote == "§ 1. Prisen er 8 kr."
    assert younger.status == "partial"
    assert [each for each in younger.gaps if "--as-of 2020-12-31" in each]
    same = law.ask("Hvad siger robådsloven § 3, og var det også sådan i 2020?")
    assert not [each for each in same.gaps if "--as-of" in each]


def test_prose_has_no_day(law: Lexhop, tmp_path: Path) -> None:
    (tmp_path / "guide.txt").write_text(
        "Kajakkens køl blev malet blå i 2019 af bådebygger Holm.", encoding="utf-8"
    )
    with Lexhop(tmp_path / "data") as prose:
        prose.ingest(tmp_path / "guide.txt")
        answer = prose.ask("Hvem malede kajakkens køl i 2019?")
    assert answer.citations
    assert not [each for each in answer.notices if "2019" in each]


PLAN = Plan(form="open", language="da", queries=())


async def test_of_each_version_to_come_only_what_is_new_is_told() -> None:
    base = Act(document_id="b", name="robådsloven", names=(), valid_from="2020-01-01")
    later = [
        replace(base, document_id=f"b+{day}", valid_from=day, base="b")
        for day in ("2031-01-01", "2032-01-01", "2033-01-01")
    ]
    cited = passage("b/§1", "§ 1. Nu.", act="robådsloven", provision="robådsloven § 1")
    made = [("en",), ("en",), ("en", "to")]
    store = MemoryStores().store("laws")
    await put(store, cited, *(
        replace(cited, id=f"{act.document_id}/§1", document_id=act.document_id,
                valid_from=act.valid_from, changed_by=labels)
        for act, labels in zip(later, made, strict=True)
    ))  # fmt: skip
    standing = await standing_of(PLAN, [cited, cited], [base, *later], store, "2030-01-01")
    assert standing == OfItsDay(
        notices=(
            "robådsloven § 1 ændres den 2031-01-01 ved en",
            "robådsloven § 1 ændres den 2033-01-01 ved to",
        )
    )
