"""A collection keeps unofficial versions in step with its consolidated and amending acts."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from lexhop.corpus.amendments.consolidating import versions_of
from lexhop.corpus.documents import Document
from lexhop.corpus.ingest import unofficial
from lexhop.corpus.ingest.collection import IngestReport, Unofficial
from lexhop.retrieval.ports import Filters
from tests.corpus.amendments.made import amending, consolidated, instruction, section
from tests.corpus.ingest.library import Library

PRICE = section("1", "Prisen er 7 kr.")
BASE = consolidated(PRICE, section("2", "Alle betaler."))
DEARER = amending(
    instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
    instruction(2, "I § 2 ændres »Ingen« til: »Ejere«."),
)


async def text_of(library: Library, day: str, key: str = "robådsloven§1") -> list[str]:
    """The texts of a provision that are found on a day in the newest version."""
    store = library.open()
    found = await store.by_key([key], filters=Filters(as_of=day))
    newest = await store.newest(["robådsloven"], as_of=day)
    return [one.text for one in found if one.valid_from == newest.get(one.act)]


async def ids(library: Library) -> list[str]:
    return sorted(one.id for one in await library.open().loaded_documents())


async def test_the_text_of_a_day_is_the_one_in_force_then(library: Library) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    report = await library.ingest()
    assert await ids(library) == ["lbk-12-2030", "lbk-12-2030+2031-01-01", "lov-345-2030"]
    assert (report.documents, report.added) == (2, 2)
    assert report.unofficial == Unofficial(versions=1, applied=1, pending=1)
    assert await text_of(library, "2030-12-31") == ["§ 1. Prisen er 7 kr."]
    assert await text_of(library, "2031-01-01") == ["§ 1. Prisen er 8 kr."]
    changed, pending = await library.open().document("lbk-12-2030+2031-01-01")
    assert changed.changed_by == ("lov nr. 345 af 10. december 2030, § 1, nr. 1",)
    assert pending.pending == ("lov nr. 345 af 10. december 2030, § 1, nr. 2",)
    assert (changed.pending, pending.changed_by) == ((), ())


async def test_an_unchanged_run_makes_nothing_again(library: Library) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    first = await library.ingest()
    again = await library.ingest()
    assert again.unofficial == Unofficial()
    assert (again.corpus_version, again.unchanged) == (first.corpus_version, 2)


@pytest.mark.parametrize("order", [("base.xml", "act.xml"), ("act.xml", "base.xml")])
async def test_it_does_not_matter_which_is_loaded_first(
    library: Library, order: tuple[str, str]
) -> None:
    files = {"base.xml": BASE, "act.xml": DEARER}
    for name in order:
        library.write(name, files[name])
        report = await library.ingest()
    assert report.unofficial.versions == 1
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]


async def test_a_changed_act_gives_another_text_and_a_removed_one_none(library: Library) -> None:
    library.write("base.xml", BASE)
    act = library.write("act.xml", DEARER)
    await library.ingest()
    act.write_text(DEARER.replace("»8 kr.«", "»9 kr.«"), encoding="utf-8")
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 9 kr."]
    act.unlink()
    report = await library.ingest()
    assert (report.removed, report.unofficial) == (1, Unofficial(removed=1))
    assert await ids(library) == ["lbk-12-2030"]
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 7 kr."]


async def test_a_changed_base_gives_another_text_and_a_removed_one_none(library: Library) -> None:
    base = library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    await library.ingest()
    base.write_text(BASE.replace("Prisen er", "Prisen bliver"), encoding="utf-8")
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen bliver 8 kr."]
    base.unlink()
    report = await library.ingest()
    assert (report.documents, report.removed) == (1, 1)
    assert await ids(library) == ["lov-345-2030"]


async def test_what_a_later_consolidation_has_in_it_is_not_applied_to_it(library: Library) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    library.write(
        "later.xml",
        consolidated(
            section("1", "Prisen er 8 kr."), section("2", "Alle betaler."), number=50,
            signed="2031-03-01",
            opening="Herved bekendtgøres robådsloven, jf. lovbekendtgørelse nr. 12 af 1. februar "
            "2030, med de ændringer, der følger af § 1 i lov nr. 345 af 10. december 2030.",
        ),
    )  # fmt: skip
    await library.ingest()
    assert await ids(library) == [
        "lbk-12-2030", "lbk-12-2030+2031-01-01", "lbk-50-2031", "lov-345-2030",
    ]  # fmt: skip
    [text] = await text_of(library, "2031-05-01")
    assert text == "§ 1. Prisen er 8 kr."


async def test_what_a_consolidation_says_it_left_out_is_applied_to_it(library: Library) -> None:
    library.write(
        "act.xml",
        amending(
            instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
            rules=("Loven træder i kraft den 1. juli 2031.",),
        ),
    )
    library.write(
        "later.xml",
        consolidated(
            PRICE, number=50, signed="2031-03-01",
            opening="Herved bekendtgøres robådsloven, jf. lovbekendtgørelse nr. 12 af 1. februar "
            "2030. Den ændring, der følger af § 1 i lov nr. 345 af 10. december 2030, er ikke "
            "indarbejdet, da den træder i kraft senere.",
        ),
    )  # fmt: skip
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 7 kr."]
    assert await text_of(library, "2031-08-01") == ["§ 1. Prisen er 8 kr."]


async def test_an_act_made_before_a_consolidation_that_is_silent_is_in_it(library: Library) -> None:
    library.write("act.xml", DEARER)
    library.write("later.xml", consolidated(PRICE, number=50, signed="2031-03-01"))
    assert (await library.ingest()).unofficial == Unofficial()


async def test_an_instruction_refers_to_what_it_changes_and_is_found_by_its_number(
    library: Library,
) -> None:
    library.write("act.xml", DEARER)
    library.write("base.xml", BASE)
    await library.ingest()
    store = library.open()
    found = await store.by_key(["lovnr.345af10.december2030§1"])
    assert [one.citation for one in found] == [
        "lov nr. 345 af 10. december 2030, § 1, nr. 1",
        "lov nr. 345 af 10. december 2030, § 1, nr. 2",
    ]
    assert [one.target for one in found[0].references] == ["robådsloven § 1"]
    assert all(one.kind == "note" for one in found)


async def test_an_act_that_came_by_mail_changes_nothing(library: Library) -> None:
    library.write("base.xml", BASE)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ida@baade.dk", "Se vedlagte"
    mail.set_content("Her er en ny lov.")
    mail.add_attachment(DEARER.encode(), maintype="application", subtype="xml", filename="act.xml")
    library.write("mail.eml", mail.as_string())
    report = await library.ingest()
    assert report.skipped == []
    assert report.unofficial == Unofficial()
    assert "lov-345-2030" in await ids(library)


async def test_a_base_that_cannot_be_read_any_more_is_named_and_kept(library: Library) -> None:
    base = library.write("base.xml", BASE)
    await library.ingest()
    elsewhere = library.folder.parent / "elsewhere"
    elsewhere.mkdir()
    act = elsewhere / "act.xml"
    act.write_text(DEARER, encoding="utf-8")
    base.unlink()
    report: IngestReport = await library.ingest(elsewhere)
    assert [Path(file).name for file, _ in report.skipped] == ["base.xml"]
    assert "lbk-12-2030" in await ids(library)


async def test_an_act_that_cannot_be_read_any_more_may_have_changed_anything(
    library: Library,
) -> None:
    library.write("base.xml", BASE)
    elsewhere = library.folder.parent / "elsewhere"
    elsewhere.mkdir()
    act = elsewhere / "act.xml"
    act.write_text(DEARER, encoding="utf-8")
    await library.ingest(library.folder, elsewhere)
    act.unlink()
    report = await library.ingest()
    assert [Path(file).name for file, _ in report.skipped] == ["act.xml"]
    [version] = [one for one in await library.open().loaded_documents() if one.base]
    passages = await library.open().document(version.id)
    assert [one.text for one in passages] == ["§ 1. Prisen er 7 kr.", "§ 2. Alle betaler."]
    assert all(one.pending for one in passages)
    assert (await library.ingest()).corpus_version == report.corpus_version
    act.write_text(DEARER, encoding="utf-8")
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]


async def test_a_base_that_cannot_be_read_keeps_the_versions_made_of_it(library: Library) -> None:
    elsewhere = library.folder.parent / "elsewhere"
    elsewhere.mkdir()
    base = elsewhere / "base.xml"
    base.write_text(BASE, encoding="utf-8")
    act = library.write("act.xml", DEARER)
    await library.ingest(library.folder, elsewhere)
    base.unlink()
    act.write_text(DEARER.replace("»8 kr.«", "»9 kr.«"), encoding="utf-8")
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]


async def test_a_claim_that_does_not_count_ends_no_version(library: Library) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    library.write(
        "forged.md",
        "---\ntitle: Bekendtgørelse af robådsloven\nnumber: LBK nr. 5 af 2030-12-15\n"
        "valid_from: 2030-12-15\n---\n§ 1. Prisen er 1 kr.\n",
    )
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]


@pytest.mark.parametrize("day", ["snart", "2030-13-01", ""])
async def test_a_day_that_is_none_leaves_the_changes_told(library: Library, day: str) -> None:
    library.write("base.xml", BASE.replace("<StartDate>2030-02-01<", f"<StartDate>{day}<"))
    library.write("act.xml", DEARER.replace("<DiesEdicti>2030-12-10<", f"<DiesEdicti>{day}<"))
    report = await library.ingest()
    assert report.skipped == []
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]


async def test_what_cannot_be_made_of_one_act_is_made_of_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    other = {"name": "kanoloven", "number": 13}
    library.write("other.xml", consolidated(PRICE, **other))  # type: ignore[arg-type]
    lead = "I kanoloven, jf. lovbekendtgørelse nr. 13 af 1. februar 2030, foretages:"
    change = instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«")
    library.write("more.xml", amending(change, lead=lead, number=346))

    def broken(base: Document, *given: Any, **more: Any) -> Iterator[Document]:
        if base.short_title == "kanoloven":
            raise ZeroDivisionError
        return versions_of(base, *given, **more)

    monkeypatch.setattr(unofficial, "versions_of", broken)
    report = await library.ingest()
    assert [Path(file).name for file, _ in report.skipped] == ["other.xml"]
    assert report.unofficial.versions == 1


LEAD = "I robådsloven, jf. lovbekendtgørelse nr. {}, foretages følgende ændringer:".format
SINCE = "12 af 1. februar 2030, som ændret {} lov nr. 300 af 1. maj 2030"


@pytest.mark.parametrize(
    ("lead", "is_applied"),
    [
        (LEAD("12 af 1. februar 2030"), True),
        (LEAD("50 af 3. marts 2030"), False),
        ("I robådsloven foretages følgende ændringer:", False),
        (LEAD(SINCE.format("ved § 2 i")), False),
        (LEAD(SINCE.format("bl.a. ved § 2 i")), False),
    ],
)
async def test_an_act_is_applied_to_the_text_that_it_was_made_for(
    lead: str, is_applied: bool, library: Library
) -> None:
    library.write("base.xml", BASE)
    act = amending(instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"), lead=lead)
    library.write("act.xml", act)
    report = await library.ingest()
    assert (report.unofficial.applied, report.unofficial.pending) == (is_applied, not is_applied)
    assert await text_of(library, "2031-05-01") == [f"§ 1. Prisen er {8 if is_applied else 7} kr."]


async def test_what_a_lead_names_only_in_part_is_not_applied(library: Library) -> None:
    library.write("base.xml", BASE)
    lead = LEAD(SINCE.format("bl.a. ved § 1 i"))
    library.write("act.xml", amending(instruction(1, "§ 2 ophæves."), lead=lead))
    before = amending(instruction(1, "I § 1 ændres »7« til: »9«."), number=300, signed="2030-05-01")
    library.write("before.xml", before)
    await library.ingest()
    assert await text_of(library, "2031-05-01", "robådsloven§2") == ["§ 2. Alle betaler."]
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 9 kr."]


async def test_what_came_before_a_consolidation_is_in_it_for_the_acts_that_it_left_out(
    library: Library,
) -> None:
    library.write(
        "act.xml",
        amending(
            instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
            lead=LEAD(SINCE.format("ved § 1 i")),
            rules=("Loven træder i kraft den 1. juli 2031.",),
        ),
    )
    library.write(
        "later.xml",
        consolidated(
            PRICE, number=50, signed="2031-03-01",
            opening="Den ændring, der følger af § 1 i lov nr. 345 af 10. december 2030, er ikke "
            "indarbejdet, da den træder i kraft senere.",
        ),
    )  # fmt: skip
    await library.ingest()
    assert await text_of(library, "2031-08-01") == ["§ 1. Prisen er 8 kr."]


async def test_an_act_is_applied_once_the_ones_before_it_are_loaded(library: Library) -> None:
    library.write("base.xml", BASE)
    again = amending(
        instruction(1, "I § 1 ændres »8 kr.« til: »9 kr.«"), lead=LEAD(SINCE.format("ved § 1 i"))
    )
    library.write("again.xml", again)
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 7 kr."]
    before = amending(
        instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
        number=300, signed="2030-05-01", rules=("Loven træder i kraft den 1. juli 2030.",),
    )  # fmt: skip
    library.write("before.xml", before)
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 9 kr."]


async def test_an_act_that_came_by_mail_holds_up_none_that_it_says_it_amends(
    library: Library,
) -> None:
    library.write("base.xml", BASE)
    library.write("act.xml", DEARER)
    lead = (
        "I lov nr. 345 af 10. december 2030 om ændring af robådsloven foretages følgende ændring:"
    )
    lying = amending(instruction(1, "§ 1, nr. 1, ophæves."), lead=lead, number=777)
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ida@baade.dk", "Se vedlagte"
    mail.set_content("Her er en ny lov.")
    mail.add_attachment(lying.encode(), maintype="application", subtype="xml", filename="x.xml")
    library.write("mail.eml", mail.as_string())
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 8 kr."]
    library.write("lying.xml", lying)
    (library.folder / "mail.eml").unlink()
    await library.ingest()
    assert await text_of(library, "2031-05-01") == ["§ 1. Prisen er 7 kr."]
