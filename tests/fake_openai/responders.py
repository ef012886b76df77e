"""Named responders: a reply computed from the request, for rules that name one."""

from collections.abc import Callable
from typing import Any, TypeAlias

from tests.fake_openai.wire import ChatRequest

Reply: TypeAlias = dict[str, Any] | str
Responder: TypeAlias = Callable[[ChatRequest], Reply]

RESPONDERS: dict[str, Responder] = {}


def responder(name: str) -> Callable[[Responder], Responder]:
    """Register a function under the name that rules use."""

    def register(function: Responder) -> Responder:
        RESPONDERS[name] = function
        return function

    return register


@responder("auto")
def least(request: ChatRequest) -> Reply:
    """The least that fits the schema; without a schema, the last thing said."""
    schema = request.answer_schema
    if schema is not None:
        value: Reply = schema.least()
        return value
    form = request.response_format
    return {} if form and form.type == "json_object" else request.messages[-1].text
