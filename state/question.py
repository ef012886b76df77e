"""Input and output of the served graph, and the validation of its options."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from lexhop.state.options import LONGEST_QUESTION, Options
from lexhop.state.records import Answer, Hop


class GraphInput(BaseModel):
    """A schema for the LangGraph server: it shows it and checks nothing, so the first node does."""

    question: Annotated[
        str, Field(description="In Danish or English.", min_length=1, max_length=LONGEST_QUESTION)
    ]
    options: Options = Field(default_factory=Options)


@dataclass(kw_only=True)
class GraphOutput:
    """What comes back. A stream of updates has `hops` one by one, before the answer."""

    answer: Answer
    hops: tuple[Hop, ...]


class AcceptedOptions(Options):
    """Options that a run has taken up. The next question on its thread doesn't inherit them."""


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
