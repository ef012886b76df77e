"""What reasoning asks of a language model: a prompt goes out, a typed reply comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from lexhop.prompts import Prompt
from lexhop.state.records import FailureKind, Usage

Role = Literal["decompose", "assess", "write", "repair", "judge"]
R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[R]):
    """One call of a model: the answer has to be a `reply`.

    `max_tokens` is of the reply. `deadline` is in seconds since the epoch, 0 for none. `preset` and
    `corpus_version` change nothing in the call; a cached reply is one for the same of them.
    `on_partial` gets what of the reply has come so far, as JSON data, again and again; it may be
    called by none of the wrappers, and is no part of what makes two requests the same.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[R]):
    """What a model gave. `model` is the one that did; `usage` is zero for a cached reply.

    `failures` are those of other models that were asked before it.
    """

    value: R
    model: str
    usage: Usage = field(default_factory=Usage)
    cached: bool = False
    failures: tuple[FailureKind, ...] = ()


class Model(Protocol):
    """A language model, or a wrapper around one: retries, breakers, caches, fallbacks.

    Raises `resilience.errors.Transient` or `Permanent`, and nothing else.
    """

    @property
    def name(self) -> str: ...

    async def __call__(self, request: Request[R]) -> Reply[R]: ...
