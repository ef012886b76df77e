"""Embeddings of OpenAI and compatible endpoints, through langchain-openai.

The library reads OPENAI_API_KEY and OPENAI_BASE_URL.
"""

import asyncio

from langchain_openai import OpenAIEmbeddings
from openai import DefaultAsyncHttpxClient

from lexhop.models.openai_errors import openai_failures
from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import FailureKind

_TIMEOUT_S = 60.0
_QUERY_TIMEOUT_S = 10.0
"""A user waits for a query; without its vector, words are searched alone."""
_ADVICE: dict[FailureKind, str] = {
    "bad_reply": "check OPENAI_BASE_URL",
    "connection": "check OPENAI_BASE_URL, or try again",
    "not_allowed": "set OPENAI_API_KEY to a key that may use it",
    "rate_limited": "try again later",
    "rejected": "check LEXHOP_EMBEDDINGS, or cut passages smaller (LEXHOP_CHUNK_*)",
    "timeout": "try again, or send less at a time (LEXHOP_EMBEDDINGS_BATCH)",
    "unavailable": "try again later",
    "unknown_model": "check the model in LEXHOP_EMBEDDINGS, and OPENAI_BASE_URL",
}


class OpenAIVectors:
    """Vectors of `model`. A call takes at most `timeout_s` to the last byte, for a query 10 s.

    Raises Transient for what may work in a moment, else Permanent; it doesn't retry. Texts are sent
    as text rather than as tokens, which only OpenAI itself accepts; passages are short enough.
    """

    def __init__(self, model: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self._name = f"openai:{model}"
        self._timeout_s = timeout_s
        self._connections = DefaultAsyncHttpxClient()
        try:
            with openai_failures(self._name):
                self._client = OpenAIEmbeddings(
                    model=model,
                    check_embedding_ctx_length=False,
                    request_timeout=timeout_s,
                    max_retries=0,
                    http_async_client=self._connections,
                )
        except Failure as error:
            message = f"{self._name} needs a key; set OPENAI_API_KEY"
            raise Permanent(message, kind="not_allowed") from error

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        return await self._embedded(texts, self._timeout_s) if texts else []

    async def aembed_query(self, text: str) -> list[float]:
        timeout_s = min(self._timeout_s, _QUERY_TIMEOUT_S)
        return (await self._embedded([text], timeout_s))[0]

    async def aclose(self) -> None:
        """Close the connections kept alive between calls."""
        await self._connections.aclose()

    async def _embedded(self, texts: list[str], timeout_s: float) -> list[list[float]]:
        try:
            with openai_failures(self._name):
                return await self._call(texts, timeout_s)
        except Failure as failure:
            raise _advised(failure) from failure

    async def _call(self, texts: list[str], timeout_s: float) -> list[list[float]]:
        try:
            async with asyncio.timeout(timeout_s):
                vectors = await self._client.aembed_documents(texts, chunk_size=len(texts))
        except TimeoutError as error:
            message = f"{self._name} did not answer in {timeout_s:g} s"
            raise Transient(message, kind="timeout") from error
        except ValueError as error:
            message = f"{self._name} answered with something else than embeddings"
            raise Transient(message, kind="bad_reply") from error
        if len(vectors) != len(texts):
            message = f"{self._name} answered with {len(vectors)} vectors for {len(texts)} texts"
            raise Transient(message, kind="bad_reply")
        return vectors


def _advised(failure: Failure) -> Failure:
    """The same failure with advice added to its message."""
    message = f"{failure}; {_ADVICE.get(failure.kind, 'try again later')}"
    if isinstance(failure, Transient):
        return Transient(message, kind=failure.kind, retry_after=failure.retry_after)
    return Permanent(message, kind=failure.kind)
