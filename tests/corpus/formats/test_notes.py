"""What stands in a text and is no law is a note of what it is on, and is cited as one."""

from pathlib import Path

import pytest

from lexhop.corpus.chunking import ChunkSizes, passages_of
from lexhop.corpus.formats import read_documents
from lexhop.corpus.text.tokens import TokenCounter

WORDS = TokenCounter("words", lambda text: len(text.split()))


def cited(folder: Path, text: str, name: str = "lov.txt") -> dict[str, str]:
    """The text of each passage by its citation, notes and provisions."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return {
        passage.citation: passage.text
        for document in read_documents(path)
        for passage in passages_of(document, ChunkSizes(), WORDS)
    }


ACT = "Lov om joller (jolleloven)\n\n"


def test_a_numbered_note_is_cited_on_its_subsection_and_its_mark_is_no_law(tmp_path: Path) -> None:
    found = cited(
        tmp_path,
        f"{ACT}§ 1. En jolle(1) er en båd.\n\nStk. 2. Den(2) er lille.\n\n§ 2. Slut.(3)\n\n"
        "Noter\n\n(1) Ikke en kano.\n\n(2) Under 3 m.\n\n(3) Fra 2031.",
    )

    assert found == {
        "jolleloven § 1": "§ 1. En jolle er en båd.\n\nStk. 2. Den er lille.",
        "jolleloven § 1, stk. 1, note 1)": "Ikke en kano.",
        "jolleloven § 1, stk. 2, note 2)": "Under 3 m.",
        "jolleloven § 2": "§ 2. Slut.",
        "jolleloven § 2, note 3)": "Fra 2031.",
    }


def test_a_note_on_several_places_is_one_of_the_act(tmp_path: Path) -> None:
    found = cited(tmp_path, f"{ACT}§ 1. Joller[1].\n\n§ 2. Kanoer[1].\n\n[1] Både.")

    assert found == {
        "jolleloven § 1": "§ 1. Joller.",
        "jolleloven § 2": "§ 2. Kanoer.",
        "jolleloven, note 1)": "Både.",
    }


@pytest.mark.parametrize(
    "law",
    [
        "Afgiften er (1) 700 kr. og (2) 90 kr.",
        "Afgift betales af\n1) joller,\n2) kanoer og\n3) både.",
        "A boat is, cf. section 2(1):\n(1) a rowing boat,\n(2) a canoe.",
        "Arealet er 5 m2 og 2 rum.",
        "Takster:\n1 Jolle 700 kr.\n2 Kanoer 90 kr.",
        "Afgiften er som følger.\n\nRobåde\n\n700 kr.",
        "§ 5 er ikke til hinder for, at båden ændres.",
    ],
)
def test_what_only_looks_like_a_note_is_law(tmp_path: Path, law: str) -> None:
    found = cited(tmp_path, f"{ACT}§ 1. {law}\n\nStk. 2. Slut.")

    assert list(found) == ["jolleloven § 1"]
    assert " ".join(law.split()) in " ".join(found["jolleloven § 1"].split())


def test_the_law_goes_on_after_the_old_wording_of_a_subsection(tmp_path: Path) -> None:
    found = cited(
        tmp_path,
        f"{ACT}§ 1. Ny. Hidtidig formulering: Gammel.\n\nStk. 2. To.\n\n"
        "§ 1 er ændret ved lov nr. 5 af 3. maj 2010. Tidligere ordlyd:\n\n§ 1. Ældre.\n\n"
        "Stk. 3. Ældst.\n\n§ 2. Slut. (Tidligere ordlyd: Forbi.)",
    )

    assert found == {
        "jolleloven § 1": "§ 1. Ny.\n\nStk. 2. To.",
        "jolleloven § 1, stk. 1, note": "Hidtidig formulering: Gammel.",
        "jolleloven § 1, note": "§ 1 er ændret ved lov nr. 5 af 3. maj 2010. Tidligere ordlyd:\n"
        "§ 1. Ældre.\nStk. 3. Ældst.",
        "jolleloven § 2": "§ 2. Slut.",
        "jolleloven § 2, note": "(Tidligere ordlyd: Forbi.)",
    }


def test_what_follows_an_act_is_cited_by_what_it_is(tmp_path: Path) -> None:
    found = cited(
        tmp_path,
        f"{ACT}§ 1. En.\n\n§ 2. To.\n\nLov nr. 5 af 3. maj 2010 (Ny afgift) indeholder følgende "
        "ikrafttrædelsesbestemmelse:\n\n§ 2\n\nLoven træder i kraft i juni.\n\n§ 3\n\nEndnu en.\n\n"
        "Søstyrelsen, den 4. maj 2010\n\nKaj Havn\n\n/ Bo Vand\n\nBilag 1\n\nFarver.",
    )

    assert found == {
        "jolleloven § 1": "§ 1. En.",
        "jolleloven § 2": "§ 2. To.",
        "jolleloven, ikrafttrædelse, lov nr. 5 af 3. maj 2010, § 2": "§ 2.\n"
        "Loven træder i kraft i juni.",
        "jolleloven, ikrafttrædelse, lov nr. 5 af 3. maj 2010, § 3": "§ 3.\nEndnu en.",
        "jolleloven, underskrift": "Søstyrelsen, den 4. maj 2010\nKaj Havn\n/ Bo Vand",
        "jolleloven, bilag 1": "Farver.",
    }


def test_a_raised_link_on_a_page_is_the_mark_of_a_note(tmp_path: Path) -> None:
    found = cited(
        tmp_path,
        '<h1>Jolleloven</h1><p>§ 1. En jolle<sup><a href="#n">1</a></sup> er 5 m<sup>2</sup>.</p>'
        '<p>§ 2. To.</p><ol><li id="n">14 dage er nok.</li></ol>',
        "lov.html",
    )

    assert found == {
        "jolleloven § 1": "§ 1. En jolle er 5 m2.",
        "jolleloven § 1, note 1)": "14 dage er nok.",
        "jolleloven § 2": "§ 2. To.",
    }
