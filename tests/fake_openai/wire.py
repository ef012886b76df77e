"""What a client may send: OpenAI's request shape, checked as strictly as the real endpoint."""

import json
import re
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.fake_openai.errors import ApiError, from_validation
from tests.fake_openai.schemas import Schema, read_schema

# Taken and not acted on. tests/test_fake_openai.py holds this list to the SDK's own.
UNREAD = frozenset(
    {
        "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
        "metadata", "modalities", "moderation", "parallel_tool_calls", "prediction",
        "presence_penalty", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "reasoning_effort", "safety_identifier", "seed", "service_tier", "stop", "store",
        "top_logprobs", "user", "verbosity", "web_search_options",
    }
)  # fmt: skip
REASONING = re.compile(r"o\d|gpt-5(-|$)")
_DESCRIBED = re.compile(r"JSON schema, named (?P<name>\w+):\n(?P<schema>\{.*\})")
Role: TypeAlias = Literal["developer", "system", "user", "assistant", "tool", "function"]


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Part(BaseModel):
    """Text is read; images, audio and files are taken and ignored."""

    type: Literal["text", "refusal", "image_url", "input_audio", "file"]
    text: str = ""


class Message(Strict):
    role: Role
    content: str | list[Part] | None = None
    name: str | None = None
    refusal: str | None = None
    tool_calls: list[dict[str, Any]] | None = None
    tool_call_id: str | None = None
    function_call: dict[str, Any] | None = None
    audio: dict[str, Any] | None = None

    @model_validator(mode="after")
    def says_something(self) -> "Message":
        if self.content is None and self.role != "assistant":
            raise ValueError("expected a string or an array of parts as content, got null")
        if self.role == "tool" and self.tool_call_id is None:
            raise ValueError("a tool message needs its tool_call_id")
        return self

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class JsonSchema(Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    schema_: dict[str, Any] = Field(default_factory=dict, alias="schema")
    strict: bool | None = None
    description: str | None = None


class ResponseFormat(Strict):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None

    @model_validator(mode="after")
    def has_its_schema(self) -> "ResponseFormat":
        if (self.type == "json_schema") != (self.json_schema is not None):
            raise ValueError("json_schema goes with the type json_schema, and only with it")
        return self


class Function(Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    parameters: dict[str, Any] = Field(default_factory=dict)
    strict: bool | None = None
    description: str | None = None


class Tool(Strict):
    type: Literal["function"]
    function: Function


class StreamOptions(Strict):
    include_usage: bool | None = None
    include_obfuscation: bool | None = None


class ChatRequest(Strict):
    """A checked request; what responders see."""

    model: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    response_format: ResponseFormat | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None
    n: Literal[1] | None = None
    tools: list[Tool] | None = None
    tool_choice: str | dict[str, Any] | None = None

    @property
    def limit(self) -> int | None:
        """The most tokens that the reply may have."""
        return self.max_completion_tokens or self.max_tokens

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.messages)

    @property
    def system(self) -> str:
        return self._said_by("system", "developer")

    @property
    def user(self) -> str:
        return self._said_by("user")

    @property
    def schema_name(self) -> str | None:
        wanted = self._wanted
        return wanted.name if wanted else None

    @property
    def answer_schema(self) -> Schema | None:
        """The schema that the reply must have; strict ones are checked when they are read."""
        wanted = self._wanted
        if wanted is None:
            return None
        return read_schema(wanted.name, wanted.schema_, strict=bool(wanted.strict))

    @property
    def _wanted(self) -> JsonSchema | None:
        """The schema as it was sent: in the format, as the only tool, or in the prompt."""
        if self.response_format and self.response_format.json_schema:
            return self.response_format.json_schema
        if self.tools:
            function = self.tools[0].function
            return JsonSchema(name=function.name, schema=function.parameters, strict=True)
        if told := _DESCRIBED.search(self.system):
            return JsonSchema(name=told["name"], schema=json.loads(told["schema"]), strict=True)
        return None

    @property
    def describes_schema(self) -> bool:
        return bool(_DESCRIBED.search(self.system))

    def _said_by(self, *roles: Role) -> str:
        return "\n".join(message.text for message in self.messages if message.role in roles)


class EmbeddingsRequest(Strict):
    model: Annotated[str, Field(min_length=1)]
    input: str | list[str] | list[int] | list[list[int]]
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: Annotated[int, Field(ge=1, le=3072)] | None = None
    user: str | None = None

    @property
    def inputs(self) -> list[str]:
        """One text an embedding; tokens are taken for words."""
        if isinstance(self.input, str):
            return [self.input]
        if self.input and isinstance(self.input[0], int):
            return [" ".join(map(str, self.input))]
        return [one if isinstance(one, str) else " ".join(map(str, one)) for one in self.input]  # type: ignore[arg-type]


def read_chat(body: object) -> ChatRequest:
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in UNREAD}
    try:
        request = ChatRequest.model_validate(body)
    except ValidationError as error:
        raise from_validation(error) from error
    _check_together(request)
    return request


def read_embeddings(body: object) -> EmbeddingsRequest:
    try:
        request = EmbeddingsRequest.model_validate(body)
    except ValidationError as error:
        raise from_validation(error) from error
    if not request.input or not all(request.inputs):
        raise ApiError(400, "Invalid 'input': input cannot be an empty string.", param="input")
    return request


def _check_together(request: ChatRequest) -> None:
    """What is wrong only in company: two limits, a limit or temperature the model doesn't take."""
    if request.max_tokens and request.max_completion_tokens:
        raise ApiError(
            400,
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            code="invalid_parameter_combination",
        )
    if request.stream_options is not None and not request.stream:
        raise ApiError(
            400,
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            param="stream_options",
        )
    if REASONING.match(request.model):
        _check_reasoning(request)
    form = request.response_format
    if form and form.type == "json_object" and "json" not in request.text.lower():
        raise ApiError(
            400,
            "'messages' must contain the word 'json' in some form, to use 'response_format' of "
            "type 'json_object'.",
            param="messages",
        )


def _check_reasoning(request: ChatRequest) -> None:
    if request.max_tokens:
        raise ApiError(
            400,
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        )
    if request.temperature not in (None, 1):
        raise ApiError(
            400,
            f"Unsupported value: 'temperature' does not support {request.temperature} with this "
            "model. Only the default (1) value is supported.",
            param="temperature",
            code="unsupported_value",
        )
