"""A request in the words of a dialect: messages, parameters and the reply's schema."""

import json
from functools import cache
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from lexhop.models.dialect import THINKING_TOKENS, Dialect
from lexhop.models.ports import R, Request
from lexhop.prompts import phrase


def messages_of(request: Request[R], dialect: Dialect) -> list[BaseMessage]:
    """The prompt, with the reply's schema where the endpoint doesn't take it otherwise."""
    system = request.prompt.system
    if dialect.says_schema:
        form, schema = request.reply.__name__, json.dumps(_schema_of(request.reply))
        described = phrase(request.prompt.language, "reply_schema", form=form, schema=schema)
        system = f"{system}\n\n{described}"
    return [SystemMessage(system), HumanMessage(request.prompt.user)]


def options_of(request: Request[R], dialect: Dialect, *, responses: bool) -> dict[str, Any]:
    """The call's parameters. `responses` is for OpenAI's Responses API.

    They go into the request's body as they are, past the client's own reading of replies, which
    raises where one is cut.
    """
    limit = request.max_tokens + (THINKING_TOKENS if dialect.thinks else 0)
    options: dict[str, Any] = {}
    if dialect.temperature:
        options["temperature"] = request.temperature
    if responses:
        return {**options, "max_tokens": limit, "response_format": _format_of(request.reply)}
    body: dict[str, Any] = {}
    if dialect.limit != "none":
        body[dialect.limit] = limit
    if dialect.form == "json_schema":
        body["response_format"] = _format_of(request.reply)
    elif dialect.form == "json_object":
        body["response_format"] = {"type": "json_object"}
    elif dialect.form == "tools":
        body |= _tool_of(request.reply)
    return {**options, "extra_body": body}


def told(request: Request[R]) -> RunnableConfig:
    """The call's trace metadata; it names the prompt, so that versions can be compared."""
    prompt = request.prompt
    return {
        "run_name": request.role,
        "metadata": {
            "role": request.role,
            "prompt": f"{prompt.name}.{prompt.language}",
            "prompt_hash": prompt.hash,
        },
    }


def _format_of(reply: type[BaseModel]) -> dict[str, Any]:
    """The reply's JSON schema in the form of strict structured output."""
    return {
        "type": "json_schema",
        "json_schema": {"name": reply.__name__, "strict": True, "schema": _schema_of(reply)},
    }


def _tool_of(reply: type[BaseModel]) -> dict[str, Any]:
    """The reply as the arguments of the only tool there is: nothing is ever run by it."""
    function = {"name": reply.__name__, "parameters": _schema_of(reply), "strict": True}
    return {
        "tools": [{"type": "function", "function": function}],
        "tool_choice": {"type": "function", "function": {"name": reply.__name__}},
    }


@cache
def _schema_of(reply: type[BaseModel]) -> dict[str, Any]:
    return _strict(reply.model_json_schema())


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with all fields required and no others allowed, however leniently it is read."""
    kept = {name: _each_strict(part) for name, part in schema.items() if name != "default"}
    if isinstance(fields := schema.get("properties"), dict):
        kept |= {"required": list(fields), "additionalProperties": False}
        kept["properties"] = {name: _strict(part) for name, part in fields.items()}
    return kept


def _each_strict(part: object) -> object:
    if isinstance(part, list):
        return [_each_strict(item) for item in part]
    return _strict(part) if isinstance(part, dict) else part
