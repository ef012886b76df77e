"""An adviser asks for law and for practice: each is found, quoted and called what it is."""

import json
import os
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests import in_process

ACT = """---
title: Lov om robåde (robådsloven)
---
§ 1. Der betales en årlig afgift af robåde.

§ 7 Z. Ministeren fastsætter satser.

Stk. 2. Foreningen skal have mindst 20 medlemmer og eget anlæg.

§ 8. En sejlerskole er fritaget, når den har et skoleskib.
"""
GUIDE = """# Vejledning om bådklubber

En bådklub kan søge om nedsat afgift. Betingelserne står i robådslovens § 7 Z, stk. 2.

Ansøgningen sendes inden påske.
"""
DECISION = """# Afgørelse om en kajakklub

Nævnet fandt, at kajakker er robåde, jf. robådslovens § 1.
"""
ASIDE = "# Kaffe\n\nKaffemaskinen afkalkes hver fredag.\n"


def lexhop(data: Path, *arguments: str) -> str:
    environment = {"LEXHOP_DATA_DIR": str(data), "LEXHOP_MODEL": "extractive"}
    with mock.patch.dict(os.environ, environment):
        done = in_process.lexhop(*arguments)
    assert done.code == 0, done.err
    return done.out


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guides come first, so that their references wait for the act."""
    folder, data = tmp_path_factory.mktemp("texts"), tmp_path_factory.mktemp("data")
    (folder / "klub.md").write_text(GUIDE, "utf-8")
    (folder / "kajak.md").write_text(DECISION, "utf-8")
    (folder / "kaffe.md").write_text(ASIDE, "utf-8")
    lexhop(data, "ingest", str(folder))
    (folder / "lov.md").write_text(ACT, "utf-8")
    lexhop(data, "ingest", str(folder))
    return data


def asked(data: Path, question: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(lexhop(data, "ask", question, "--json"))
    return answer


def kinds(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["provision"], one["kind"]) for one in answer["citations"]]


def test_a_cited_provision_is_quoted_before_the_guidance_on_it(data: Path) -> None:
    answer = asked(data, "Hvad siger robådslovens § 7 Z?")
    assert answer["status"] == "answered"
    assert kinds(answer) == [("robådsloven § 7 Z", "provision"), ("klub", "guidance")]
    assert answer["notices"] == []


def test_where_the_guidance_is_asked_for_it_comes_first(data: Path) -> None:
    answer = asked(data, "Hvad siger vejledningen om robådslovens § 7 Z?")
    assert answer["status"] == "partial"
    assert kinds(answer) == [("klub", "guidance"), ("robådsloven § 7 Z", "provision")]
    assert "intet fundet" not in " ".join(answer["gaps"])


def test_a_decision_is_called_one(data: Path) -> None:
    answer = asked(data, "Hvilke afgørelser er der om robådslovens § 1?")
    assert kinds(answer)[0] == ("kajak", "decision")
    assert "Afgørelse om en kajakklub (afgørelse): »" in answer["text"]


def test_that_there_is_no_guidance_is_said(data: Path) -> None:
    answer = asked(data, "Hvad siger vejledningen om robådslovens § 8?")
    assert kinds(answer) == [("robådsloven § 8", "provision")]
    assert answer["status"] == "partial"
    assert answer["gaps"] == ["ingen vejledning eller praksis fundet; kun loven er citeret"]


def test_an_answer_from_guidance_alone_says_so(data: Path) -> None:
    answer = asked(data, "Hvordan er praksis for bådklubbers ansøgning om nedsat afgift?")
    assert {kind for _, kind in kinds(answer)} <= {"guidance", "decision"}
    assert answer["status"] == "partial"
    assert any(one.startswith("svaret hviler alene på vejledning") for one in answer["notices"])


def test_law_that_only_a_guide_leads_to_is_quoted_above_it(data: Path) -> None:
    answer = asked(data, "Hvad skal en bådklub have for at søge om nedsat afgift?")
    provisions = [provision for provision, _ in kinds(answer)]
    assert provisions.index("robådsloven § 7 Z") < provisions.index("klub")


def test_what_is_neither_law_nor_on_it_bears_no_label(data: Path) -> None:
    answer = asked(data, "Hvor tit afkalkes kaffemaskinen?")
    assert kinds(answer)[0] == ("kaffe", "prose")
    assert "Kaffe: »" in answer["text"]
    assert answer["notices"] == []


def test_a_terminal_shows_what_a_source_is(data: Path) -> None:
    shown = lexhop(data, "ask", "Hvad siger robådslovens § 7 Z?")
    assert "Vejledning om bådklubber (vejledning): »" in shown
    assert "[2] klub  (vejledning)" in shown
    assert "robådsloven § 7 Z  (" not in shown


def test_hits_bear_their_kind(data: Path) -> None:
    shown = lexhop(data, "search", "What does robådsloven § 7 Z say?")
    assert "Vejledning om bådklubber (klub)  (guidance)  refers to robådsloven § 7 Z" in shown
    hits = json.loads(lexhop(data, "search", "robådslovens § 7 Z", "--json"))["hits"]
    assert [hit["kind"] for hit in hits[:2]] == ["provision", "guidance"]
