"""OpenAI's Responses API for one structured reply: read as chat, answered in its own form."""

from typing import Any

import orjson

from tests.fake_openai.replies import Draft
from tests.fake_openai.wire import ChatRequest, read_chat


def as_chat(body: dict[str, Any]) -> ChatRequest:
    """The same request as the chat endpoint would get it."""
    asked: dict[str, Any] = {
        "model": body["model"],
        "messages": [
            {"role": message["role"], "content": message["content"]} for message in body["input"]
        ],
        "max_completion_tokens": body.get("max_output_tokens"),
        "temperature": body.get("temperature"),
    }
    if (form := body.get("text", {}).get("format")) is not None:
        schema = {name: form[name] for name in ("name", "schema", "strict") if name in form}
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    return read_chat(asked)


def response(draft: Draft) -> bytes:
    content = {"type": "output_text", "text": draft.content or "", "annotations": []}
    cut = draft.finish_reason == "length"
    usage = draft.usage
    return orjson.dumps(
        {
            "id": f"resp_{draft.number}",
            "object": "response",
            "created_at": draft.created,
            "status": "incomplete" if cut else "completed",
            "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
            "error": None,
            "model": draft.model,
            "output": [
                {
                    "id": f"msg_{draft.number}",
                    "type": "message",
                    "role": "assistant",
                    "status": "completed",
                    "content": [content],
                }
            ],
            "parallel_tool_calls": True,
            "tool_choice": "auto",
            "tools": [],
            "usage": {
                "input_tokens": usage["prompt_tokens"],
                "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
                "output_tokens": usage["completion_tokens"],
                "output_tokens_details": {"reasoning_tokens": draft.thinking_tokens},
                "total_tokens": usage["total_tokens"],
            },
        }
    )
