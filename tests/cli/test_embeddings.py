"""The embeddings setting, from the environment to what a search finds."""

import io
import json
import sys
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from lexhop.app import open_services
from lexhop.cli.main import run
from lexhop.cli.render.progress import progress_bar
from lexhop.resilience.errors import Permanent
from lexhop.retrieval.embeddings.embedder import EmbedderKind, EmbedderSpec
from tests.fakes import LetterEmbeddings

ARTICLES = {"hen": "Egg. Feed. Baggage.", "stone": "Rock, tin, ore."}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    rows = [{"id": name, "title": name, "text": text} for name, text in ARTICLES.items()]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


class Refusing(LetterEmbeddings):
    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        raise Permanent("the key is no good; set another", kind="not_allowed")


class Lexhop:
    """The command line with an embedder of letters."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.asked: list[EmbedderSpec] = []
        self.made = LetterEmbeddings()
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def _make(self, asked: EmbedderSpec) -> LetterEmbeddings:
        self.asked.append(asked)
        return self.made

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        kinds = {"letters": EmbedderKind("json", "letters", self._make)}
        self._monkeypatch.setattr(sys, "argv", ["lexhop", *arguments])
        with pytest.raises(SystemExit) as ended:
            run(partial(open_services, kinds))
        printed = self._capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    def json(self, *arguments: str) -> Any:
        code, out, err = self(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def lexhop(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lexhop:
    return Lexhop(monkeypatch, capsys)


def embeddings(report: Any) -> str:
    [detail] = [one["detail"] for one in report["checks"] if one["check"] == "embeddings"]
    return str(detail)


def test_what_words_do_not_find_vectors_do(
    lexhop: Lexhop, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:a-h")
    monkeypatch.setenv("LEXHOP_EMBEDDINGS_BATCH", "5")
    monkeypatch.setenv("LEXHOP_EMBEDDINGS_DEVICE", "cpu")
    lexhop.json("ingest", str(corpus))
    assert lexhop.asked == [EmbedderSpec(model="a-h", batch=5, device="cpu")]
    [first, *_] = lexhop.json("search", "gaga bag")["hits"]
    assert (first["provision"], first["via"]) == ("hen", "vectors")
    monkeypatch.delenv("LEXHOP_EMBEDDINGS")
    assert lexhop.json("search", "gaga bag")["hits"] == []


def test_commands_that_embed_nothing_make_no_embedder(
    lexhop: Lexhop, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert embeddings(lexhop.json("doctor")) == "none; LEXHOP_EMBEDDINGS names one"
    lexhop.json("ingest", str(corpus))
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:a-h")
    lexhop.json("collections")
    lexhop.json("search", "rock")
    assert embeddings(lexhop.json("doctor")) == "letters:a-h"
    assert lexhop.asked == []


def test_what_was_embedded_is_not_embedded_again_in_another_collection(
    lexhop: Lexhop, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:a-h")
    lexhop.json("ingest", str(corpus))
    assert len(lexhop.made.embedded) == len(ARTICLES)
    more = {"id": "bee", "title": "bee", "text": "Hum."}
    with corpus.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps(more))
    lexhop.json("ingest", str(corpus), "-c", "second")
    assert [text.split()[-1] for text in lexhop.made.embedded[len(ARTICLES) :]] == ["Hum."]
    [first, *_] = lexhop.json("search", "gaga bag", "-c", "second")["hits"]
    assert (first["provision"], first["via"]) == ("hen", "vectors")


def test_an_embedder_that_fails_at_ingest_is_one_line_and_loses_nothing(
    lexhop: Lexhop, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:a-h")
    good, lexhop.made = lexhop.made, Refusing()
    code, out, err = lexhop("ingest", str(corpus))
    assert (code, out, err) == (1, "", "lexhop: the key is no good; set another\n")
    lexhop.made = good
    report = lexhop.json("ingest", str(corpus))
    assert (report["passages"], report["passages_written"]) == (2, 0)
    assert len(good.embedded) == 2


def test_a_terminal_shows_how_many_passages_are_embedded() -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100)
    with progress_bar(console, quiet=False) as report:
        report(1, 1, "ingesting b.md")
        report(128, 300, "embedding passages")
    assert "128/300" in shown.getvalue()
    assert "embedding passages" in shown.getvalue()
    with progress_bar(console, quiet=True) as report:
        report(299, 300, "embedding passages")
    assert "299/300" not in shown.getvalue()


def test_vectors_of_another_embedder_are_refused_in_one_line(
    lexhop: Lexhop, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:a-h")
    lexhop.json("ingest", str(corpus))
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "letters:other")
    code, out, err = lexhop("search", "egg")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "embedded with letters:a-h, not letters:other" in err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LEXHOP_EMBEDDINGS", "minilm", "LEXHOP_EMBEDDINGS: 'minilm' names no embedder; write"),
        ("LEXHOP_EMBEDDINGS_BATCH", "0", "LEXHOP_EMBEDDINGS_BATCH: "),
    ],
)
def test_a_setting_that_can_not_be_is_one_line(
    lexhop: Lexhop, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    code, out, err = lexhop("doctor")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"lexhop: {says}")


@pytest.mark.skipif(find_spec("langchain_huggingface") is not None, reason="the extra is installed")
def test_an_extra_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEXHOP_EMBEDDINGS", "huggingface:some/model")
    monkeypatch.setattr(sys, "argv", ["lexhop", "doctor"])
    with pytest.raises(SystemExit) as ended:
        run(open_services)
    assert ended.value.code == 2
    assert capsys.readouterr().err == (
        "lexhop: LEXHOP_EMBEDDINGS: huggingface:some/model needs another package; "
        'pip install "lexhop[embeddings]"\n'
    )
