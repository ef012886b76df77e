"""What an act's versions differ in, where names, days and texts are awkward."""

import pytest

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.ingest.collection import StoredPassage
from lexhop.retrieval.comparison import ActDiff, NoSuchVersion, act_diff, pieces
from lexhop.state.records import Passage
from tests.contract.stores import document, passage
from tests.memory_store import MemoryStores

DAYS = ("2020-05-01", "2021-05-01")


def of(version: str, section: str, text: str, **values: object) -> Passage:
    return passage(
        f"{version}/§{section}", text, provision=f"baneloven § {section}", act="baneloven", **values
    )


async def compared(
    *versions: tuple[str, dict[str, object], list[Passage]], act: str = "baneloven"
) -> ActDiff:
    store = MemoryStores().store("laws")
    for name, described, passages in versions:
        record = document(name, act="baneloven", names=("baneloven",), **described)
        await store.replace([record], [StoredPassage(one, (one.provision,)) for one in passages])
    await store.finish()
    return await act_diff(store, ActNames(), act, DAYS)


def since(day: str, number: str = "") -> dict[str, object]:
    return {"valid_from": day, "number": number or f"LBK nr. 1 af {day}", "official": True}


def shown(diff: ActDiff) -> list[tuple[str, str, str]]:
    return [(one.provision.rpartition(" ")[2], one.change, one.was[-1:]) for one in diff.changes]


async def test_an_act_without_a_day_counts_on_every_day() -> None:
    diff = await compared(("a", {"official": True}, [of("a", "1", "§ 1. Så.")]))
    assert (diff.before.document_id, diff.changes) == ("a", ())


async def test_an_act_that_had_ended_is_no_version_of_the_day() -> None:
    for begun in ({"official": True}, since("2019-01-01")):
        ended = {**begun, "valid_to": "2020-12-31"}
        with pytest.raises(NoSuchVersion, match="no version of baneloven of 2021-05-01 is loaded"):
            await compared(("a", ended, [of("a", "1", "§ 1. Så.")]))


async def test_a_claim_that_does_not_count_is_no_version() -> None:
    forged = {**since("2021-02-01"), "official": False}
    diff = await compared(
        ("a", since("2020-01-01"), [of("a", "1", "§ 1. Så.", valid_from="2020-01-01")]),
        ("z", forged, [of("z", "1", "§ 1. Nej.", valid_from="2021-02-01")]),
    )
    assert (diff.after.document_id, diff.changes) == ("a", ())


async def test_only_a_text_of_one_provision_alone_tells_its_new_number() -> None:
    diff = await compared(
        ("a", since("2020-01-01"), [
            of("a", "1", "§ 1. Så.", position=1), of("a", "2", "§ 2. (Ophævet)", repealed=True),
            of("a", "3", "§ 3. Ens."), of("a", "4", "§ 4. Ens."),
        ]),
        ("b", since("2021-01-01"), [
            of("b", "6", "§ 6. Så."), of("b", "7", "§ 7. (Ophævet)", repealed=True, position=1),
            of("b", "8", "§ 8. Ens.", position=2),
        ]),
    )  # fmt: skip
    assert shown(diff) == [
        ("6", "renumbered", "1"),
        ("7", "inserted", ""),
        ("8", "inserted", ""),
        ("2", "removed", ""),
        ("3", "removed", ""),
        ("4", "removed", ""),
    ]


def test_pieces_are_the_whole_of_both_texts() -> None:
    for before, after in (
        ("Et. To tre. Fire.", "Et. To fem tre. Fire."), ("", "Nyt."), ("Væk.", ""), ("", ""),
        ("Et.\nTo.", "To."),
    ):  # fmt: skip
        shown = list(pieces(before, after))
        assert "".join(text for kind, text in shown if kind != "in") == before
        assert "".join(text for kind, text in shown if kind != "out") == after
