"""Options of a run, validated before it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lexhop.state.session import LONGEST_NAME

LONGEST_QUESTION = 4000
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Effort for a question: most hops, and passages kept for each query of a hop.

    `context_tokens` limits the evidence shown to a model, `max_tokens` its reply. With `entailment`
    a model judges each sentence against its quotes.
    """

    hops: int
    docs_per_hop: int
    temperature: float
    context_tokens: int
    max_tokens: int
    entailment: bool = False


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "precise": Preset(
            hops=2,
            docs_per_hop=3,
            temperature=0.05,
            context_tokens=8000,
            max_tokens=2000,
            entailment=True,
        ),
        "fast": Preset(
            hops=2, docs_per_hop=3, temperature=0.1, context_tokens=7000, max_tokens=1600
        ),
        "exploratory": Preset(
            hops=3,
            docs_per_hop=5,
            temperature=0.15,
            context_tokens=12000,
            max_tokens=2400,
            entailment=True,
        ),
        "comprehensive": Preset(
            hops=3,
            docs_per_hop=7,
            temperature=0.2,
            context_tokens=20000,
            max_tokens=3200,
            entailment=True,
        ),
        "single_hop": Preset(
            hops=1, docs_per_hop=5, temperature=0.1, context_tokens=6000, max_tokens=1200
        ),
    }
)

LOAD_PRESETS: tuple[tuple[float, str], ...] = ((0.8, "single_hop"), (0.5, "precise"), (0.0, "fast"))
"""(load, preset) pairs, heaviest first: the preset is used above that share of capacity."""


def preset_for(load: float, table: tuple[tuple[float, str], ...] = LOAD_PRESETS) -> str:
    """The default preset at a load from 0 (idle) to 1 (full)."""
    for above, name in table:
        if load > above:
            return name
    return table[-1][1]


class Options(BaseModel):
    """Per-run options, as JSON from any caller. Unknown keys are refused.

    `deadline_s` counts from the start of the run; 0 means none. `token_budget` is for all calls of
    models together, replies included; no hop is begun once it is spent; 0 means none. `acts` are
    the only ones that count, where any are named; `as_of` is a day, as 2019-01-01. `session` names
    a conversation: a question may lean on those of the last half hour in it; "" for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: str = Field(
        default_factory=lambda: preset_for(0.0), json_schema_extra={"enum": list(PRESETS)}
    )
    deadline_s: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)] = 0.0
    token_budget: Annotated[int, Field(ge=0)] = 0
    acts: tuple[str, ...] = ()
    as_of: str = ""
    session: Annotated[str, Field(json_schema_extra={"maxLength": LONGEST_NAME})] = ""

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, name: str) -> str:
        if name not in PRESETS:
            message = f"unknown preset {name!r}; choose one of {', '.join(PRESETS)}"
            raise ValueError(message)
        return name

    @field_validator("as_of")
    @classmethod
    def _a_day(cls, day: str) -> str:
        try:
            return date.fromisoformat(day).isoformat() if day else ""
        except ValueError as error:
            raise ValueError(f"{day!r} is no day; write it as 2019-01-01") from error

    @field_validator("session")
    @classmethod
    def _a_name(cls, name: str) -> str:
        if len(name) > LONGEST_NAME:
            message = f"a session's name has at most {LONGEST_NAME} characters, not {len(name)}"
            raise ValueError(message)
        return name

    @property
    def hops(self) -> int:
        return PRESETS[self.preset].hops

    @property
    def docs_per_hop(self) -> int:
        return PRESETS[self.preset].docs_per_hop

    @property
    def temperature(self) -> float:
        return PRESETS[self.preset].temperature

    @property
    def context_tokens(self) -> int:
        return PRESETS[self.preset].context_tokens

    @property
    def max_tokens(self) -> int:
        return PRESETS[self.preset].max_tokens

    @property
    def entailment(self) -> bool:
        return PRESETS[self.preset].entailment


def checked_question(question: str) -> str:
    """The question, stripped. Raises ValueError for an empty, overlong or malformed one."""
    question = question.strip() if isinstance(question, str) else ""
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise ValueError("the question has half a character in it; write it as UTF-8") from error
    if not question:
        raise ValueError("the question is empty; ask something, for example: What is ...?")
    if len(question) > LONGEST_QUESTION:
        message = (
            f"the question has {len(question)} characters; shorten it to at most {LONGEST_QUESTION}"
        )
        raise ValueError(message)
    return question
