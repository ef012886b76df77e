"""The text between two consolidations is right, or the provision says that a change is pending."""

from pathlib import Path

import pytest

from lexhop.corpus.amendments.consolidating import Amending, versions_of
from lexhop.corpus.documents import Document
from lexhop.corpus.formats import read_documents
from tests.corpus.amendments.grown import EXACT, UNFIT_KINDS, Grown, Operation, exact, unfit

SEEDS = range(8)


def read(folder: Path, name: str, xml: str) -> Document:
    path = folder / f"{name}.xml"
    path.write_text(xml, encoding="utf-8")
    (document,) = read_documents(path)
    return document


def newest(folder: Path, grown: Grown) -> Document:
    base = read(folder, "base", grown.base)
    act = read(folder, "act", grown.amending)
    (version,) = versions_of(base, [Amending(act, act.amends[0])])
    return version


def texts(document: Document) -> dict[str, list[str]]:
    return {one.section: [part.text for part in one.subsections] for one in document.provisions}


@pytest.mark.parametrize("operation", EXACT, ids=lambda one: one.__name__)
def test_instructions_that_fit_give_the_text_in_force(operation: Operation, tmp_path: Path) -> None:
    tried = [grown for seed in SEEDS if (grown := exact(seed, operation))]
    assert tried
    for grown in tried:
        version = newest(tmp_path, grown)
        assert texts(version) == grown.after
        assert {one.section for one in version.provisions if one.changed_by} == grown.changed
        assert not any(one.pending for one in version.provisions)


@pytest.mark.parametrize("which", range(UNFIT_KINDS))
def test_what_does_not_fit_is_pending_and_leaves_the_text_alone(which: int, tmp_path: Path) -> None:
    for seed in SEEDS:
        grown = unfit(seed, which)
        version = newest(tmp_path, grown)
        assert texts(version) == grown.after
        assert {one.section for one in version.provisions if one.pending} == grown.pending
        assert {one.section for one in version.provisions if one.changed_by} == grown.changed
