"""lexhop in LangChain: a retriever of passages, and a tool that answers with citations."""

import asyncio
from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ConfigDict

from lexhop.client import Lexhop
from lexhop.retrieval.ports import Hit
from lexhop.state.records import Answer, Citation


class LexhopRetriever(BaseRetriever):
    """The best `k` passages of `law` for a question, the cited ones first.

    Each document's metadata has citation, provision, title, url, score, via and passage_id.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    law: Lexhop
    k: int = 5
    as_of: str = ""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        hits = self.law.search(query, limit=self.k, as_of=self.as_of)
        return [_document(hit) for hit in hits]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager
        hits = await asyncio.to_thread(self.law.search, query, limit=self.k, as_of=self.as_of)
        return [_document(hit) for hit in hits]


def ask_tool(law: Lexhop, **options: Any) -> BaseTool:  # noqa: ANN401
    """A tool named ask_law: a question goes in, the answer with numbered, quoted sources comes out.

    `options` are those of every question (preset, deadline_s, ...). The whole Answer is the tool
    message's artifact.
    """

    def ask(question: str) -> tuple[str, Answer]:
        answer = law.ask(question, **options)
        return _told(answer), answer

    async def ask_async(question: str) -> tuple[str, Answer]:
        return await asyncio.to_thread(ask, question)

    return StructuredTool.from_function(
        func=ask,
        coroutine=ask_async,
        name="ask_law",
        description=(
            "Answers a question from the loaded statutes and documents with verbatim, checked "
            "quotes and their citations, or says that it can't."
        ),
        response_format="content_and_artifact",
    )


def _told(answer: Answer) -> str:
    sources = [
        f"[{number}] {_named(citation)}: »{citation.quote}« {citation.url}".rstrip()
        for number, citation in enumerate(answer.citations, start=1)
    ]
    left_open = [f"- {line}" for line in (*answer.gaps, *answer.notices)]
    return "\n".join([f"{answer.status}: {answer.text}", *sources, *left_open])


def _named(citation: Citation) -> str:
    """The citation, with what it is where that isn't law."""
    kind = f" ({citation.kind})" if citation.kind in ("guidance", "decision") else ""
    return citation.citation + kind


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "citation": passage.citation,
            "provision": passage.provision,
            "title": passage.title,
            "kind": hit.authority or passage.kind,
            "url": passage.url,
            "score": round(hit.score, 6),
            "via": hit.via,
            "passage_id": passage.id,
            "valid_from": passage.valid_from,
            "changed_by": list(passage.changed_by),
            "pending": list(passage.pending),
        },
    )
