"""Embedders by name: "openai:text-embedding-3-small", "huggingface:NAME_OR_FOLDER".

Each kind is a package of its own, that an extra brings; it's imported when the first text comes.
"""

import asyncio
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from langchain_core.embeddings import Embeddings

_TIMEOUT_S = 30.0
_TRIES_AGAIN = 2
"""No other layer repeats a call for embeddings, so that one refusal doesn't end a long ingest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an embedder is made of. `batch` is how many texts go in a call; "" is any device."""

    model: str
    batch: int = 64
    device: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How embedders of one kind are made. `package` has to be there; `extra` brings it."""

    package: str
    extra: str
    make: Callable[[Asked], Embeddings]


class Embedder(Embeddings):
    """One that is made when the first text comes: many commands need none, and it takes seconds.

    `model` is its name in the settings, by which a store knows whose vectors it has.
    """

    def __init__(self, model: str, make: Callable[[], Embeddings]) -> None:
        self.model = model
        self._make = make
        self._made: Embeddings | None = None
        self._making = threading.Lock()

    def _inner(self) -> Embeddings:
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._inner().embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._inner().embed_query(text)

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        return await (await asyncio.to_thread(self._inner)).aembed_documents(texts)

    async def aembed_query(self, text: str) -> list[float]:
        return await (await asyncio.to_thread(self._inner)).aembed_query(text)


def embedder(
    name: str, *, batch: int, device: str = "", kinds: Mapping[str, Kind] | None = None
) -> Embedder:
    """The embedder of that name. Raises ValueError where it can't be used."""
    known = KINDS if kinds is None else kinds
    prefix, _, model = name.partition(":")
    if prefix not in known or not model:
        forms = " or ".join(f"{one}:MODEL" for one in known)
        raise ValueError(f"{name!r} names no embedder; write {forms}")
    kind = known[prefix]
    if find_spec(kind.package) is None:
        raise ValueError(f'{name} needs another package; pip install "lexhop[{kind.extra}]"')
    asked = Asked(model=model, batch=batch, device=device)
    return Embedder(name, lambda: kind.make(asked))


def _openai(asked: Asked) -> Embeddings:
    """The key and the address are OPENAI_API_KEY and OPENAI_BASE_URL.

    Texts go as they are rather than as tokens, which only OpenAI itself takes; passages are short
    enough.
    """
    from langchain_openai import OpenAIEmbeddings

    made: Embeddings = OpenAIEmbeddings(
        model=asked.model,
        chunk_size=asked.batch,
        check_embedding_ctx_length=False,
        timeout=_TIMEOUT_S,
        max_retries=_TRIES_AGAIN,
    )
    return made


def _huggingface(asked: Asked) -> Embeddings:
    from langchain_huggingface import HuggingFaceEmbeddings
    from transformers.utils import logging

    logging.disable_progress_bar()
    made: Embeddings = HuggingFaceEmbeddings(
        model_name=asked.model,
        model_kwargs={"device": asked.device} if asked.device else {},
        encode_kwargs={"batch_size": asked.batch},
    )
    return made


KINDS: Mapping[str, Kind] = {
    "openai": Kind("langchain_openai", "openai", _openai),
    "huggingface": Kind("langchain_huggingface", "embeddings", _huggingface),
}
