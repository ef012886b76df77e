"""Marks and titles as pages and people write them, and what only looks like one."""

from pathlib import Path

import pytest

from lexhop.corpus.documents import Document
from lexhop.corpus.formats import read_documents


def read(folder: Path, text: str, name: str = "fil.md") -> Document:
    path = folder / name
    path.write_text(f"Lov om joller (jolleloven)\n\n{text}", encoding="utf-8")
    [document] = read_documents(path)
    return document


def law(document: Document) -> list[str]:
    """Each subsection, with its headings and section before it."""
    return [
        " | ".join((*each.headings, each.section, subsection.text))
        for each in document.provisions
        for subsection in each.subsections
    ]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("§ 1. Klasser:\nA. Joller\nB. Kanoer\n§ 2. To.",
         ["1 | Klasser:\nA. Joller\nB. Kanoer", "2 | To."]),
        ("I. Alle\nA. Her\n§ 1. En.\nB. Der\n§ 2. To.\nII. Straf\n§ 3. Tre.",
         ["I. Alle | A. Her | 1 | En.", "I. Alle | B. Der | 2 | To.", "II. Straf | 3 | Tre."]),
        ("### § 1. Straf.\n\nBøde.\n\n### § 2. En jolle er lille.\n\nDen er af træ.",
         ["Straf. | 1 | Bøde.", "2 | En jolle er lille.\nDen er af træ."]),
        ("### § 1. Afgiften er 7 kr\n\nStk. 2. To.\n\n### § 2. Afgift\n\nStk. 1. En.",
         ["1 | Afgiften er 7 kr", "1 | Stk. 2. To.", "Afgift | 2 | Stk. 1. En."]),
        ("## § 1 (Ophævet)\n\n## § 2. Kort", ["1 | (Ophævet)", "2 | Kort"]),
        ("§ 1. En.\n\n§ 5 Joller kan nævnes.\n\n§ 2. To.",
         ["1 | En.\n§ 5 Joller kan nævnes.", "2 | To."]),
        ("§ 1 En jolle.\n§ 2 To joller.\nStk. 2 Tre.",
         ["1 | En jolle.", "2 | To joller.", "2 | Stk. 2. Tre."]),
        ("§ 1. Følgende gælder:\n\nRobåde\n\nEn robåd er en båd, der bliver roet.",
         ["1 | Følgende gælder:\nRobåde\nEn robåd er en båd, der bliver roet."]),
        ("**§ 1. En jolle er *lille*.**\n\n***Stk. 2.*** To.\n\n**§ 2E .** Tre.",
         ["1 | En jolle er *lille*.", "1 | Stk. 2. To.", "2 E | Tre."]),
        ("§ 1. Der ophæves:\n\nLov om kanoer\n\nLov om flåder.",
         ["1 | Der ophæves:\nLov om kanoer\nLov om flåder."]),
        ("§ 1\n\nEn.\n\n§ 5 Joller nævnes.\n\n§ 2\n\nTo.",
         ["1 | En.\n§ 5 Joller nævnes.", "2 | To."]),
        ("§ 1. Efter § 2, jf.\n§ 3\nStk. 2. To.", ["1 | Efter § 2, jf.\n§ 3", "1 | Stk. 2. To."]),
    ],
)  # fmt: skip
def test_an_act_is_divided_where_its_marks_are(tmp_path: Path, text: str, right: list[str]) -> None:
    assert law(read(tmp_path, text)) == right


def test_notes_that_begin_anew_in_each_chapter_are_on_its_provisions(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "## Kapitel 1\n\n§ 1. Joller(1).\n\n(1) Små.\n\n"
        "## Kapitel 2\n\n§ 2. Både(1).\n\n(1) Store.",
    )

    assert law(document) == ["Kapitel 1 | 1 | Joller.", "Kapitel 2 | 2 | Både."]
    assert [[note.text for note in each.notes] for each in document.provisions] == [
        ["Små."],
        ["Store."],
    ]


def test_a_bare_number_opens_a_note_only_after_the_provisions(tmp_path: Path) -> None:
    document = read(tmp_path, "§ 1. I zone1 betales:\n\n1 Jolle 7 kr.\n\n§ 2. To2.\n\n2 Ny.")

    assert law(document) == ["1 | I zone1 betales:\n1 Jolle 7 kr.", "2 | To."]
    assert [note.text for note in document.provisions[1].notes] == ["Ny."]


def test_old_wording_of_a_subsection_may_have_its_mark(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "§ 1. En.\n\nStk. 2. To. Hidtidig formulering:\n\nStk. 2. Gammel.\n\nStk. 3. Tre.",
    )

    assert law(document) == ["1 | En.", "1 | Stk. 2. To.", "1 | Stk. 3. Tre."]
    assert [(note.text, note.subsection) for note in document.provisions[0].notes] == [
        ("Hidtidig formulering:\nStk. 2. Gammel.", "2")
    ]
