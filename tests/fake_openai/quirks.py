"""Endpoints that are OpenAI's only nearly: what they don't take, and how they wrap a reply."""

from dataclasses import replace
from enum import StrEnum

from tests.fake_openai.errors import ApiError
from tests.fake_openai.replies import Draft
from tests.fake_openai.wire import ChatRequest


class Quirk(StrEnum):
    """The first group refuses a request with a 400, the second answers in a form of its own."""

    OWN_TEMPERATURE = "own_temperature"
    NO_JSON_SCHEMA = "no_json_schema"
    ONLY_TOOLS = "only_tools"
    ONLY_TEXT = "only_text"
    OLD_LIMIT = "old_limit"
    NO_LIMIT = "no_limit"
    NO_STREAM_OPTIONS = "no_stream_options"

    THINKS = "thinks"  # <think> before the JSON
    FENCED = "fenced"  # the JSON in a fence, with words around it
    NULL_CONTENT = "null_content"  # content null, everything in reasoning_content
    IGNORES_SCHEMA = "ignores_schema"  # no JSON unless the prompt describes it
    THINKS_LONG = "thinks_long"  # its thoughts take 2000 tokens of the limit


LONG_THOUGHTS = 2000


def refusal(quirks: frozenset[Quirk], asked: ChatRequest) -> ApiError | None:
    """What an endpoint with these quirks says to a request that it doesn't take."""
    form = asked.response_format.type if asked.response_format else None
    refused = {
        Quirk.OWN_TEMPERATURE: (asked.temperature not in (None, 1), "temperature"),
        Quirk.NO_JSON_SCHEMA: (form == "json_schema", "response_format"),
        Quirk.ONLY_TOOLS: (form is not None, "response_format"),
        Quirk.ONLY_TEXT: (form is not None, "response_format"),
        Quirk.OLD_LIMIT: (asked.max_completion_tokens is not None, "max_completion_tokens"),
        Quirk.NO_STREAM_OPTIONS: (asked.stream_options is not None, "stream_options"),
    }
    if Quirk.ONLY_TEXT in quirks and asked.tools:
        return _refused("tools")
    if Quirk.NO_LIMIT in quirks and asked.limit is not None:
        return _refused("max_completion_tokens" if asked.max_completion_tokens else "max_tokens")
    for quirk, (is_refused, parameter) in refused.items():
        if quirk in quirks and is_refused:
            return _refused(parameter)
    return None


def _refused(parameter: str) -> ApiError:
    message = f"Unsupported parameter: '{parameter}' is not supported with this model."
    return ApiError(400, message, param=parameter, code="unsupported_parameter")


def in_its_form(quirks: frozenset[Quirk], draft: Draft, asked: ChatRequest) -> Draft:
    """The reply as an endpoint with these quirks gives it."""
    content = draft.content or ""
    if Quirk.IGNORES_SCHEMA in quirks and not asked.describes_schema:
        content = "I would say that it depends."
    if Quirk.FENCED in quirks:
        content = f"Here you are:\n```json\n{content}\n```\nAnything else?"
    if Quirk.THINKS in quirks:
        content = f"<think>\nIs {{it}} so? {content[:20]}\n</think>\n\n{content}"
    if Quirk.NULL_CONTENT in quirks:
        return replace(draft, content=None, thoughts=content)
    if Quirk.THINKS_LONG in quirks:
        room = (asked.limit or 10**6) > LONG_THOUGHTS + len(content.split())
        if not room:
            return replace(
                draft, content="", thinking_tokens=asked.limit or 0, finish_reason="length"
            )
        return replace(draft, content=content, thinking_tokens=LONG_THOUGHTS)
    return replace(draft, content=content)
