"""The functions that read what documents, models and people write, each as one of a text."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from typing import Any

from lexhop.corpus.chunking import ChunkSizes, passages_of
from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.references import with_references
from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.text.analysis import grams, words
from lexhop.corpus.text.language import guess_language
from lexhop.corpus.text.names import names, title_spans
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.corpus.text.tokens import TokenCounter, estimate_model_tokens, estimate_tokens
from lexhop.models.reply_text import json_in, without_thoughts
from lexhop.observability.redaction.redact import redact
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.chat.context_packing import pack
from lexhop.reasoning.chat.quote_alignment import located, nearest_words
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.reasoning.grounding.check import ground
from lexhop.reasoning.grounding.clauses import clauses_of
from lexhop.reasoning.grounding.prompt_injection import instructions_in
from lexhop.reasoning.grounding.quantities import quantities
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.options import LONGEST_QUESTION
from lexhop.state.plan import Draft, Quote, Sentence, Task
from lexhop.state.records import Evidence, Origin, Passage

TOKENS = TokenCounter("estimate", estimate_tokens)
QUESTION = "Hvor høj er afgiften for en lystbåd i procent, og hvad er fristen?"


@cache
def acts() -> ActNames:
    return known_acts()


def passage_of(text: str) -> Passage:
    return Passage(
        id="kajloven § 1",
        document_id="kajloven",
        provision="kajloven § 1",
        citation="kajloven § 1",
        title="kajloven",
        text=text,
        act="kajloven",
    )


def evidence_of(text: str) -> tuple[Evidence, ...]:
    return (Evidence(passage=passage_of(text), span="", score=1.0, hop=1, origin=Origin("words")),)


def _done(coroutine: Coroutine[Any, Any, object]) -> object:
    return asyncio.run(coroutine)


async def _answered(text: str) -> object:
    reasoner = ExtractiveReasoner(acts=acts(), loaded=frozenset({"kajloven", "havneloven"}))
    task = Task(question=QUESTION)
    plan = await reasoner.decompose(task)
    evidence = evidence_of(text)
    assessment = await reasoner.assess(task, plan, evidence)
    draft = await reasoner.write(task, plan, evidence, assessment)
    return ground(draft, evidence, "da", question=QUESTION)


def _drafted(sentence: str, quote: str, text: str) -> object:
    draft = Draft(
        sentences=(Sentence(text=sentence, quotes=(Quote(passage_id="kajloven § 1", text=quote),)),)
    )
    return ground(draft, evidence_of(text), "da", question=QUESTION)


def _ingested(text: str, suffix: str) -> object:
    """The passages of a file with this text, with their references."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"kajloven{suffix}"
        path.write_text(text, encoding="utf-8", errors="replace")
        try:
            return [
                with_references(passage, acts(), ("1", "2"))
                for document in read_documents(path)
                for passage in passages_of(document, ChunkSizes(), TOKENS)
            ]
        except UnreadableDocument:
            return []


FRONT = "---\nnumber: {0}\ntitle: x\n---\ntekst"
READING: dict[str, Callable[[str], object]] = {
    "sentences": sentence_spans,
    "blocks": lambda text: block_spans.__wrapped__(text),
    "language": guess_language,
    "names": names,
    "titles": lambda text: list(title_spans(text)),
    "words": lambda text: words(text, "da"),
    "grams": grams,
    "tokens": estimate_tokens,
    "tokens of a model": estimate_model_tokens,
    "citations": lambda text: parse_citations(text, acts()),
    "thoughts": without_thoughts,
    "JSON in a reply": json_in,
    "redaction": redact,
    "orders to a model": lambda text: instructions_in.__wrapped__(text),
    "quantities": lambda text: quantities.__wrapped__(text),
    "clauses": lambda text: clauses_of.__wrapped__(text, "da"),
    "plan": lambda text: plan_of(text[:LONGEST_QUESTION], acts(), {"kajloven"}),
    "terms": lambda text: QueryTerms(QUESTION, "da").coverage([text]),
    "Markdown": lambda text: _ingested(text, ".md"),
    "text": lambda text: _ingested(text, ".txt"),
    "HTML": lambda text: _ingested(f"<p>{text}", ".html"),
    "HTML, nested": lambda text: _ingested(f"<table><tr><td>{text}", ".html"),
    "RTF": lambda text: _ingested(f"{{\\rtf1 {text}", ".rtf"),
    "mail": lambda text: _ingested(f"From: a\nSubject: {text}\n\n{text}", ".eml"),
    "statute": lambda text: _ingested(f"§ 1. {text}\n\nStk. 2. {text}", ".md"),
    "sections": lambda text: _ingested(
        "\n\n".join(f"§ {n}. {text[:40]}" for n in range(1, len(text) // 40)), ".md"
    ),
    "front matter": lambda text: _ingested(FRONT.format(text.replace("\n", " ")), ".md"),
    "answer": lambda text: _done(_answered(text)),
    "answer, with a fact": lambda text: _done(
        _answered(f"Afgiften for en lystbåd er 3 pct. {text} Fristen for en lystbåd er 3 dage.")
    ),
    "packing": lambda text: pack(
        evidence_of(text), 4_000, estimate_tokens, about=QueryTerms(QUESTION, "da")
    ),
    "sentence of a model": lambda text: _drafted(
        text[: WEIGHTS.longest_sentence], "Afgiften er 3 pct.", f"Afgiften er 3 pct. {text}"
    ),
    "quote of a model": lambda text: _drafted("Afgiften er 3 pct.", text, text),
    "quote and sentence": lambda text: _drafted(text[: WEIGHTS.longest_sentence], text, text),
    "quote, to be found": lambda text: located(text, passage_of(f"x {text}")),
    "quote, not found": lambda text: located(text + " x", passage_of(text)),
    "nearest words": lambda text: nearest_words(text + " x", f"y {text}"),
}
"""What is read, and by what."""
