"""Instructions as they are printed become typed changes, or are not read at all."""

import pytest

from lexhop.corpus.amendments.changes import TextChange
from lexhop.corpus.amendments.instructions import changes_of, places_in
from lexhop.corpus.amendments.places import places_at
from lexhop.corpus.documents import Instruction, Provision, Subsection


def written(change: TextChange) -> str:
    """A change on a line: "words § 1, stk. 2: a -> b"."""
    to = f" -> {change.to}" if change.to else ""
    last = f" .. {change.last}" if change.last and change.last != change.to else ""
    times = f" x{change.times}" if change.times != 1 else ""
    words = f": {change.old} -> {change.text}" if change.kind == "words" else ""
    before = " before" if change.before else ""
    place = str(change.place) if change.kind != "beside" else ""
    return f"{change.kind}{before} {place}{last}{to}{words}{times}".strip()


def read(text: str, *lines: str, moved: str = "") -> list[str] | None:
    changes = changes_of(Instruction(number="1", text=text, lines=lines, moved=moved))
    return None if changes is None else [written(change) for change in changes]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("I § 3 ændres »a« til: »b«.", ["words § 3: a -> b"]),
        ("I § 3 a, stk. 2, nr. 4, ændres »a« til: »b«.", ["words § 3 a, stk. 2, nr. 4: a -> b"]),
        ("I § 3, nr. 4, litra b, ændres »a« til: »b«.", ["words § 3, nr. 4, litra b: a -> b"]),
        ("I § 3, 2. pkt., ændres »a« til: »b«.", ["words § 3, 2. pkt.: a -> b"]),
        ("I § 3 ændres »a« til: »b«, og »c« ændres til: »d«.",
         ["words § 3: a -> b", "words § 3: c -> d"]),
        ("I § 3 ændres to steder »a« til: »b«.", ["words § 3: a -> b x2"]),
        ("I § 3 ændres »a« tre steder til: »b«.", None),
        ("I § 3 ændres overalt »a« til: »b«.", ["words § 3: a -> b x0"]),
        ("Overalt i loven ændres »a« til: »b«.", ["words § *: a -> b x0"]),
        ("Overalt i loven ændres »a« til: »b«, og »c« til: »d«.",
         ["words § *: a -> b x0", "words § *: c -> d x0"]),
        ("I § 3 ændres »a« til: »b«, og to steder ændres »c« til: »d«.",
         ["words § 3: a -> b", "words § 3: c -> d x2"]),
        ("I § 3 indsættes efter »a«: »b«, og »c« til: »d«.", None),
        ("To steder i § 3, stk. 2, ændres »a« til: »b«.", ["words § 3, stk. 2: a -> b x2"]),
        ("I § 3, stk. 1, og i § 5 ændres »a« til: »b«.",
         ["words § 3, stk. 1: a -> b", "words § 5: a -> b"]),
        ("Kapitel 3 a ophæves.", ["repealed kapitel 3 a"]),
        ("I § 3, stk. 1, og § 5, stk. 2, 1. pkt., ændres »a« til: »b«.",
         ["words § 3, stk. 1: a -> b", "words § 5, stk. 2, 1. pkt.: a -> b"]),
        ("I § 3, stk. 1, 1. og 3. pkt., og stk. 4-6, udgår »a«.",
         ["words § 3, stk. 1, 1. pkt.: a ->", "words § 3, stk. 1, 3. pkt.: a ->",
          "words § 3, stk. 4: a ->", "words § 3, stk. 5: a ->", "words § 3, stk. 6: a ->"]),
        ("I §§ 3 og 5 ændres »a« til: »b«.", ["words § 3: a -> b", "words § 5: a -> b"]),
        ("I §§ 3-5 udgår »a«.", ["words §§ 3-5: a ->"]),
        ("I § 3 udgår »a« og »b«.", ["words § 3: a ->", "words § 3: b ->"]),
        ("I § 3 indsættes efter »a«: »b«.", ["words § 3: a -> a b"]),
        ("I § 3 indsættes efter »a«: », b«.", ["words § 3: a -> a, b"]),
        ("I § 3 indsættes før »a«: »b«.", ["words § 3: a -> b a"]),
        ("I § 3 indsættes i stk. 2 efter »a«: »b«.", ["words § 3, stk. 2: a -> a b"]),
        ("I § 3, stk. 1, ændres i 1. pkt. »a« til: »b«, og i 2. pkt. udgår »c«.",
         ["words § 3, stk. 1, 1. pkt.: a -> b", "words § 3, stk. 1, 2. pkt.: c ->"]),
        ("I § 3 ændres »a« til: »b«, og efter »c« indsættes: »d«.",
         ["words § 3: a -> b", "words § 3: c -> c d"]),
        ("§ 3 ophæves.", ["repealed § 3"]),
        ("§§ 3-5 ophæves.", ["repealed §§ 3-5"]),
        ("§ 3, stk. 2, og § 7 ophæves.", ["repealed § 3, stk. 2", "repealed § 7"]),
        ("§ 3, stk. 2, 2. og 3. pkt., ophæves.",
         ["repealed § 3, stk. 2, 2. pkt.", "repealed § 3, stk. 2, 3. pkt."]),
        ("I § 3, stk. 2, ophæves 2. pkt.", ["repealed § 3, stk. 2, 2. pkt."]),
        ("Overskriften før § 3 ophæves.", ["beside"]),
        ("I overskriften til kapitel 3 ændres »a« til: »b«.", ["beside"]),
        ("Bilag 2 affattes som bilag 1 til denne lov.", ["beside"]),
        ("I § 3, stk. 4, der bliver stk. 5, ændres »a« til: »b«.",
         ["words § 3, stk. 4: a -> b", "renumbered § 3, stk. 4 -> § 3, stk. 5"]),
        ("I § 3, stk. 4, 2. pkt., som bliver stk. 5, 2. pkt., udgår »a«.",
         ["words § 3, stk. 4, 2. pkt.: a ->", "renumbered § 3, stk. 4 -> § 3, stk. 5"]),
    ],
)  # fmt: skip
def test_what_needs_no_new_text(text: str, changes: list[str] | None) -> None:
    assert read(text) == changes


