"""The port to language models: a prompt goes out, a typed reply comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from lexhop.prompts import Prompt
from lexhop.state.records import FailureKind, Usage

Role = Literal["decompose", "assess", "write", "repair", "entail", "judge"]
R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[R]):
    """One call of a model, to be answered by a `reply`.

    `max_tokens` limits the reply. `deadline` is in seconds since the epoch, 0 for none. `preset`
    and `corpus_version` don't change the call, but are part of the cache key. `on_partial` is
    called repeatedly with the reply so far, as JSON data; wrappers needn't call it, and it doesn't
    count when requests are compared. `salvage` makes a reply of the JSON data of one that was cut
    at `max_tokens`, or None where nothing in it is of use.
    """

    role: Role
    prompt: Prompt
    reply: type[R]
    temperature: float
    max_tokens: int
    preset: str = ""
    corpus_version: str = ""
    deadline: float = 0.0
    on_partial: Callable[[object], None] | None = field(default=None, compare=False)
    salvage: Callable[[object], R | None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[R]):
    """A model's reply. `model` is the one that gave it; `usage` is zero if it was cached.

    `failures` are those of the models that were asked before; `cut` tells that it was cut short.
    """

    value: R
    model: str
    usage: Usage = field(default_factory=Usage)
    cached: bool = False
    cut: bool = False
    failures: tuple[FailureKind, ...] = ()


class Model(Protocol):
    """A language model, or a wrapper around one: retries, breakers, caches, fallbacks.

    Raises only `resilience.errors.Transient` or `Permanent`.
    """

    @property
    def name(self) -> str: ...

    async def __call__(self, request: Request[R]) -> Reply[R]: ...
