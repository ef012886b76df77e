"""Counts the model tokens of a text: exactly where a vocabulary is on disk, else estimated."""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import tiktoken

_ENCODING = "o200k_base"
_VOCABULARY = f"https://openaipublic.blob.core.windows.net/encodings/{_ENCODING}.tiktoken"
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_TOKENS_PER_WORD = 1.35
"""Legal Danish and English text, long words split: an estimate on the safe side."""


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """`count(text)` in tokens; `name` is the vocabulary's name or "estimate"."""

    name: str
    count: Callable[[str], int]


def estimate_tokens(text: str) -> int:
    """Words and punctuation marks, weighted; needs no vocabulary."""
    return round(len(_WORD_OR_MARK.findall(text)) * _TOKENS_PER_WORD)


def token_counter() -> TokenCounter:
    """A tiktoken counter where its vocabulary is on disk, else an estimate; never downloads."""
    if not _vocabulary_on_disk():
        return TokenCounter("estimate", estimate_tokens)
    encoding = tiktoken.get_encoding(_ENCODING)
    return TokenCounter(_ENCODING, partial(_tokens_of, encoding))


def _tokens_of(encoding: tiktoken.Encoding, text: str) -> int:
    return len(encoding.encode(text, disallowed_special=()))


def _vocabulary_on_disk() -> bool:
    """Whether tiktoken's cache holds the vocabulary, so that loading it needs no network."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    cache = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    return (cache / hashlib.sha1(_VOCABULARY.encode(), usedforsecurity=False).hexdigest()).is_file()
