"""From which day each instruction of an amending act applies."""

from pathlib import Path

import pytest

from lexhop.corpus.amendments.commencement import commencement_of
from lexhop.corpus.formats import read_documents
from tests.corpus.amendments.made import amending, instruction

SAYS = "I § 3 ændres »a« til: »b«."


def days(folder: Path, *rules: str) -> list[str]:
    """The days of the instructions 1 to 4 of an act announced on the 10th of December 2030."""
    path = folder / "act.xml"
    instructions = [instruction(number, SAYS) for number in range(1, 5)]
    path.write_text(amending(*instructions, rules=rules), encoding="utf-8")
    (act,) = read_documents(path)
    commencement = commencement_of(act)
    return [commencement.of("1", str(number)) for number in range(1, 5)]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (["Loven træder i kraft den 1. januar 2031."], ["2031-01-01"] * 4),
        (["Loven træder i kraft dagen efter bekendtgørelsen i Lovtidende."], ["2030-12-11"] * 4),
        (["Loven træder i kraft den 1. januar 2031, jf. dog stk. 2.",
          "§ 1, nr. 2, træder i kraft den 1. juli 2031."],
         ["2031-01-01", "2031-07-01", "2031-01-01", "2031-01-01"]),
        (["Loven træder i kraft den 1. januar 2031, jf. dog stk. 2 og 3.",
          "§ 1, nr. 1, 3 og 4, træder i kraft den 1. juli 2031.",
          "§ 1, nr. 2, træder i kraft den 31. december 2032 og har virkning fra samme dag."],
         ["2031-07-01", "2032-12-31", "2031-07-01", "2031-07-01"]),
        (["§ 1, nr. 1-3, træder i kraft den 2. marts 2031.",
          "§ 1, nr. 4, træder i kraft den 3. marts 2031."],
         ["2031-03-02", "2031-03-02", "2031-03-02", "2031-03-03"]),
        (["Ministeren fastsætter tidspunktet for lovens ikrafttræden."], [""] * 4),
        (["Loven træder i kraft den 1. januar 2031, jf. dog stk. 2.",
          "Ministeren fastsætter tidspunktet for ikrafttrædelsen af § 1, nr. 3."],
         ["2031-01-01", "2031-01-01", "", "2031-01-01"]),
        (["Loven træder i kraft, når ministeren finder det nødvendigt."], [""] * 4),
        (["Loven træder i kraft den 31. februar 2031."], [""] * 4),
        (["Loven finder anvendelse på robåde."], [""] * 4),
    ],
)  # fmt: skip
def test_days_are_read_from_the_rules(
    rules: list[str], expected: list[str], tmp_path: Path
) -> None:
    assert days(tmp_path, *rules) == expected


FIRST, LATER, LAST = "2031-01-01", "2031-07-01", "2032-01-01"
BEGINS = "Loven træder i kraft den 1. januar 2031."


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("Denne lov træder i kraft den 1. januar 2031.", [FIRST] * 4),
        (f"{BEGINS} § 1, nr. 2, træder dog først i kraft den 1. juli 2031.",
         [FIRST, LATER, FIRST, FIRST]),
        (f"{BEGINS} § 1, nr. 1 og 2, træder i kraft den 1. juli 2031, og § 1, nr. 3, træder i "
         "kraft den 1. januar 2032.", [LATER, LATER, LAST, FIRST]),
        (f"{BEGINS} § 1, nr. 2-99, træder i kraft den 1. juli 2031.", [FIRST, LATER, LATER, LATER]),
        (f"{BEGINS} §§ 1-99999 træder i kraft den 1. juli 2031.", [""] * 4),
        (f"{BEGINS} §§ 1-999 træder i kraft den 1. juli 2031.", [LATER] * 4),
        (f"{BEGINS} § 1, nr. 2, har virkning fra den 1. juli 2031.", [FIRST] * 4),
        (f"{BEGINS} Både fra før lovens ikrafttræden er fri.", [FIRST] * 4),
        (f"{BEGINS} Sager, der verserer, når loven træder i kraft, afsluttes.", [FIRST] * 4),
        (f"{BEGINS} Loven kan ved kongelig anordning sættes i kraft for Grønland.", [FIRST] * 4),
        ("Ministeren fastsætter tidspunktet for ikrafttræden af § 1, nr. 3. Ministeren kan "
         f"herunder fastsætte, at dele træder i kraft for sig. {BEGINS}",
         [FIRST, FIRST, "", FIRST]),
    ],
)  # fmt: skip
def test_each_part_has_the_day_that_is_set_for_it(
    rules: str, expected: list[str], tmp_path: Path
) -> None:
    assert days(tmp_path, rules) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "Lovens § 1, nr. 3, træder i kraft den 1. juli 2031.",
        "Bestemmelsen i § 1, nr. 3, træder i kraft den 1. juli 2031.",
        "Uanset stk. 1 træder § 1, nr. 3, i kraft den 1. juli 2031.",
        "§ 1, nr. 3, træder i kraft, når ministeren bestemmer det.",
        "Ministeren bestemmer, hvornår § 1, nr. 3, træder i kraft.",
        "Tidspunktet for ikrafttræden af § 1, nr. 3, fastsættes af ministeren.",
        "§ 1, nr. 3, sættes i kraft ved anordning.",
        "§ 1, nr. 3, litra a, træder i kraft den 1. juli 2031.",
        "§ 5, stk. 2, som affattet ved denne lovs § 1, nr. 3, træder i kraft den 1. juli 2031.",
        "§ 1, nr. 3, ophæves den 1. januar 2033.",
        "§ 1, nr. 3, og § 7 i lov nr. 5 af 1. maj 2020 træder i kraft den 1. juli 2031.",
    ],
)
def test_a_part_whose_rule_is_not_read_whole_has_no_day(rule: str, tmp_path: Path) -> None:
    assert days(tmp_path, BEGINS, rule) == [FIRST, FIRST, "", FIRST]


@pytest.mark.parametrize(
    "rule",
    [
        "Loven træder i kraft den 1. januar 2031, § 1, nr. 2, dog først den 1. juli 2031.",
        "Loven træder i kraft den 1. januar 2031 bortset fra § 1, nr. 3, der begynder senere.",
        "Loven træder i kraft den 1. januar 2031, hvis Rådet er enigt.",
        "Loven træder i kraft den 1. januar 2031 og ophæves den 1. januar 2033.",
        f"{BEGINS} Loven ophæves den 1. januar 2033.",
        f"{BEGINS} Loven træder i kraft den 1. juli 2031.",
        "Loven træder i kraft 14 dage efter bekendtgørelsen i Lovtidende.",
    ],
)
def test_an_act_whose_rule_is_not_read_whole_has_no_day(rule: str, tmp_path: Path) -> None:
    assert set(days(tmp_path, rule)) <= {"", LATER}
    assert days(tmp_path, rule)[0] == ""
