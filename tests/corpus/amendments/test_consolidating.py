"""The text between two consolidations is right, or the provision says that a change is pending."""

from dataclasses import replace
from pathlib import Path

import pytest

from lexhop.corpus.amendments.consolidating import MOST_DAYS, Amending, versions_of
from lexhop.corpus.documents import Document, Note, Subsection
from lexhop.corpus.formats import read_documents
from tests.corpus.amendments.grown import EXACT, UNFIT_KINDS, Grown, Operation, exact, unfit
from tests.corpus.amendments.made import amending, consolidated, instruction, section, stk, text

SEEDS = range(8)


def read(folder: Path, name: str, xml: str) -> Document:
    path = folder / f"{name}.xml"
    path.write_text(xml, encoding="utf-8")
    (document,) = read_documents(path)
    return document


def newest(folder: Path, grown: Grown) -> Document:
    base = read(folder, "base", grown.base)
    act = read(folder, "act", grown.amending)
    (version,) = versions_of(base, [Amending(act, act.amends[0])])
    return version


def texts(document: Document) -> dict[str, list[str]]:
    return {one.section: [part.text for part in one.subsections] for one in document.provisions}


@pytest.mark.parametrize("operation", EXACT, ids=lambda one: one.__name__)
def test_instructions_that_fit_give_the_text_in_force(operation: Operation, tmp_path: Path) -> None:
    tried = [grown for seed in SEEDS if (grown := exact(seed, operation))]
    assert tried
    for grown in tried:
        version = newest(tmp_path, grown)
        assert texts(version) == grown.after
        assert {one.section for one in version.provisions if one.changed_by} == grown.changed
        assert not any(one.pending for one in version.provisions)


@pytest.mark.parametrize("which", range(UNFIT_KINDS))
def test_what_does_not_fit_is_pending_and_leaves_the_text_alone(which: int, tmp_path: Path) -> None:
    for seed in SEEDS:
        grown = unfit(seed, which)
        version = newest(tmp_path, grown)
        assert texts(version) == grown.after
        assert {one.section for one in version.provisions if one.pending} == grown.pending
        assert {one.section for one in version.provisions if one.changed_by} == grown.changed


def version_of(folder: Path, base: str, *acts: str, settled: bool = True) -> list[Document]:
    made = [read(folder, f"act{at}", xml) for at, xml in enumerate(acts)]
    amendings = [Amending(act, act.amends[0], settled=settled) for act in made]
    return list(versions_of(read(folder, "base", base), amendings))


BASE = consolidated(section("1", "Prisen er 7 kr.", "Den er fast."), section("2", "Alle betaler."))


def test_each_day_has_a_version_and_the_next_builds_on_it(tmp_path: Path) -> None:
    dearer = amending(
        instruction(1, "I § 1, stk. 1, ændres »7 kr.« til: »8 kr.«"),
        instruction(2, "I § 2 ændres »Alle« til: »Ejere«."),
        rules=(
            "Loven træder i kraft den 1. januar 2031, jf. dog stk. 2.",
            "§ 1, nr. 2, træder i kraft den 1. juli 2031.",
        ),
    )
    again = amending(
        instruction(1, "I § 1, stk. 1, ændres »8 kr.« til: »9 kr.«"),
        rules=("Loven træder i kraft den 1. juli 2031.",),
        number=400,
        signed="2031-05-01",
    )
    first, second = version_of(tmp_path, BASE, dearer, again)
    assert (first.id, first.valid_from, first.base) == (
        "lbk-12-2030+2031-01-01", "2031-01-01", "lbk-12-2030",
    )  # fmt: skip
    assert second.valid_from == "2031-07-01"
    assert texts(first) == {
        "1": ["Prisen er 8 kr.", "Stk. 2. Den er fast."],
        "2": ["Alle betaler."],
    }
    assert texts(second)["1"][0] == "Prisen er 9 kr."
    assert texts(second)["2"] == ["Ejere betaler."]
    assert second.number.endswith("lov nr. 345 af 10. december 2030, lov nr. 400 af 1. maj 2031")
    assert list(second.provisions[0].changed_by) == [
        "lov nr. 345 af 10. december 2030, § 1, nr. 1",
        "lov nr. 400 af 1. maj 2031, § 1, nr. 1",
    ]


