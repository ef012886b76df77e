"""What a search over texts finds first, and what else it is led to."""

from pathlib import Path

from lexhop.retrieval.ports import Filters
from tests.retrieval.small import article, collection, find, provisions, section

FILLER = [
    article(f"Quarry {number}", f"A quarry of grey stone, worked by {number} men until it flooded.")
    for number in range(20)
]


async def test_a_text_named_by_its_title_comes_first(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        article("Tallow Bridge (1911)", "It was built by Oda Fenn."),
        article("Bridges", "A bridge is built over water. Who built a bridge is often forgotten."),
        *FILLER,
    )
    assert provisions(await find(store, "Who built Tallow Bridge?"))[0] == "tallow bridge (1911)"


async def test_a_mentioned_text_follows_though_the_question_has_none_of_its_words(
    tmp_path: Path,
) -> None:
    store = await collection(
        tmp_path,
        article("Tallow Bridge", "Tallow Bridge was designed by Oda Fenn."),
        article("Oda Fenn", "She came from Marrow Hill and kept bees."),
        article("Pontoons", "A pontoon is designed to float."),
        *FILLER,
    )
    hits = await find(store, "Which pets had she who designed Tallow Bridge?")
    assert provisions(hits)[:2] == ["tallow bridge", "oda fenn"]
    assert hits[1].via == "mentioned by Tallow Bridge"


async def test_texts_that_share_a_rare_name_lead_to_each_other(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        article("Tallow Bridge", "Tallow Bridge was designed by Oda Fenn."),
        article("Bee keepers of the north", "Among them was Oda Fenn, born in 1871."),
        *FILLER,
    )
    hits = await find(store, "When was the designer of Tallow Bridge born?")
    assert provisions(hits)[:2] == ["tallow bridge", "bee keepers of the north"]
    assert hits[1].via == "names shared with Tallow Bridge"


async def test_names_match_without_accents_and_case(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        article("Łódź Øre", "A coin."),
        article("Coins", "A coin is a piece of metal. What a coin is worth varies."),
        *FILLER,
    )
    assert provisions(await find(store, "What is a Lodz ore, a coin?"))[0] == "łódź øre"


async def test_pieces_of_a_text_come_once_before_any_comes_again(tmp_path: Path) -> None:
    pieces = [
        article(
            "Ferries", text, id=f"ferries/{number}", citation=f"ferries, {number}", position=number
        )
        for number, text in enumerate(["The ferry sails to Tallow.", "It is painted grey."], 1)
    ]
    store = await collection(
        tmp_path, *pieces, article("Timetable", "A ferry sails daily."), *FILLER
    )
    hits = await find(store, "Where does the ferry sail, and how is it painted, the ferry?")
    assert set(provisions(hits)[:2]) == {"ferries", "timetable"}


async def test_law_and_texts_in_one_collection_are_both_found(tmp_path: Path) -> None:
    store = await collection(
        tmp_path,
        article("Harbour desk", "The desk opens at nine. Ask for Ms Fenn about moorings."),
        section("1", "Redningsveste skal være gule."),
        section("2", "Havnefogeden opkræver leje."),
        *FILLER,
    )
    assert provisions(await find(store, "When does the desk open?"))[0] == "harbour desk"
    assert provisions(await find(store, "Skal redningsveste være gule?"))[0] == "bådloven § 1"
    only = Filters(kinds=("prose",))
    assert "bådloven § 1" not in provisions(await find(store, "redningsveste", filters=only))


async def test_stop_words_alone_find_nothing(tmp_path: Path) -> None:
    store = await collection(tmp_path, *FILLER)
    assert await find(store, "what is it?") == []
    assert await find(store, "zeppelin") == []