@pytest.mark.parametrize(
    ("text", "moved", "changes"),
    [
        ("§ 3, stk. 2, affattes således:", "", ["replaced § 3, stk. 2"]),
        ("§ 3, stk. 2-4, ophæves, og i stedet indsættes:", "",
         ["replaced § 3, stk. 2 .. § 3, stk. 4"]),
        ("§ 3, stk. 2, nr. 4, affattes således:", "", ["replaced § 3, stk. 2, nr. 4"]),
        ("I § 3 indsættes efter stk. 2 som nyt stykke:", "Stk. 3 bliver herefter stk. 4.",
         ["inserted § 3, stk. 2", "renumbered § 3, stk. 3 -> § 3, stk. 4"]),
        ("I § 3 indsættes efter stk. 2 som nye stykker:",
         "Stk. 3 og 4 bliver herefter stk. 5 og 6.",
         ["inserted § 3, stk. 2", "renumbered § 3, stk. 3 -> § 3, stk. 5",
          "renumbered § 3, stk. 4 -> § 3, stk. 6"]),
        ("I § 3 indsættes før stk. 1 som nyt stykke:", "Stk. 1 bliver herefter stk. 2.",
         ["inserted before § 3, stk. 1", "renumbered § 3, stk. 1 -> § 3, stk. 2"]),
        ("I § 3, stk. 1, indsættes efter nr. 2 som nyt nummer:", "Nr. 3 bliver herefter nr. 4.",
         ["inserted § 3, stk. 1, nr. 2", "renumbered § 3, stk. 1, nr. 3 -> § 3, stk. 1, nr. 4"]),
        ("I § 3, stk. 1, indsættes som nr. 5:", "", ["inserted § 3, stk. 1 -> § 3, stk. 1, nr. 5"]),
        ("I § 3 indsættes som stk. 4 og 5:", "",
         ["inserted § 3 .. § 3, stk. 5 -> § 3, stk. 4"]),
        ("I § 3, stk. 1, indsættes som 2. pkt.:", "",
         ["inserted § 3, stk. 1 -> § 3, stk. 1, 2. pkt."]),
        ("I § 3, stk. 1, indsættes efter 1. pkt. som nyt punktum:", "",
         ["inserted § 3, stk. 1, 1. pkt."]),
        ("I § 3, stk. 1, indsættes efter 1. pkt.:", "", ["inserted § 3, stk. 1, 1. pkt."]),
        ("§§ 3 og 4 affattes således:", "", ["replaced § 3", "replaced § 4"]),
        ("I § 3, stk. 6, som bliver stk. 5, ændres »a« til: »b«, og som 2. pkt. indsættes:", "",
         ["words § 3, stk. 6: a -> b", "inserted § 3, stk. 6 -> § 3, stk. 6, 2. pkt.",
          "renumbered § 3, stk. 6 -> § 3, stk. 5"]),
    ],
)  # fmt: skip
def test_what_comes_with_new_text(text: str, moved: str, changes: list[str]) -> None:
    assert read(text, "Det nye.", moved=moved) == changes
    assert read(text, moved=moved) is None  # its text is missing


