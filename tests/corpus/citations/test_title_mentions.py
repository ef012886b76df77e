"""A text that names another document's title refers to it."""

import time
from dataclasses import dataclass

import pytest

from lexhop.corpus.citations.title_mentions import TitleIndex

TITLES = [
    ("ring", "Ring Harbour"),
    ("team", "Ring Harbour Team"),
    ("kestrel", "Kestrel Service (ferry)"),
    ("bridge", "Old Bridge"),
    ("bridge-2", "Old Bridge"),
    ("Self Named", "Self Named"),
]


@pytest.fixture(scope="module")
def index() -> TitleIndex:
    return TitleIndex(TITLES)


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    found: tuple[tuple[str, str], ...]


@pytest.mark.parametrize(
    "case",
    [
        Case("title", "Boats lie in Ring Harbour.", (("ring", "Ring Harbour"),)),
        Case("longest_title", "The Ring Harbour Team paints.", (("team", "Ring Harbour Team"),)),
        Case("shorter_title_within_other_words", "Ring Harbour Teams", (("ring", "Ring Harbour"),)),
        Case("part_of_a_word", "Ring Harbourmaster", ()),
        Case(
            "without_its_qualifier", "The Kestrel Service sails.", (("kestrel", "Kestrel Service"),)
        ),
        Case(
            "shared_title",
            "Cross the Old Bridge.",
            (("bridge", "Old Bridge"), ("bridge-2", "Old Bridge")),
        ),
        Case(
            "twice",
            "Old Bridge, Ring Harbour, Ring Harbour",
            (("bridge", "Old Bridge"), ("bridge-2", "Old Bridge"), ("ring", "Ring Harbour")),
        ),
        Case("its_own_name_is_no_title", "Self Named", ()),
        Case("nothing", "", ()),
    ],
    ids=lambda case: case.name,
)
def test_titles_are_found(index: TitleIndex, case: Case) -> None:
    found = index.mentions(case.text, "elsewhere")
    assert tuple((one.target, one.text) for one in found) == case.found


def test_a_text_does_not_refer_to_itself(index: TitleIndex) -> None:
    assert index.mentions("Boats lie in Ring Harbour.", "ring") == ()


def test_without_titles_nothing_is_found() -> None:
    assert TitleIndex([]).mentions("Ring Harbour", "elsewhere") == ()


def test_any_number_of_titles_costs_one_pass() -> None:
    text = "They met at Bench Number7 and at Bench Number199. " * 500

    def seconds(titles: int) -> float:
        """The least of three: what the machine does besides only adds."""
        index = TitleIndex((f"d{number}", f"Bench Number{number}") for number in range(titles))
        times = []
        for _ in range(3):
            started = time.process_time()
            found = index.mentions(text, "elsewhere")
            times.append(time.process_time() - started)
            assert {one.target for one in found} == {"d7", "d199"}
        return min(times)

    assert seconds(20_000) < 20 * max(seconds(200), 0.002)  # 100 if each were looked for
