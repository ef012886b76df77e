"""What tests of ingest get."""

from pathlib import Path

import pytest

from tests.corpus.ingest.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "files"
    folder.mkdir()
    return Library(folder, tmp_path / "store")
