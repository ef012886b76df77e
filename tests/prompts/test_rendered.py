"""Rendered prompts, kept as files: a change of wording is seen as what a model will read.

To take over a wanted change, delete the file in
tests/prompts/kept and run this test once: it writes the file anew, and fails.
"""

from pathlib import Path

import pytest

from lexhop.prompts import LANGUAGES, prompt

KEPT = Path(__file__).parent / "kept"
PASSAGE = (
    '<passage-0a1b number="1" source="brobizzloven § 4">\n§ 4. Afgiften er 12 kr.\n</passage-0a1b>'
)
VALUES = {
    "decompose": {
        "question": "Hvad er $afgiften? {x}",
        "acts": "brobizzloven",
        "today": "2026-01-31",
        "earlier": "- Hvad er broen?",
        "nonce": "0a1b",
    },
    "context": {
        "question": "Hvad er $afgiften? {x}",
        "target": "beløbet",
        "form": "et spørgsmål",
        "parts": "- ingen",
        "texts_are": "dansk",
        "today": "2026-01-31",
        "passages": PASSAGE,
        "readable": "1. brobizzloven § 7 (henvist til i tekst 1)",
        "nonce": "0a1b",
    },
    "assess": {"asked": "- afgift"},
    "write": {"missing": "intet"},
    "entail": {
        "sentences": '<sentence-0a1b number="1">\nAfgiften er 12 kr.\n</sentence-0a1b>',
        "nonce": "0a1b",
    },
    "repair": {"draft": "1. Afgiften er 60 kr."},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VALUES)
def test_a_prompt_reads_as_it_was_kept(name: str, language: str) -> None:
    made = prompt(language, name, **VALUES[name])
    text = f"{made.system}\n\n-- user --\n\n{made.user}\n"
    file = KEPT / f"{name}.{language}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} is new: read it and keep it")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", VALUES)
def test_both_languages_have_the_same_parts_and_hashes_of_their_own(name: str) -> None:
    danish, english = (prompt(language, name, **VALUES[name]) for language in LANGUAGES)
    assert danish.hash != english.hash
    assert bool(danish.system) == bool(english.system)
    for value in VALUES[name].values():
        for part in ("system", "user"):
            assert (value in getattr(danish, part)) == (value in getattr(english, part))


def test_a_slip_in_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompt("da", "decompose", question="Hvad?")
    with pytest.raises(TypeError, match="no place for"):
        prompt(
            "da",
            "decompose",
            question="Hvad?",
            acts="-",
            today="-",
            earlier="-",
            nonce="0",
            why="x",
        )
