"""Input and output of the served graph, and the validation of its options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from lexhop.state.options import LONGEST_QUESTION, Options
from lexhop.state.records import Answer, Hop


class GraphInput(BaseModel):
    """A schema for the LangGraph server: it shows it and checks nothing, so the first node does.

    A chat's `messages` are taken where there is no question.
    """

    question: Annotated[
        str, Field(description="In Danish or English.", max_length=LONGEST_QUESTION)
    ] = ""
    messages: Annotated[
        list[Any], Field(description="A chat; its last human message is the question.")
    ] = Field(default_factory=list)
    options: Options = Field(default_factory=Options)


@dataclass(kw_only=True)
class GraphOutput:
    """What comes back. A stream of updates has `hops` one by one, before the answer.

    Where the question came as a message, the answer's text is the last of `messages`.
    """

    answer: Answer
    hops: tuple[Hop, ...]
    messages: list[Any]


class AcceptedOptions(Options):
    """Options that a run has taken up. The next question on its thread doesn't inherit them."""


def asked_in(messages: Sequence[Any]) -> str:
    """The text of the last message of a chat if a human wrote it, else ""."""
    last: Any = messages[-1] if messages else None
    return str(last.text) if last is not None and last.type == "human" else ""


def accepted_options(options: object) -> AcceptedOptions:
    """The options of a new question, from the state.

    Raises ValueError, in one line, for invalid ones.
    """
    if isinstance(options, AcceptedOptions):
        return AcceptedOptions()
    given = options.model_dump() if isinstance(options, Options) else options
    try:
        return AcceptedOptions.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(("options", *map(str, first["loc"])))
        message = first["msg"].removeprefix("Value error, ")
        if first["type"] == "model_type":
            message = 'write them as an object, for example {"preset": "fast"}'
        elif first["type"] == "extra_forbidden":
            message = f"no such option; there are {', '.join(Options.model_fields)}"
        raise ValueError(f"{name}: {message}") from error
