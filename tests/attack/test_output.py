"""Codes that a terminal or a browser obeys don't leave, wherever they are from."""

import ast
import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from lexhop.cli.console import StreamConsole
from lexhop.cli.render.answer import answer, hits
from lexhop.cli.render.hop_tree import hop_tree
from lexhop.cli.render.labels import labels_for
from lexhop.corpus.text.visible import UNSEEN
from lexhop.evals.html.markup import element
from lexhop.retrieval.ports import Hit
from lexhop.state.plan import GroundedSentence
from lexhop.state.records import Answer, Calculation, Citation, Operand, Origin
from tests.attack.reading import passage_of
from tests.conftest import ROOT
from tests.in_process import lexhop

CODES = {
    "a reset": "\x1bc",
    "a link": "\x1b]8;;https://evil.example\x07her\x1b]8;;\x07",
    "the clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "a title": "\x1b]0;evil\x07",
    "eight bits": "\x9b31m\x9d0;evil\x9c",
    "moving up": "\x1b[2A\x1b[2K",
    "turned digits": "\u202e005\u202c",
    "isolates": "\u2066005\u2069",
    "tags": "\U000e0041\U000e0042",
    "joiners": "a\u200db\u200bc",
    "a bell": "\x07\x08\x08",
    "markup": "[/x] [bold] [link=https://evil.example]x[/link]",
    "a return": "12 kr.\r99 kr.",
    "half a character": "\ud83d",
}
_OWN = re.compile(r"\x1b\[[\d;?]*[a-zA-Z]")
"""What Rich writes itself: colours, and the cursor of its live display."""


def assert_harmless(written: str, *, terminal: bool = False) -> None:
    plain = _OWN.sub("", written) if terminal else written
    assert not UNSEEN.search(plain.replace("\r", "")), repr(plain)
    assert "]52;" not in written or "\x1b" not in plain


@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_a_hostile_answer_is_printed_harmlessly(code: str, terminal: bool) -> None:
    file = StringIO()
    console = StreamConsole(file=file, force_terminal=terminal, width=80)
    text = f"før {code} efter"
    citation = Citation(citation=text, quote=text, url=text, passage_id="a", provision=text)
    sum_ = Calculation(
        expression="a", operands=(Operand(name="a", figure=text, source=text),), result=text
    )
    given = Answer(
        question=text,
        text=text,
        status="partial",
        citations=(citation, replace(citation, version=text, title=text)),
        calculations=(sum_,),
        gaps=(text,),
        notices=(text,),
        understood=text,
        model=text,
    )
    answer(console, given)
    hits(
        console,
        [Hit(passage=passage_of(text), score=1.0, origin=Origin("reference", text))],
        labels_for(text),
    )
    with hop_tree(console, text, quiet=False) as tree:
        tree.say(GroundedSentence(text=text, citations=()))
    console.print(text)
    console.print(f"lexhop: {text}", soft_wrap=True)
    assert "efter" in file.getvalue()
    assert_harmless(file.getvalue(), terminal=terminal)


@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
def test_a_hostile_document_is_ingested_and_shown_harmlessly(code: str, tmp_path: Path) -> None:
    name = f"kaj {code}.md".replace("/", "").encode("utf-8", "replace").decode()
    text = f"# Kajer {code}\n\nEn kaj {code} koster 12 kr. om dagen.\n"
    (tmp_path / name).write_text(text, encoding="utf-8", errors="replace")
    (tmp_path / f"tom {name}").write_text("", encoding="utf-8")
    done = [
        lexhop("ingest", str(tmp_path)),
        lexhop("ingest", str(tmp_path), "--json"),
        lexhop("search", "kaj"),
        lexhop("search", "kaj", "--json"),
        lexhop("ask", "Hvad koster en kaj om dagen?"),
        lexhop("ask", "Hvad koster en kaj om dagen?", "--json"),
        lexhop("ingest", str(tmp_path / f"væk {name}")),
    ]
    assert [one.code for one in done] == [0, 0, 0, 0, 0, 0, 2]
    for one in done:
        assert_harmless(one.out + one.err)
    assert "question" in json.loads(done[5].out)


def test_a_page_shows_what_is_seen() -> None:
    assert element("p", "a\u202eb\x1bc", title="x\x9by") == '<p title="xy">abc</p>'


def _calls(path: Path) -> list[str]:
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]


PRINTED = re.compile(
    r"print\((?:js\.)?dumps\(|print\(context\.get_help|print\(f['\"]lexhop \{metadata"
)

OTHER = re.compile(
    r"(?:typer|click)\.s?echo\(|sys\.std(?:out|err)\.write|Console\(|escape\(|Text\.from_markup"
)


def test_nothing_is_printed_past_the_console() -> None:
    """What is printed is escaped JSON or our own words; consoles are made in one file."""
    found = []
    for path in (*(ROOT / "cli").rglob("*.py"), ROOT / "app.py"):
        for call in _calls(path):
            if call.startswith("print(") and not PRINTED.match(call) and "draw_mermaid" not in call:
                found.append(f"{path.name}: {call}")
            if OTHER.match(call):
                found.append(f"{path.name}: {call}")
    assert found == []