def test_after_a_pending_change_nothing_is_built_on_the_text(tmp_path: Path) -> None:
    unfit_act = amending(instruction(1, "I § 1, stk. 1, ændres »70 kr.« til: »8 kr.«"))
    fits = amending(
        instruction(1, "I § 1, stk. 1, ændres »7 kr.« til: »9 kr.«"),
        number=400,
        signed="2031-05-01",
    )
    version = version_of(tmp_path, BASE, unfit_act, fits)[-1]
    assert texts(version)["1"][0] == "Prisen er 7 kr."
    assert len(version.provisions[0].pending) == 2


@pytest.mark.parametrize(
    "instructions",
    [
        (instruction(1, "§ 1, nr. 1, ophæves."),),  # nr. 2 becomes nothing else
        (instruction(1, "I § 1, nr. 1, ændres »7« til: »8«."),),  # within "77 kr."
        (
            instruction(1, "I § 1, nr. 2, ændres »gratis« til: »dyr«."),
            instruction(2, "§ 1, nr. 2, affattes således:", text("2) Joller er fri.")),
        ),
        (
            instruction(1, "§ 1 ophæves."),
            instruction(2, "I § 1, nr. 2, ændres »gratis« til: »dyr«."),
        ),
        (instruction(1, "Efter § 1 indsættes:", section("2", "Noget andet.")),),
        (instruction(1, "§ 1 affattes således:", section("3", "Noget andet.")),),
    ],
)
def test_changes_that_meet_or_leave_numbers_out_are_pending(
    instructions: tuple[str, ...], tmp_path: Path
) -> None:
    listed = ("Priser:", "1) En båd er 77 kr.", "2) En jolle er gratis.")
    base = consolidated(section("1", listed), section("2", "Alle betaler."))
    (version,) = version_of(tmp_path, base, amending(*instructions))
    assert texts(version) == {"1": ["\n".join(listed)], "2": ["Alle betaler."]}
    assert [bool(one.pending) for one in version.provisions] == [True, False]


def test_an_act_changes_a_provision_on_its_first_day_only(tmp_path: Path) -> None:
    act = amending(
        instruction(1, "I § 1, stk. 1, ændres »7 kr.« til: »8 kr.«"),
        instruction(2, "I § 1, stk. 2, ændres »fast« til: »løs«."),
        rules=(
            "Loven træder i kraft den 1. januar 2031, jf. dog stk. 2.",
            "§ 1, nr. 2, træder i kraft den 1. juli 2031.",
        ),
    )
    first, second = version_of(tmp_path, BASE, act)
    assert texts(first)["1"] == texts(second)["1"] == ["Prisen er 8 kr.", "Stk. 2. Den er fast."]
    assert (len(first.provisions[0].pending), len(second.provisions[0].pending)) == (0, 1)


def test_an_act_that_was_itself_amended_is_not_applied(tmp_path: Path) -> None:
    act = amending(instruction(1, "I § 1, stk. 1, ændres »7 kr.« til: »8 kr.«"))
    (version,) = version_of(tmp_path, BASE, act, settled=False)
    assert version.provisions[0].pending
    assert texts(version)["1"][0] == "Prisen er 7 kr."


def test_a_change_without_a_day_is_pending_from_its_announcement(tmp_path: Path) -> None:
    act = amending(
        instruction(1, "I § 1, stk. 1, ændres »7 kr.« til: »8 kr.«"),
        rules=("Ministeren fastsætter tidspunktet for lovens ikrafttræden.",),
    )
    (version,) = version_of(tmp_path, BASE, act)
    assert (version.valid_from, len(version.provisions[0].pending)) == ("2030-12-10", 1)


def test_what_names_no_section_that_is_there_may_be_about_any(tmp_path: Path) -> None:
    act = amending(instruction(1, "Loven sammenskrives med robådsloven."))
    (version,) = version_of(tmp_path, BASE, act)
    assert all(one.pending for one in version.provisions)