def test_new_provisions_stand_after_or_before_another() -> None:
    new = Provision(
        section="3 a", marker="§ 3 a.", subsections=(Subsection(number="1", text="Nyt."),)
    )
    for text, change in (
        ("Efter § 3 indsættes:", "inserted § 3"),
        ("Efter § 3 indsættes i kapitel 2:", "inserted § 3"),
        ("Før § 4 indsættes:", "inserted before § 4"),
        ("Efter § 3 indsættes før overskriften før § 4:", "inserted § 3"),
        ("Efter kapitel 3 a indsættes som nyt kapitel:", "inserted kapitel 3 a"),
    ):
        instruction = Instruction(number="1", text=text, provisions=(new,))
        assert [written(each) for each in changes_of(instruction) or ()] == [change]
        assert changes_of(Instruction(number="1", text=text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "§ 3 sammenskrives med § 4.",
        "I § 3 ændres »a« til »b« efter forhandling.",
        "I § 3 ændres »a« til: »b«, medmindre andet følger.",
        "I § 3 ændres »a« til: »b«, og resten udgår.",
        "Kapitel 3 og bilag 2 ophæves.",
        "I § 3, stk. 4, der bliver stk. 5 og 6, ændres »a« til: »b«.",
        "§ 3, stk. 2, og § 5, stk. 1, affattes således:",
        "I § 3 ændres i en del af stk. 2 »a« til: »b«.",
        "I § 3, stk. 1, og § 5 ændres i 2. pkt. »a« til: »b«.",
        "I § 3 ændres i stk. 2 og resten »a« til: »b«.",
        "Efter § 3, stk. 2, indsættes:",
        "",
    ],
)
def test_an_instruction_is_read_whole_or_not_at_all(text: str) -> None:
    assert read(text, "Nyt.") is None


def test_numbers_that_cannot_be_followed_make_it_unread() -> None:
    for moved in ("Stk. 3-5 bliver herefter stk. 4.", "Resten følger efter.", "Stk. 3 bliver § 9."):
        assert read("§ 3, stk. 2, ophæves.", moved=moved) is None


def test_the_places_of_an_unread_instruction_are_those_outside_its_quotes() -> None:
    text = "§§ 3 og 5 a erstattes af »§ 9«, jf. § 7, stk. 2."
    instruction = Instruction(number="1", text=text, moved="§§ 12-14 bliver herefter §§ 13-15.")
    found = [str(place) for place in places_in(instruction)]
    assert found == ["§ 3", "§ 5 a", "§ 7, stk. 2", "§§ 12-14", "§§ 13-15"]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("§ 3 ophæves.", "§§ 4 og 5 bliver herefter §§ 3 og 4."),
        ("§ 3, stk. 1, litra b, ophæves.", "Litra c bliver herefter litra b."),
        ("I § 3, stk. 1, litra c, der bliver litra b, ændres »a« til: »b«.", ""),
        ("Overalt i loven ophæves.", ""),
        ("I overskriften til kapitel 2 og i § 5, stk. 1, ændres »a« til: »b«.", ""),
        ("I overskriften før § 5 og i § 5, stk. 1, ændres »a« til: »b«.", ""),
        ("I § 3 ændres Q0 til: »b«.", ""),
        ("I § 3 ændres »a« til: Q7.", ""),
        ("I § 3, nr. 2-2000, ændres »a« til: »b«.", ""),
        ("§ 3, stk. 1, 1. og 3. pkt., affattes således:", ""),
        ("§ 3, stk. 1, 1. pkt., og stk. 2, 1. pkt., affattes således:", ""),
        ("§ 3, stk. 1 og 4, ophæves, og i stedet indsættes:", ""),
        ("§ 3, stk. 1, nr. 2 a og 4, affattes således:", ""),
    ],
)
def test_what_would_be_read_in_part_is_not_read(text: str, moved: str) -> None:
    assert read(text, "Nyt.", moved=moved) is None


def test_new_provisions_are_not_read_with_another_change_in_one_instruction() -> None:
    new = Provision(section="4", marker="§ 4.", subsections=[Subsection(number="1", text="Ny.")])
    for text, is_read in (
        ("Efter § 3 indsættes som § 4:", True),
        ("Efter § 3 indsættes i kapitel 2:", True),
        ("Efter § 3 indsættes som § 4, og § 9 ophæves:", False),
    ):
        changes = changes_of(Instruction(number="1", text=text, provisions=[new]))
        assert (changes is not None) == is_read


@pytest.mark.parametrize(
    "text",
    [
        "Overskriften før § 5 affattes således:",
        "I overskriften til kapitel 2 ændres »a« til: »b«.",
        "Som bilag 1 indsættes bilag 1 til denne lov.",
    ],
)
def test_headings_and_appendices_stand_beside_the_provisions(text: str) -> None:
    assert read(text, "Nyt.") == ["beside"]


def test_more_places_than_any_act_names_are_none() -> None:
    many = ", ".join(f"stk. {number}" for number in range(1, 2100))
    assert places_at(f"§ 3, {many}").places == []
    assert len(places_at("§ 3, stk. 1-900").places) == 900
    assert places_at("§ 3, stk. 1-900, nr. 1-900").places == []
    assert places_at("§ 3, stk. 1-9999").places == []
