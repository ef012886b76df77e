"""What a node asks of whoever does the reasoning, and what that asks of a language model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from lexhop.prompts import Prompt
from lexhop.state.plan import Assessment, Draft, Plan, Task
from lexhop.state.records import Evidence, FailureKind, Usage

Role = Literal["decompose", "assess", "write", "repair", "judge"]
R = TypeVar("R", bound=BaseModel)


class Reasoner(Protocol):
    """Takes a question apart, judges evidence, and writes. Knows nothing of stores or graphs."""

    @property
    def name(self) -> str:
        """The model's name, "extractive" where there is none."""
        ...

    async def decompose(self, task: Task) -> Plan:
        """How to go about the question; at least one query."""
        ...

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        """What is missing, and the queries that may find it; asked ones may come again."""
        ...

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        """The answer, sentence by sentence with quotes; no sentence means that there is none."""
        ...


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