def test_a_change_of_a_section_that_is_not_there_is_said_at_the_one_before(tmp_path: Path) -> None:
    act = amending(instruction(1, "I § 1 a ændres »7 kr.« til: »8 kr.«"))
    (version,) = version_of(tmp_path, BASE, act)
    assert [bool(one.pending) for one in version.provisions] == [True, False]


def test_a_chapter_is_repealed_and_another_put_behind_one(tmp_path: Path) -> None:
    chapter = "<Kapitel><Explicatus>Kapitel {}</Explicatus>{}</Kapitel>".format
    base = consolidated(
        chapter("1", section("1", "En.")),
        chapter("1 a", section("2", "To.")),
        chapter("2", section("3", "Tre.")),
    )
    act = amending(
        instruction(1, "Kapitel 1 a ophæves."),
        instruction(2, "Efter kapitel 1 indsættes som nyt kapitel:", section("1 a", "Halvanden.")),
        instruction(3, "Kapitel 7 ophæves."),
    )
    fits = amending(
        instruction(1, "Kapitel 1 a ophæves."),
        instruction(2, "Efter kapitel 1 indsættes som nyt kapitel:", section("1 a", "Halvanden.")),
    )
    (version,) = version_of(tmp_path, base, fits)
    assert texts(version) == {
        "1": ["En."],
        "1 a": ["Halvanden."],
        "2": ["(Ophævet)"],
        "3": ["Tre."],
    }
    assert [one.repealed for one in version.provisions] == [False, False, True, False]
    (doubtful,) = version_of(tmp_path, base, act)
    assert all(one.pending for one in doubtful.provisions)


def test_none_begins_when_the_next_consolidated_version_applies(tmp_path: Path) -> None:
    act = read(tmp_path, "act", amending(instruction(1, "§ 2 ophæves.")))
    base = read(tmp_path, "base", BASE)
    amendings = [Amending(act, act.amends[0])]
    assert list(versions_of(base, amendings, until="2031-01-01")) == []
    assert len(list(versions_of(base, amendings, until="2031-01-02"))) == 1


@pytest.mark.corpora
def test_a_real_act_gives_the_text_that_was_then_published(shared: Path, tmp_path: Path) -> None:
    """What the act put in is taken out of the version that has it, and put in again."""
    folder = shared / "corpora" / "lexdania"
    (published,) = read_documents(folder / "2024-62.xml")
    (act,) = read_documents(folder / "2023-1547.xml")
    before = []
    for provision in published.provisions:
        if provision.section == "66":
            kept = [part.text for part in provision.subsections if part.number != "3"]
            renumbered = [
                text if at < 2 else f"Stk. {at + 1}.{text.split('.', 2)[2]}"
                for at, text in enumerate(kept)
            ]
            provision = replace(
                provision,
                subsections=tuple(
                    Subsection(number=str(at), text=text)
                    for at, text in enumerate(renumbered, start=1)
                ),
            )
        if provision.section != "53 a":
            before.append(provision)
    base = replace(published, id="lbk-9-2022", valid_from="2022-01-06", provisions=tuple(before))
    (version,) = versions_of(base, [Amending(act, act.amends[0])])
    assert texts(version) == texts(published)
    assert [one.headings for one in version.provisions] == [
        one.headings for one in published.provisions
    ]


LIST = ("Priser:", "1) En båd er 77 kr.", "2) En jolle er gratis.")
MIXED = consolidated(
    section("1", "Prisen er 1.500 kr. efter § 5 a. Den er fast."),
    section("2", LIST, "Alle betaler. De betaler straks.", "Ejere hæfter."),
    section("3", "Efter afs. 2 betales. Resten er fri."),
    section("4", "Efter bd. Tre betales. Resten er fri."),
)


