"""An amount of one year's level is never said without it."""

import pytest

from lexhop.reasoning.grounding.price_level import with_levels

QUOTE = "Fradraget er 12.000 kr. (2010-niveau) og højst 50.000 kr. om året."


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Du får 12.000 kr. i fradrag.", "Du får 12.000 kr. (2010-niveau) i fradrag."),
        ("Fradraget er 12.000.", "Fradraget er 12.000 (2010-niveau)."),
        ("It is DKK 12.000 a year.", "It is DKK 12.000 (2010-niveau) a year."),
        ("Du får 12.000 kr. (2010-niveau).", "Du får 12.000 kr. (2010-niveau)."),
        ("Det er 12.000 kr. i 2010-niveau.", "Det er 12.000 kr. i 2010-niveau."),
        ("Højst 50.000 kr. om året.", "Højst 50.000 kr. om året."),
        ("Højst 112.000 kr.", "Højst 112.000 kr."),
        ("Fradraget reguleres.", "Fradraget reguleres."),
    ],
)
def test_the_level_follows_its_amount(said: str, meant: str) -> None:
    assert with_levels(said, [QUOTE]) == meant
