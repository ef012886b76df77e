"""What a model may ask to read: numbered, by the pieces that it was shown, ranges in one line."""

from dataclasses import replace

from lexhop.reasoning.chat.context_packing import pack
from lexhop.reasoning.chat.reading_list import listed, reading_list
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Task
from lexhop.state.records import Evidence, Passage, Reference
from tests.reasoning.chat.test_reasoner import OPEN
from tests.reasoning.played import (
    ACT,
    DANISH,
    EXEMPTION,
    FEE,
    Played,
    assess,
    by_role,
    chat,
    evidence,
    section,
)

ABOUT = QueryTerms(DANISH, "da")


def ref(text: str, *sections: str, locator: str = "") -> tuple[Reference, ...]:
    return tuple(Reference(text=text, target=f"{ACT} § {one}", locator=locator) for one in sections)


RANGE = section(
    "3",
    "Afgift for passage af broen betales efter §§ 12-12 B. Undtaget er passage efter § 14, stk. 3.",
    references=(*ref("§§ 12-12 B", "12", "12 A", "12 B"), *ref("§ 14", "14", locator="stk. 3")),
)
PIECES = (
    section(
        "14", "Broen er åben.\n\nStk. 2. Den lukkes om natten.", citation=f"{ACT} § 14, stk. 1-2"
    ),
    section("14", "Stk. 3. Passage uden afgift kræver kort.", citation=f"{ACT} § 14, stk. 3"),
)


def piece(passage: Passage, name: str) -> Passage:
    return replace(passage, id=name, text=passage.text.removeprefix("§ 14. "))


def names(*passages: Passage, budget: int = 10_000) -> list[str]:
    packed = pack(evidence(*passages), budget, about=ABOUT)
    return [readable.name for readable in reading_list(packed, ABOUT)]


def test_a_range_is_one_line_that_brings_all_of_it() -> None:
    packed = pack(evidence(RANGE), 10_000)
    listing = reading_list(packed, ABOUT)
    by_name = {readable.name: readable for readable in listing}
    everything = by_name[f"{ACT} § 12, § 12 A, § 12 B"]
    assert everything.query.keys == (f"{ACT}§12", f"{ACT}§12a", f"{ACT}§12b")
    assert everything.query.via == f"{ACT} § 3"
    assert f"{ACT} § 14, stk. 3" in by_name
    assert "1. " in listed(listing, "da")
    assert "tekst 1" in listed(listing, "da")


def test_a_provision_counts_as_read_only_by_the_piece_that_is_shown() -> None:
    first, last = piece(PIECES[0], "a/§14"), piece(PIECES[1], "a/§14/3")
    assert f"{ACT} § 14, stk. 3" in names(RANGE, first)
    assert f"{ACT} § 14, stk. 3" not in names(RANGE, first, last)


def test_without_a_part_all_of_the_provision_has_to_be_shown() -> None:
    asks = section("3", "Kortet udstedes efter § 14.", references=ref("§ 14", "14"))
    first = piece(PIECES[0], "a/§14")
    assert f"{ACT} § 14" in names(asks, first)
    looked_up = [*evidence(asks), replace(evidence(first)[0], requested=True)]
    assert reading_list(pack(looked_up, 10_000), ABOUT) == ()


def test_what_had_no_room_can_be_asked_for() -> None:
    long = section("20", "Alt om noget andet. " * 400)
    (unread,) = [
        one
        for one in reading_list(pack(evidence(FEE, long), 200, about=ABOUT), ABOUT)
        if one.source == 0
    ]
    assert unread.query.keys == (f"{ACT}§20",)
    assert unread.name.startswith(f"{ACT} § 20")


async def test_a_provision_that_the_model_knows_by_name_is_looked_up() -> None:
    reply = assess("gap", read=[f"{ACT} § 7", "noget helt andet"])
    found = await chat(Played(by_role(assess=reply))).assess(
        Task(question=DANISH), OPEN, evidence(FEE)
    )
    assert [(query.keys, query.trust) for query in found.queries] == [((f"{ACT}§7",), 1.0)]


async def test_what_an_answer_rests_on_is_kept_from_hop_to_hop() -> None:
    reply = assess("gap", rests_on=[2, 1, 2, 9])
    found = await chat(Played(by_role(assess=reply))).assess(
        Task(question=DANISH, rests_on=("before",)), OPEN, evidence(FEE, EXEMPTION)
    )
    assert found.rests_on == (EXEMPTION.id, FEE.id, "before")


async def test_every_task_begins_with_the_same_prompt() -> None:
    model = Played()
    reasoner, task = chat(model), Task(question=DANISH)
    found = await reasoner.assess(task, OPEN, evidence(FEE))
    more: tuple[Evidence, ...] = evidence(FEE, EXEMPTION)
    found = await reasoner.assess(replace(task, rests_on=found.rests_on), OPEN, more)
    await reasoner.write(task, OPEN, more, found)
    first, second, last = (request.prompt for request in model.asked)
    assert first.system == second.system == last.system
    passages = first.user.partition("\n\nIkke vist endnu")[0]
    assert second.user.startswith(passages)
    shared = second.user.partition("Din opgave")[0]
    assert EXEMPTION.text in shared
    assert last.user.startswith(shared)