@pytest.mark.parametrize(
    ("instructions", "pending"),
    [
        ([instruction(1, "§ 2 ophæves.", moved="§§ 3 og 4 bliver herefter §§ 2 og 3.")], "234"),
        ([instruction(1, "§§ 2-9 ophæves.")], "234"),
        ([instruction(1, "§§ 2-9 flyttes.")], "234"),
        ([instruction(1, "§ 1 affattes således:", section("1", "A.") + section("2", "B."))], "1"),
        ([instruction(1, "§ 2 affattes således:", section("1 a", "A.") + section("2", "B."))], "2"),
        ([instruction(1, "Efter § 1 indsættes:", 2 * section("1 a", "A."))], "1"),
        ([instruction(1, "Efter § 1 indsættes:", section("1 a", "A.")),
          instruction(2, "Efter § 2 indsættes:", section("1 a", "B."))], "12"),
        ([instruction(1, "I § 1 ændres »500 kr.« til: »600 kr.«")], "1"),
        ([instruction(1, "I § 1 ændres »§ 5« til: »§ 6«.")], "1"),
        ([instruction(1, "I § 2, 1. pkt., ændres »Ejere« til: »Lejere«.")], "2"),
        ([instruction(1, "§ 2, 1. pkt., affattes således:", text("Ny."))], "2"),
        ([instruction(1, "§ 2, stk. 1, 1. pkt., affattes således:", text("Nye priser:"))], "2"),
        ([instruction(1, "§ 3, 2. pkt., ophæves.")], "3"),
        ([instruction(1, "§ 4, 2. pkt., ophæves.")], "4"),
        ([instruction(1, "I § 2 indsættes efter stk. 3 som nyt stykke:", text("Uden."))], "2"),
        ([instruction(1, "I § 2, stk. 1, indsættes som nr. 3:", text("Uden nummer."))], "2"),
        ([instruction(1, "I § 2, stk. 1, indsættes som 2. pkt.:", text("Slut.")),
          instruction(2, "I § 2, stk. 1, indsættes som nr. 3:", text("3) Et skib."))], "2"),
    ],
)  # fmt: skip
def test_what_fits_only_by_accident_is_pending(
    instructions: list[str], pending: str, tmp_path: Path
) -> None:
    (version,) = version_of(tmp_path, MIXED, amending(*instructions))
    assert texts(version) == texts(read(tmp_path, "base", MIXED))
    assert [one.section for one in version.provisions if one.pending] == list(pending)


def test_a_section_is_cited_apart_from_the_one_with_a_letter(tmp_path: Path) -> None:
    base = consolidated(section("1", "Se § 5 a, § 5 i loven og 2,5 pct. af 5 pct."))
    act = amending(
        instruction(1, "I § 1 ændres »§ 5« til: »§ 6«."),
        instruction(2, "I § 1 ændres »5 pct.« til: »7 pct.«"),
    )
    (version,) = version_of(tmp_path, base, act)
    assert texts(version) == {"1": ["Se § 5 a, § 6 i loven og 2,5 pct. af 7 pct."]}


def test_a_new_subsection_comes_behind_what_the_one_before_gets(tmp_path: Path) -> None:
    act = amending(
        instruction(1, "I § 1 indsættes som stk. 3:", stk(3, "Tre.")),
        instruction(2, "I § 1, stk. 2, indsættes som 2. pkt.:", text("Og løs.")),
    )
    (version,) = version_of(tmp_path, BASE, act)
    assert texts(version)["1"] == [
        "Prisen er 7 kr.",
        "Stk. 2. Den er fast. Og løs.",
        "Stk. 3. Tre.",
    ]


def test_notes_stay_with_their_subsection(tmp_path: Path) -> None:
    notes = tuple(Note(mark=f"{at})", text="Se der.", subsection=str(at)) for at in (1, 2))
    base = read(tmp_path, "base", BASE)
    noted = replace(base, provisions=(replace(base.provisions[0], notes=notes),))
    for says, new, moved, left in (
        ("I § 1 indsættes efter stk. 1 som nyt stykke:", stk(2, "Ny."),
         "Stk. 2 bliver herefter stk. 3.", ["1", "3"]),
        ("§ 1, stk. 1, ophæves.", "", "Stk. 2 bliver herefter stk. 1.", ["1"]),
    ):  # fmt: skip
        act = read(tmp_path, "act", amending(instruction(1, says, new, moved)))
        (version,) = versions_of(noted, [Amending(act, act.amends[0])])
        assert [note.subsection for note in version.provisions[0].notes] == left


