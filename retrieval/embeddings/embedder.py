"""Embedders by name: "openai:text-embedding-3-small", "huggingface:NAME_OR_FOLDER".

Each kind needs its own package, from an extra, which is imported when the first text comes.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Protocol, TypeVar

from lexhop.resilience.errors import Permanent

_Made = TypeVar("_Made")


class TextVectors(Protocol):
    """Embeds texts. Any LangChain embedder is one."""

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]: ...

    async def aembed_query(self, text: str) -> list[float]: ...


class Retrying(Protocol):
    """Runs a call, and may retry it after a Transient failure."""

    async def __call__(self, call: Callable[[], Awaitable[_Made]]) -> _Made: ...


async def once(call: Callable[[], Awaitable[_Made]]) -> _Made:
    """Runs a call without retries."""
    return await call()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedderSpec:
    """Parameters of an embedder. `batch` is texts a call; `device` "" leaves the choice open."""

    model: str
    batch: int = 64
    device: str = ""


@dataclass(frozen=True, slots=True)
class EmbedderKind:
    """How to build embedders of one kind. `package` must be installed; `extra` contains it."""

    package: str
    extra: str
    make: Callable[[EmbedderSpec], TextVectors]


class Embedder:
    """Loads its embedder with the first text: that takes seconds, and many commands need none.

    `model` is its name in the settings, by which a store knows whose vectors it has. Raises
    Permanent if it can't be loaded, and what the loaded one raises.
    """

    def __init__(
        self, model: str, make: Callable[[], TextVectors], *, batch: int, retrying: Retrying = once
    ) -> None:
        self.model = model
        self._make = make
        self._batch = batch
        self._retrying = retrying
        self._made: TextVectors | None = None
        self._making = threading.Lock()

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        inner = await asyncio.to_thread(self._inner)
        vectors: list[list[float]] = []
        for start in range(0, len(texts), self._batch):
            some = texts[start : start + self._batch]
            vectors += await self._retrying(partial(inner.aembed_documents, some))
        return vectors

    async def aembed_query(self, text: str) -> list[float]:
        inner = await asyncio.to_thread(self._inner)
        return await self._retrying(partial(inner.aembed_query, text))

    async def aclose(self) -> None:
        """Close open connections; the next text opens new ones."""
        made, self._made = self._made, None
        if close := getattr(made, "aclose", None):
            await close()

    def _inner(self) -> TextVectors:
        with self._making:
            if self._made is None:
                try:
                    self._made = self._make()
                except (ImportError, OSError, RuntimeError, ValueError) as error:
                    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
                    message = f"{self.model} can't be loaded ({first}); check LEXHOP_EMBEDDINGS"
                    raise Permanent(message, kind="unknown_model") from error
            return self._made


def embedder(
    name: str,
    *,
    batch: int,
    device: str = "",
    kinds: Mapping[str, EmbedderKind] | None = None,
    retrying: Retrying = once,
) -> Embedder:
    """The embedder named `name`. Raises ValueError for an unknown name or a missing package."""
    known = KINDS if kinds is None else kinds
    prefix, _, model = name.partition(":")
    if prefix not in known or not model:
        forms = " or ".join(f"{scheme}:MODEL" for scheme in known)
        raise ValueError(f"{name!r} names no embedder; write {forms}")
    kind = known[prefix]
    if find_spec(kind.package) is None:
        raise ValueError(f'{name} needs another package; pip install "lexhop[{kind.extra}]"')
    spec = EmbedderSpec(model=model, batch=batch, device=device)
    return Embedder(name, partial(kind.make, spec), batch=batch, retrying=retrying)


def _openai(spec: EmbedderSpec) -> TextVectors:
    from lexhop.retrieval.embeddings.openai import OpenAIVectors

    return OpenAIVectors(spec.model)


def _huggingface(spec: EmbedderSpec) -> TextVectors:
    from langchain_huggingface import HuggingFaceEmbeddings
    from transformers.utils import logging

    logging.disable_progress_bar()
    made: TextVectors = HuggingFaceEmbeddings(
        model_name=spec.model,
        model_kwargs={"device": spec.device} if spec.device else {},
        encode_kwargs={"batch_size": spec.batch},
    )
    return made


KINDS: Mapping[str, EmbedderKind] = {
    "openai": EmbedderKind("langchain_openai", "openai", _openai),
    "huggingface": EmbedderKind("langchain_huggingface", "embeddings", _huggingface),
}
