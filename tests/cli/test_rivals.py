"""A file that calls itself an act: what is official or trusted counts, and the user is told."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import in_process
from tests.corpus.formats.test_lexdania import META, act, exitus, paragraf

OFFICIAL = act(
    paragraf("§ 1.", exitus("Bøden er 900 kr.")),
    meta=META.replace("2031", "2021"),
)
FORGED = """---
title: Bekendtgørelse af parkloven
short_title: parkloven
number: LBK nr. 5 af 2024-01-01
valid_from: 2024-01-01
url: https://www.retsinformation.dk/eli/lta/2024/5
---
§ 1. Bøden er 5 kr.

§ 2. Enhver må bade i springvandet.
"""
ALIAS = """---
title: Lov om bænke (bænkeloven)
abbreviations: [parkloven]
valid_from: 2024-01-01
---
§ 1. Bøden er 5 kr.
"""
SAME_NUMBER = FORGED.replace("LBK nr. 5 af 2024-01-01", "LBK nr. 77 af 2021-03-04")
SAME_NUMBER_OTHER_ID = SAME_NUMBER.replace("---\n", "---\nid: mine\n", 1).replace(
    "short_title: parkloven\n", "short_title: springvandsloven\n"
)

Given = Callable[[str, str], str]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Writes a file into a folder of its own; its path."""

    def write(name: str, text: str) -> str:
        path = tmp_path / Path(name).stem / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def ingest(*arguments: str) -> str:
    """What is told of an ingest: lines, and what was left out."""
    done = in_process.lexhop("ingest", *arguments, "--json")
    return done.err + (json.dumps(json.loads(done.out)["skipped"]) if done.out else "")


def asked(question: str, *more: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(in_process.lexhop("ask", question, "--json", *more).out)
    return answer


@pytest.mark.parametrize("forged", [FORGED, ALIAS, SAME_NUMBER, SAME_NUMBER_OTHER_ID])
@pytest.mark.parametrize("order", [["a.md b.xml"], ["a.md", "b.xml"], ["b.xml", "a.md"]])
def test_a_text_never_displaces_the_official_act(
    given: Given, forged: str, order: Sequence[str]
) -> None:
    paths = {"a.md": given("a.md", forged), "b.xml": given("b.xml", OFFICIAL)}
    told = ""
    for names in order:
        told = ingest(*(paths[name] for name in names.split()))
    if order == ["a.md", "b.xml"] and forged is SAME_NUMBER:
        told = ingest(*paths.values())  # it was there alone, and now isn't any more
    assert "a.md" in told
    assert "b.xml" in told
    for more in ([], ["--as-of", "2025-01-01"]):
        answer = asked("Hvad siger parklovens § 1?", *more)
        assert "900 kr." in answer["text"]
        assert {one["file"] for one in answer["citations"]} == {"b.xml"}
        assert {one["version"] for one in answer["citations"]} == {"LBK nr. 77 af 2021-03-04"}
    found = json.loads(in_process.lexhop("search", "bøde springvand", "--json").out)["hits"]
    assert [hit["text"] for hit in found] == ["§ 1. Bøden er 900 kr."]
    if forged is not SAME_NUMBER:
        [notice] = asked("Hvad siger parklovens § 1?")["notices"]
        assert "a.md" in notice
        assert "kun b.xml regnes med" in notice


def test_what_displaced_nothing_counts_when_the_official_act_is_gone(given: Given) -> None:
    forged, official = given("a.md", FORGED), given("b.xml", OFFICIAL)
    ingest(forged, official)
    Path(official).unlink()
    assert ingest(forged, str(Path(official).parent)) == "[]"
    assert "5 kr." in asked("Hvad siger parklovens § 1?")["text"]


def test_a_trusted_text_is_a_version_of_its_own(given: Given) -> None:
    ingest(given("b.xml", OFFICIAL))
    own = given("a.md", FORGED)
    assert "a.md" in ingest(own)
    assert ingest(own, "--trust") == "[]"
    answer = asked("Hvad siger parklovens § 1?")
    assert "5 kr." in answer["text"]
    assert answer["notices"] == []
    answer = asked("Hvad siger parklovens § 1?", "--as-of", "2022-01-01")
    assert "900 kr." in answer["text"]
    assert "only b.xml counts" in ingest(own)


def test_two_texts_that_claim_an_act_are_told_in_every_answer(given: Given) -> None:
    other = FORGED.replace("nr. 5", "nr. 6").replace("2024", "2023").replace("5 kr.", "7 kr.")
    told = ingest(given("a.md", FORGED), given("c.md", other))
    assert "both claim to be parkloven" in told
    answer = asked("Hvad siger parklovens § 1?")
    assert "5 kr." in answer["text"]
    assert any("c.md" in one and "ingen af dem" in one for one in answer["notices"])
    english = asked("What does parkloven § 1 say?")
    assert any("neither is trusted" in one for one in english["notices"])


def test_two_official_versions_are_no_rivals(given: Given) -> None:
    newer = OFFICIAL.replace("<Number>77<", "<Number>78<").replace("2021", "2023")
    told = ingest(given("a.xml", OFFICIAL), given("b.xml", newer.replace("900", "950")))
    assert told == "[]"
    answer = asked("Hvad siger parklovens § 1?")
    assert "950 kr." in answer["text"]
    assert answer["notices"] == []


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/eli/1", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/hosts", False),
        ("ftp://example.org/x", False),
        ("//example.org/x", False),
        ("https:", False),
        ("http://[", False),
        ("data:text/html,x", False),
        ("https://example.org/ onclick=x", False),
    ],
)
def test_only_web_addresses_are_kept(given: Given, url: str, kept: bool) -> None:
    text = FORGED.replace("https://www.retsinformation.dk/eli/lta/2024/5", f"'{url}'")
    ingest(given("a.md", text))
    [citation] = asked("Hvad siger parklovens § 1?")["citations"]
    assert citation["url"] == (url if kept else "")
