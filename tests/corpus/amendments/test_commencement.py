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