def test_more_days_than_versions_leave_the_later_changes_pending(tmp_path: Path) -> None:
    count = MOST_DAYS + 3
    base = consolidated(*(section(str(at), f"Ord{at} her.") for at in range(1, count + 1)))
    says = [instruction(at, f"I § {at} ændres »Ord{at}« til: »Nyt«.") for at in range(1, count + 1)]
    rules = [f"§ 1, nr. {at}, træder i kraft den 1. maj {2030 + at}." for at in range(1, count + 1)]
    versions = version_of(tmp_path, base, amending(*says, rules=rules))
    assert len(versions) == MOST_DAYS
    assert [len(one.pending) for one in versions[-1].provisions] == [0] * MOST_DAYS + [1] * 3
    assert not any(one.pending for one in versions[-2].provisions)


def test_acts_that_begin_in_another_order_than_they_were_made_are_pending(tmp_path: Path) -> None:
    new = stk(2, "En anden.")
    first = amending(
        instruction(1, "I § 1 indsættes efter stk. 1 som nyt stykke:", new,
                    "Stk. 2 bliver herefter stk. 3."),
        rules=("Loven træder i kraft den 1. januar 2033.",),
    )  # fmt: skip
    overtaking = amending(
        instruction(1, "I § 1, stk. 2, ændres »Den er« til: »Det er«."),
        instruction(2, "I § 2 ændres »Alle« til: »Ejere«."),
        number=400, signed="2031-05-01", rules=("Loven træder i kraft den 1. juli 2031.",),
    )  # fmt: skip
    then, later = version_of(tmp_path, BASE, first, overtaking)
    assert texts(then) == {
        "1": ["Prisen er 7 kr.", "Stk. 2. Den er fast."],
        "2": ["Ejere betaler."],
    }
    assert texts(later) == texts(then)
    assert [len(one.pending) for one in later.provisions] == [2, 0]


def test_rows_of_a_table_are_no_sentences(tmp_path: Path) -> None:
    cell = "<Td><Exitus><Linea><Char>{}</Char></Linea></Exitus></Td>".format
    prices = (("Båd", 5), ("Jolle", 6))
    rows = "".join(f"<Tr>{cell(name)}{cell(price)}</Tr>" for name, price in prices)
    table = f"<Table><Tbody>{rows}</Tbody></Table>"
    base = consolidated(section("1", "Satser er:").replace("</Stk>", f"{table}</Stk>"))
    assert texts(read(tmp_path, "base", base)) == {"1": ["Satser er:\nBåd | 5\nJolle | 6"]}
    (version,) = version_of(tmp_path, base, amending(instruction(1, "§ 1, 2. pkt., ophæves.")))
    assert texts(version) == texts(read(tmp_path, "base", base))
    words = amending(instruction(1, "I § 1 ændres »5« til: »8«."))
    (version,) = version_of(tmp_path, base, words)
    assert texts(version) == {"1": ["Satser er:\nBåd | 8\nJolle | 6"]}


def test_a_section_that_stands_twice_is_pending(tmp_path: Path) -> None:
    base = consolidated(section("1", "Den ene."), section("1", "Den anden."))
    act = amending(instruction(1, "I § 1 ændres »ene« til: »første«."))
    (version,) = version_of(tmp_path, base, act)
    assert [one.subsections[0].text for one in version.provisions] == ["Den ene.", "Den anden."]
    assert version.provisions[0].pending


def test_a_range_follows_the_danish_alphabet(tmp_path: Path) -> None:
    base = consolidated(*(section(f"7 {letter}", "En.") for letter in "yæøå"), section("8", "To."))
    act = amending(instruction(1, "§§ 7 ø-9 ophæves."))
    (version,) = version_of(tmp_path, base, act)
    assert [one.section for one in version.provisions if one.pending] == ["7 ø", "7 å", "8"]
