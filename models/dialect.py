"""How an OpenAI-compatible endpoint has to be spoken to, learnt from its refusals."""

from dataclasses import dataclass, replace
from typing import Literal

Form = Literal["json_schema", "json_object", "tools", "text"]
"""How the reply's schema is sent: to be kept to by the server, as JSON, as a tool, in words."""

_FORMS: tuple[Form, ...] = ("json_schema", "json_object", "tools", "text")
_ABOUT_FORM = ("response_format", "json_schema", "json_object", "structured", "guided", "schema")
_ABOUT_TOOLS = ("tool", "function")
THINKING_TOKENS = 8000
"""More room for a reply, where a model thinks before it and that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What an endpoint takes; the default is OpenAI's own.

    `described` puts the schema into the prompt as well. `limit` is the parameter for the longest
    reply. `thinks` means that it needs room for more than the reply.
    """

    form: Form = "json_schema"
    described: bool = False
    temperature: bool = True
    limit: Literal["max_completion_tokens", "max_tokens", "none"] = "max_completion_tokens"
    usage_in_stream: bool = True
    thinks: bool = False

    @property
    def says_schema(self) -> bool:
        """Whether the schema has to stand in the prompt."""
        return self.described or self.form in ("json_object", "text")


def adapted(dialect: Dialect, refusal: str) -> Dialect | None:
    """The dialect without what the endpoint refused; None where that can't be told.

    `refusal` is what the endpoint said, with the name of the parameter if it gave one.
    """
    said = refusal.casefold()
    if dialect.temperature and "temperature" in said:
        return replace(dialect, temperature=False)
    if dialect.usage_in_stream and "stream_options" in said:
        return replace(dialect, usage_in_stream=False)
    if dialect.limit == "max_completion_tokens" and "max_completion_tokens" in said:
        return replace(dialect, limit="max_tokens")
    if dialect.limit == "max_tokens" and "max_tokens" in said:
        return replace(dialect, limit="none")
    about = _ABOUT_TOOLS if dialect.form == "tools" else _ABOUT_FORM
    if dialect.form != "text" and any(word in said for word in about):
        return replace(dialect, form=_FORMS[_FORMS.index(dialect.form) + 1])
    return None
