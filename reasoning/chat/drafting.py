"""A model's draft: aligns its quotes with the passages, words its faults for a repair."""

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
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Draft, Quote, Sentence

_MARK = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


def draft_from(reply: DraftReply, packed: PackedContext, language: str, question: str) -> Draft:
    """The draft in `reply`, with quotes as the passages have them.

    A quote from an unknown passage number gets an unknown passage id, which the check rejects.
    """
    gaps = remarks(reply.not_found, language, question)
    return Draft(
        sentences=tuple(
            Sentence(text=text, quotes=tuple(_quotes(sentence, packed)))
            for sentence in reply.sentences[: WEIGHTS.most_sentences]
            if (text := _text(sentence))
        ),
        gaps=tuple(phrase(language, "not_said", what=gap) for gap in gaps),
    )


def finished_sentences(partial: object) -> tuple[SentenceReply, ...]:
    """The sentences of a partial reply that are complete, as something follows them.

    At most `WEIGHTS.most_sentences`.
    """
    if not isinstance(partial, dict) or not isinstance(partial.get("sentences"), list):
        return ()
    sentences = partial["sentences"]
    whole = (sentences if "not_found" in partial else sentences[:-1])[: WEIGHTS.most_sentences]
    try:
        return tuple(SentenceReply.model_validate(sentence) for sentence in whole)
    except ValidationError:
        return ()


def _text(sentence: SentenceReply) -> str:
    """The sentence on one line, without citation numbers of the model; ours are added later."""
    return " ".join(_MARK.sub("", sentence.text).split())[: WEIGHTS.longest_sentence]


def _quotes(sentence: SentenceReply, packed: PackedContext) -> Iterator[Quote]:
    for claimed in sentence.quotes[: WEIGHTS.most_quotes]:
        if 0 < claimed.passage <= len(packed.shown):
            yield from located(claimed.quote, packed.shown[claimed.passage - 1].passage)
        else:
            yield Quote(passage_id=f"#{claimed.passage}", text=claimed.quote)


def faults_in_words(violations: Sequence[Violation], language: str) -> str:
    """A line for each fault, with sentences numbered from 1 in the model's order."""
    return "\n".join(f"- {_in_words(violation, language)}" for violation in violations)


_DETAILED = {
    "unknown_passage",
    "not_verbatim",
    "repealed",
    "figure_not_quoted",
    "link_not_quoted",
    "source_not_quoted",
    "misattributed",
    "negated",
}


def _in_words(violation: Violation, language: str) -> str:
    values = {"number": str(violation.sentence + 1)}
    if violation.fault in _DETAILED:
        values["detail"] = violation.detail
    return phrase(language, f"fault_{violation.fault}", **values)


def off_topic(draft: Draft, grounded: Grounded, language: str) -> Draft:
    """`draft` without its off-topic sentences, and with a gap that says so.

    The final check in the answer node doesn't know the question, so they are removed here.
    """
    away = {
        violation.sentence for violation in grounded.violations if violation.fault == "off_topic"
    }
    if not away:
        return draft
    kept = [sentence for number, sentence in enumerate(draft.sentences) if number not in away]
    gap = phrase(language, "off_topic", count=str(len(away)))
    return replace(draft, sentences=tuple(kept), gaps=(*draft.gaps, gap))


def standing(draft: Draft, grounded: Grounded) -> int:
    """How many sentences of `draft` passed the check."""
    return len(draft.sentences) - len({violation.sentence for violation in grounded.violations})
