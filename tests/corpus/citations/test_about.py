"""Which acts a question is about by their names alone."""

import pytest

from lexhop.corpus.citations.act_names import ActNames


@pytest.fixture
def acts() -> ActNames:
    names = ActNames()
    names.add("momsloven", ["ML", "VAT Act"])
    names.add("selskabsskatteloven", ["SEL", "Corporate Income Tax Act"])
    names.add("aktieavancebeskatningsloven", ["ABL"])
    names.add("pensionsbeskatningsloven", ["PBL"])
    return names


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Hvad er momssatsen?", ["momsloven"]),
        ("Hvor høj er selskabsskatteprocenten?", ["selskabsskatteloven"]),
        ("Hvordan opgøres aktieavancen?", ["aktieavancebeskatningsloven"]),
        ("Hvad siger PBL?", ["pensionsbeskatningsloven"]),
        ("How high is the corporate income tax?", ["selskabsskatteloven"]),
        ("What is the VAT rate?", ["momsloven"]),
        ("Hvornår går jeg på pension?", []),
        ("Hvad må et selskab?", []),
    ],
)
def test_a_subject_in_an_acts_name_leads_to_it(
    acts: ActNames, question: str, about: list[str]
) -> None:
    assert acts.about(question) == about
