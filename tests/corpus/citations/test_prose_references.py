"""Guides, decisions and handbooks refer to provisions, and only where the text says which."""

from dataclasses import dataclass

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.citations.prose_references import ProseReferences, law_references
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.state.records import Passage, Reference


@pytest.fixture(scope="module")
def acts() -> ActNames:
    acts = known_acts()
    acts.add("skurloven", ["lov om skure"])
    return acts


@dataclass(frozen=True)
class Case:
    text: str
    targets: tuple[str, ...]
    title: str = "Vejledning"
    heading: str = ""

    @property
    def passage(self) -> Passage:
        return Passage(
            id="guide",
            document_id="guide",
            provision="guide",
            citation="guide",
            title=self.title,
            heading=self.heading,
            text=self.text,
            kind="prose",
        )


BENCHES = "Vejledning om bænkeloven"
NAMED = (
    Case("Betingelserne står i bænkelovens § 7 Z, stk. 2.", ("bænkeloven § 7 Z",)),
    Case("Kravene i LL § 8 V (jf. § 8 X)", ("ligningsloven § 8 V", "ligningsloven § 8 X")),
    Case("Efter lov om skure § 3 er farven rød.", ("skurloven § 3",)),
    Case("section 33 A of the Tax Assessment Act", ("ligningsloven § 33 A",)),
    Case("Fristen er en uge.", ("bænkeloven § 4",), heading="C.1 > Bænkelovens § 4"),
    Case("Fristen er en uge.", ("ligningsloven § 7 P",), title="Afgørelse: LL § 7 P"),
    Case("Nævnet anså kravet i bænkelovens § 9, nr. 2, for opfyldt.", ("bænkeloven § 9",)),
    Case("Bestemmelsen er streng.", ("bænkeloven § 3",), heading="Bænkelovens § 3 – sommer"),
)
ONE_ACT_AROUND = (
    Case("Efter lovens § 5 males bænken.", ("bænkeloven § 5",), title=BENCHES),
    Case("Efter § 5 males bænken.", ("bænkeloven § 5",), title=BENCHES),
    Case("Efter § 5 males bænken.", ("bænkeloven § 5",), heading="Bænkeloven > Maling"),
    Case("Efter bænkeloven gælder § 5.", ("bænkeloven § 5",)),
    Case("Fristen er en uge.", ("bænkeloven § 7",), title=BENCHES, heading="Ad § 7"),
    Case("Jf. lovens §§ 2-4.", tuple(f"bænkeloven § {n}" for n in (2, 3, 4)), title=BENCHES),
    Case(
        "Svar: § 16 kan anvendes. Se § 9.",
        ("bænkeloven § 16", "bænkeloven § 9"),
        title="Bindende svar efter bænkeloven",
    ),
    Case("Efter § 3 er farven rød.", ("skurloven § 3",), title="Om lov om skure"),
)
NO_ONE_ACT = (
    Case("Efter § 5 males bænken.", ()),
    Case("Efter lovens § 5 males bænken.", ()),
    Case("Efter § 5 males den.", (), title="Vejledning om bænkeloven og skurloven"),
    Case("Se skurlovens § 2. Efter § 5 males den.", ("skurloven § 2",), title=BENCHES),
    Case("Efter § 5 males den, jf. skurlovens § 2.", ("skurloven § 2",), title=BENCHES),
    Case("Efter aftalens § 5 males den.", (), title=BENCHES),
    Case("Vedtægterne er lange. Efter § 5 vælges en formand.", (), title=BENCHES),
    Case("Efter husordenens § 3 skal der være ro.", (), title=BENCHES),
    Case("Se § 5 i denne vejledning.", (), title=BENCHES),
    Case("Et § 20-spørgsmål er stillet.", (), title=BENCHES),
    Case("§ 5. Medlemmer betaler.\n\n§ 6. Jf. § 5 betales i maj.", (), title=BENCHES),
    Case("See section 5 below.", (), title="Guide to the Tax Assessment Act"),
    Case("Efter den tidligere bænkelovs § 5 var den rød.", (), title=BENCHES),
    Case("Efter dagældende § 7 var den rød.", (), title=BENCHES),
    Case("Udenlandske regler, herunder EStG § 34, er uden betydning.", (), title=BENCHES),
    Case("Byrådets regulativ § 6 kræver tilladelse.", (), title=BENCHES),
)


@pytest.mark.parametrize("case", [*NAMED, *ONE_ACT_AROUND, *NO_ONE_ACT], ids=lambda one: one.text)
def test_a_section_belongs_to_the_one_act_that_is_spoken_of(case: Case, acts: ActNames) -> None:
    found = dict.fromkeys(one.target for one in law_references(case.passage, acts))
    assert tuple(found) == case.targets


def test_the_part_that_is_cited_is_kept(acts: ActNames) -> None:
    case = Case("Betingelserne står i bænkelovens § 7 Z, stk. 2.", ())
    reference = Reference(text="bænkelovens § 7 Z, stk. 2", target="bænkeloven § 7 Z")
    assert [(one.text, one.target, one.locator) for one in law_references(case.passage, acts)] == [
        (reference.text, reference.target, "stk. 2")
    ]


def test_prose_refers_to_texts_provisions_and_the_eu(acts: ActNames) -> None:
    titles = TitleIndex([("paint", "Den Store Malerbog"), ("guide", "Vejledning")])
    text = "Se Den Store Malerbog, bænkelovens § 5 og direktiv 2011/96/EU artikel 4."
    found = ProseReferences(acts, titles)(Case(text, ()).passage)
    assert [one.target for one in found] == ["paint", "bænkeloven § 5", "32011L0096"]
