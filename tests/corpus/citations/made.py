"""Citations made from the grammar of drafting: each as printed, and what it must be read as."""

from collections.abc import Iterator
from dataclasses import dataclass

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.citations.parser import parse_citations

ACTS = known_acts()
ACTS.add("bænkeloven", ["lov om bænke i parker", "BÆL", "Bench Act"])


@dataclass(frozen=True)
class Made:
    """`text` cites `found`, each in the standard form."""

    text: str
    found: tuple[str, ...]


PLACES = (
    Made("§ 3", ("§ 3",)),
    Made("§ 33 A", ("§ 33 A",)),
    Made("§ 12 b, stk. 2", ("§ 12 b, stk. 2",)),
    Made("§ 3, stk. 2 og 4", ("§ 3, stk. 2", "§ 3, stk. 4")),
    Made("§ 8, stk. 1-3", ("§ 8, stk. 1-3",)),
    Made("§ 8, stk. 1, nr. 7", ("§ 8, stk. 1, nr. 7",)),
    Made("§ 8, nr. 2 a", ("§ 8, nr. 2 a",)),
    Made("§ 8, stk. 1, nr. 7, litra c", ("§ 8, stk. 1, nr. 7, litra c",)),
    Made("§ 9, stk. 5, 2. pkt.", ("§ 9, stk. 5, 2. pkt.",)),
    Made("§§ 2-4", ("§§ 2-4",)),
    Made("§§ 2 og 4", ("§ 2", "§ 4")),
    Made("§§ 5 a-5 c", ("§§ 5 a-5 c",)),
    Made("§ 5 og § 6, stk. 1", ("§ 5", "§ 6, stk. 1")),
)
NAMES = (
    ("bænkelovens ", "bænkeloven "),
    ("LL ", "ligningsloven "),
    ("skurlovens ", "skurloven "),
    ("BÆL's ", "bænkeloven "),
)


def read(text: str, acts: ActNames = ACTS) -> tuple[str, ...]:
    return tuple(str(one) for one in parse_citations(text, acts))


def of_acts() -> Iterator[Made]:
    """Every place, in no named act and in each of NAMES."""
    yield from PLACES
    for printed, act in NAMES:
        for place in PLACES:
            yield Made(f"{printed}{place.text}", tuple(f"{act}{one}" for one in place.found))
