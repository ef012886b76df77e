"""A model's draft: its quotes found in the passages, its faults put in words for a repair."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import ValidationError

from lexhop.prompts import phrase
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.quote_alignment import located
from lexhop.reasoning.chat.remarks import remarks
from lexhop.reasoning.chat.replies import DraftReply, SentenceReply
from lexhop.reasoning.grounding.check import Grounded, Violation
from lexhop.state.plan import Draft, Quote, Sentence

MOST_SENTENCES = 8
_MARK = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")
_LONGEST = 600
_MOST_QUOTES = 4


def draft_from(reply: DraftReply, packed: PackedContext, language: str, question: str) -> Draft:
    """The sentences with their quotes as the passages have them; unknown numbers stay unknown."""
    gaps = remarks(reply.not_found, language, question)
    return Draft(
        sentences=tuple(
            Sentence(text=text, quotes=tuple(_quotes(one, packed)))
            for one in reply.sentences[:MOST_SENTENCES]
            if (text := _text(one))
        ),
        gaps=tuple(phrase(language, "not_said", what=gap) for gap in gaps),
    )


def finished_sentences(partial: object) -> tuple[SentenceReply, ...]:
    """Those of a reply in the making after which another one, or the rest of it, has begun.

    Without those beyond what an answer may have.
    """
    if not isinstance(partial, dict) or not isinstance(partial.get("sentences"), list):
        return ()
    sentences = partial["sentences"]
    whole = (sentences if "not_found" in partial else sentences[:-1])[:MOST_SENTENCES]
    try:
        return tuple(SentenceReply.model_validate(one) for one in whole)
    except ValidationError:
        return ()


def _text(one: SentenceReply) -> str:
    """The sentence on one line, without marks of the model's own: numbers are added later."""
    return " ".join(_MARK.sub("", one.text).split())[:_LONGEST]


def _quotes(one: SentenceReply, packed: PackedContext) -> Iterator[Quote]:
    for claimed in one.quotes[:_MOST_QUOTES]:
        if 0 < claimed.passage <= len(packed.shown):
            yield from located(claimed.quote, packed.shown[claimed.passage - 1].passage)
        else:
            yield Quote(passage_id=f"#{claimed.passage}", text=claimed.quote)


def faults_in_words(violations: Sequence[Violation], language: str) -> str:
    """A line a fault, sentences numbered from 1 as the model wrote them."""
    return "\n".join(f"- {_in_words(one, language)}" for one in violations)


_DETAILED = {
    "unknown_passage",
    "not_verbatim",
    "repealed",
    "figure_not_quoted",
    "link_not_quoted",
    "negated",
}


def _in_words(one: Violation, language: str) -> str:
    values = {"number": str(one.sentence + 1)}
    if one.fault in _DETAILED:
        values["detail"] = one.detail
    return phrase(language, f"fault_{one.fault}", **values)


def off_topic(draft: Draft, grounded: Grounded, language: str) -> Draft:
    """`draft` without the sentences that have nothing to do with the question, and that said.

    The last check in the answer's node doesn't know the question, so they don't get that far.
    """
    away = {one.sentence for one in grounded.violations if one.fault == "off_topic"}
    if not away:
        return draft
    kept = [one for number, one in enumerate(draft.sentences) if number not in away]
    gap = phrase(language, "off_topic", count=str(len(away)))
    return replace(draft, sentences=tuple(kept), gaps=(*draft.gaps, gap))


def standing(draft: Draft, grounded: Grounded) -> int:
    """How many sentences of `draft` the check left."""
    return len(draft.sentences) - len({one.sentence for one in grounded.violations})
