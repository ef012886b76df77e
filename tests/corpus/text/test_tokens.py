"""Tokens are counted by a vocabulary that is at hand, else estimated, and nothing is downloaded."""

import hashlib
from pathlib import Path

import pytest
import tiktoken

from lexhop.corpus.text.tokens import estimate_tokens, token_counter

_NAME = hashlib.sha1(
    b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
    usedforsecurity=False,
).hexdigest()


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), (" \n", 0), ("Bænke males.", 4), ("§ 2, stk. 1, nr. 3", 14)]
)
def test_words_and_marks_make_an_estimate(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@pytest.mark.parametrize("variable", ["TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"])
def test_without_a_vocabulary_tokens_are_estimated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    counter = token_counter()
    assert (counter.name, counter.count("Bænke males.")) == ("estimate", 4)


def test_the_usual_folder_is_looked_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert token_counter().name == "estimate"


def test_a_vocabulary_on_disk_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    (tmp_path / _NAME).touch()
    letters = tiktoken.Encoding(
        "letters",
        pat_str=r".",
        mergeable_ranks={bytes([byte]): byte for byte in range(256)},
        special_tokens={"<|endoftext|>": 256},
    )
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: letters)
    counter = token_counter()
    assert (counter.name, counter.count("<|endoftext|>")) == ("o200k_base", 13)


@pytest.mark.parametrize("damage", [b"", b"no vocabulary", b"IQ== 0\nIg== 1\n"])
def test_a_damaged_vocabulary_is_not_fetched_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: bytes
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("tiktoken.registry.ENCODINGS", {})
    fetched: list[str] = []
    monkeypatch.setattr("tiktoken.load.read_file", fetched.append)
    (tmp_path / _NAME).write_bytes(damage)
    assert token_counter().name == "estimate"
    assert fetched == []


def test_data_that_is_one_word_is_not_one_token() -> None:
    assert estimate_tokens("9f86d081884c7d65" * 4_000) > 20_000
    assert estimate_tokens("Bænke " + "x" * 59) == 3
