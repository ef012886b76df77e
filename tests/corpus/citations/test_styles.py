"""Parts of a provision as English texts, books and advisers write them."""

from itertools import product

import pytest

from lexhop.corpus.citations.references import expand
from tests.corpus.citations.made import read

SECTIONS = ("33 A", "7", "12 b")
WORDS = ("section {}", "Section {}", "sec. {}", "Sec. {}", "§ {}")
BRACKETED = (
    ("(1)", ("stk. 1",)),
    (" (2)", ("stk. 2",)),
    ("(1)(4)", ("stk. 1, nr. 4",)),
    ("(1)(4)(c)", ("stk. 1, nr. 4, litra c",)),
    ("(3)(b)", ("stk. 3, litra b",)),
    ("(1) and (3)", ("stk. 1", "stk. 3")),
    ("(1), (3) and (4)", ("stk. 1", "stk. 3", "stk. 4")),
    ("(1), (3), or (4)", ("stk. 1", "stk. 3", "stk. 4")),
    ("(1)-(3)", ("stk. 1-3",)),
    ("(1) to (3)", ("stk. 1-3",)),
    ("(1)–(3) and (5)", ("stk. 1-3", "stk. 5")),
    ("(2)(a) and (b)", ("stk. 2, litra a", "stk. 2, litra b")),
    ("(2)(a)-(c)", ("stk. 2, litra a-c",)),
    ("(1)(2) and (3)", ("stk. 1, nr. 2", "stk. 1, nr. 3")),
    ("(1)(2) to (4)", ("stk. 1, nr. 2-4",)),
    ("(1)(2)(a) and (3)", ("stk. 1, nr. 2, litra a", "stk. 1, nr. 3")),
    ("(2)(a) and (3)", ("stk. 2, litra a", "stk. 3")),
)
ENGLISH = [
    (f"{word.format(section)}{part}", tuple(f"§ {section}, {one}" for one in found))
    for (part, found), section, word in product(BRACKETED, SECTIONS, WORDS)
]


@pytest.mark.parametrize(("text", "found"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_parts_in_brackets(text: str, found: tuple[str, ...]) -> None:
    assert read(f"as laid down in {text}.") == found
    assert read(f"see {text} of the Bench Act") == tuple(f"bænkeloven {one}" for one in found)


LISTS = [
    ("sections 33 A(1) and (3)", ("§ 33 A, stk. 1", "§ 33 A, stk. 3")),
    ("sections 4, 5(2) and 7", ("§ 4", "§ 5, stk. 2", "§ 7")),
    ("Section 69 B, cf. section 69(1)", ("§ 69 B", "§ 69, stk. 1")),
    ("section 7, cf. sections 9 and 10(3)", ("§ 7", "§ 9", "§ 10, stk. 3")),
    ("section 7(2) and section 9(1) to (4)", ("§ 7, stk. 2", "§ 9, stk. 1-4")),
    ("secs. 4 and 5", ("§ 4", "§ 5")),
    ("ss. 4 and 5", ("§ 4", "§ 5")),
    ("s. 33 A(1)", ("§ 33 A, stk. 1",)),
    ("Sec. 33 A, para. 1", ("§ 33 A, stk. 1",)),
    ("§ 33 A(1), second sentence,", ("§ 33 A, stk. 1, 2. pkt.",)),
    ("section 7, last sentence,", ("§ 7, sidste pkt.",)),
    ("section 5, paras. 1 and 2", ("§ 5, stk. 1", "§ 5, stk. 2")),
]


@pytest.mark.parametrize(("text", "found"), LISTS)
def test_an_english_list_of_a_named_act(text: str, found: tuple[str, ...]) -> None:
    assert read(f"see {text} of the Bench Act") == tuple(f"bænkeloven {one}" for one in found)


@pytest.mark.parametrize("text", ["se s. 33 i bogen", "s. 4 and s. 5", "5 (2010-niveau)"])
def test_a_page_or_a_year_is_no_section(text: str) -> None:
    assert read(text) == ()


def test_a_level_of_prices_is_no_subsection() -> None:
    assert read("§ 5 (2010-niveau) og (3. led)") == ("§ 5",)


WORDED = [
    ("§ 16 a, stykke 3", "§ 16 a, stk. 3"),
    ("§ 16 a, stykke 3, nummer 2", "§ 16 a, stk. 3, nr. 2"),
    ("§ 16 A, 3. stykke", "§ 16 A, stk. 3"),
    ("§ 16 A, første stykke", "§ 16 A, stk. 1"),
    ("§ 16 A, tredje stk.", "§ 16 A, stk. 3"),
    ("§ 16, 2. stk.", "§ 16, stk. 2"),
    ("§ 16, 2. stk., nr. 4", "§ 16, stk. 2, nr. 4"),
    ("§ 16, andet stykke, 1. pkt.", "§ 16, stk. 2, 1. pkt."),
    ("§ 16, St. 3", "§ 16, stk. 3"),
    ("par. 16", "§ 16"),
    ("Par. 16 stk. 3", "§ 16, stk. 3"),
]


@pytest.mark.parametrize(("printed", "found"), WORDED)
@pytest.mark.parametrize("frame", ["efter {} males", "({})", "LL {}"])
def test_parts_in_other_words(printed: str, found: str, frame: str) -> None:
    act = "ligningsloven " if "LL" in frame else ""
    assert read(frame.format(printed)) == (f"{act}{found}",)


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"


@pytest.mark.parametrize("first", range(0, 26, 2))
@pytest.mark.parametrize("more", [1, 2, 3])
@pytest.mark.parametrize("small", [False, True])
def test_a_range_of_letters_runs_through_the_danish_alphabet(
    first: int, more: int, *, small: bool
) -> None:
    letters = ALPHABET[first : first + more + 1]
    sections = [f"7 {letter.lower() if small else letter}" for letter in letters]
    assert expand(sections[0], sections[-1]) == sections


@pytest.mark.parametrize(("first", "last"), [("7 C", "7 A"), ("7 É", "7 Å"), ("7 A", "7 É")])
def test_a_range_that_cannot_be_counted_keeps_its_ends(first: str, last: str) -> None:
    assert {first, last} <= set(expand(first, last))
