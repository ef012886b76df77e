"""langchain's client for endpoints that are OpenAI's only nearly."""

from typing import Any

import openai
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI

THOUGHTS = "reasoning_content"
"""Where servers of open models put what a model thinks, in the place of OpenAI's own fields."""


class CompatibleChat(ChatOpenAI):
    """Keeps in `additional_kwargs` what langchain drops: thoughts, and a stream's refusal."""

    def _create_chat_result(
        self,
        response: dict[str, Any] | openai.BaseModel,
        generation_info: dict[str, Any] | None = None,
    ) -> ChatResult:
        result = super()._create_chat_result(response, generation_info)
        said = response if isinstance(response, dict) else response.model_dump(warnings=False)
        for generation, choice in zip(result.generations, said.get("choices") or (), strict=False):
            thoughts = (choice.get("message") or {}).get(THOUGHTS)
            if thoughts and isinstance(generation.message, AIMessage):
                generation.message.additional_kwargs[THOUGHTS] = thoughts
        return result

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        choices = chunk.get("choices") or chunk.get("chunk", {}).get("choices") or ()
        delta = (choices[0].get("delta") or {}) if choices else {}
        if made is not None:
            kept = {name: said for name in (THOUGHTS, "refusal") if (said := delta.get(name))}
            made.message.additional_kwargs |= kept
        return made
