"""Presidio, where the extra is installed, with a small model made here."""

from pathlib import Path

import pytest

from lexhop.observability.redaction.redact import redact

spacy = pytest.importorskip("spacy")
pytest.importorskip("presidio_analyzer")


@pytest.mark.filterwarnings("ignore")
def test_presidio_finds_names_and_leaves_the_law(tmp_path: Path) -> None:
    from lexhop.observability.names import presidio_names

    model = spacy.blank("da")
    model.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Jens Hansen"}])
    model.to_disk(tmp_path / "da")
    names = presidio_names({"da": str(tmp_path / "da")})
    text = "Skylder Jens Hansen, 010180-1234, noget efter ligningslovens § 33 A?"
    assert redact(text, names) == "Skylder [NAME], [CPR], noget efter ligningslovens § 33 A?"
