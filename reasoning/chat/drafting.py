"""A model's draft: aligns its quotes with the passages, words its faults for a repair."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic import ValidationError

from lexhop.prompts import phrase
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.quote_alignment import located, nearest_words
from lexhop.reasoning.chat.remarks import Remarks
from lexhop.reasoning.chat.replies import (
    CalculationReply,
    DraftReply,
    QuoteReply,
    RepairReply,
    SentenceReply,
)
from lexhop.reasoning.grounding.check import Grounded, Violation
from lexhop.reasoning.grounding.price_level import with_levels
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import ClaimedOperand, Derivation, Draft, Quote, Sentence

_MARK = re.compile(r"(?:(?<!\s)\s++)?+\[\d++(?:\s*+[,–-]\s*+\d++)*+\]")


def draft_from(reply: DraftReply, packed: PackedContext, remarks: Remarks) -> Draft:
    """The draft in `reply`, with quotes as the passages have them.

    A quote from an unknown passage number gets an unknown passage id, which the check rejects.
    """
    gaps = remarks(reply.not_found)
    said = [
        _said(_text(sentence), tuple(_quotes(sentence.quotes, packed)))
        for sentence in spoken(reply)
    ]
    return Draft(
        sentences=(*said, *(_derived(claimed, packed) for claimed in _calculations(reply))),
        gaps=tuple(phrase(remarks.language, "not_said", what=gap) for gap in gaps),
    )


def _said(text: str, quotes: tuple[Quote, ...]) -> Sentence:
    """The sentence, in which an amount keeps the level of the year that its quote gives it."""
    return Sentence(text=with_levels(text, [quote.text for quote in quotes]), quotes=quotes)


def spoken(reply: DraftReply) -> list[SentenceReply]:
    """The sentences of `reply` that say something, at most `WEIGHTS.most_sentences`."""
    return [sentence for sentence in reply.sentences if _text(sentence)][: WEIGHTS.most_sentences]


def mended(reply: DraftReply, repair: RepairReply, faulty: Sequence[int]) -> DraftReply:
    """`reply` with its `faulty` sentences, by place from 0, as `repair` has them or left out."""
    new = {sentence.number - 1: sentence for sentence in repair.sentences}
    sentences = [
        new.get(place) if place in faulty else sentence
        for place, sentence in enumerate(spoken(reply))
    ]
    return DraftReply(
        sentences=[
            SentenceReply(quotes=sentence.quotes, text=sentence.text)
            for sentence in sentences
            if sentence is not None
        ],
        calculations=reply.calculations,
        not_found=reply.not_found,
    )


def finished_draft(partial: object) -> DraftReply | None:
    """A reply of the finished sentences of one that was cut short, None if there are none."""
    sentences = finished_sentences(partial)
    return (
        DraftReply(sentences=list(sentences), calculations=[], not_found=[]) if sentences else None
    )


def finished_sentences(partial: object) -> tuple[SentenceReply, ...]:
    """The sentences of a partial reply that are complete, as something follows them.

    At most `WEIGHTS.most_sentences`.
    """
    if not isinstance(partial, dict) or not isinstance(partial.get("sentences"), list):
        return ()
    sentences = partial["sentences"]
    whole = (sentences if {"calculations", "not_found"} & set(partial) else sentences[:-1])[
        : WEIGHTS.most_sentences
    ]
    try:
        return tuple(SentenceReply.model_validate(sentence) for sentence in whole)
    except ValidationError:
        return ()


def _calculations(reply: DraftReply) -> list[CalculationReply]:
    return reply.calculations[: WEIGHTS.most_calculations]


def _derived(claimed: CalculationReply, packed: PackedContext) -> Sentence:
    """The sentence of a calculation, whose quotes are those of its operands."""
    operands: list[ClaimedOperand] = []
    quotes: dict[Quote, None] = {}
    for operand in claimed.operands:
        given = QuoteReply(passage=operand.passage, quote=operand.quote)
        found = list(_quotes([given], packed)) if operand.passage else []
        quotes.update(dict.fromkeys(found))
        has_it = next((quote for quote in found if operand.figure in quote.text), None)
        quote = has_it or next(iter(found), None)
        operands.append(ClaimedOperand(name=operand.name, figure=operand.figure, quote=quote))
    derivation = Derivation(expression=claimed.expression, operands=tuple(operands))
    return Sentence(text=_text(claimed), quotes=tuple(quotes), derivation=derivation)


def _text(sentence: SentenceReply | CalculationReply) -> str:
    """The sentence on one line, without citation numbers of the model; ours are added later."""
    return " ".join(_MARK.sub("", sentence.text).split())[: WEIGHTS.longest_sentence]


def _quotes(quotes: Sequence[QuoteReply], packed: PackedContext) -> Iterator[Quote]:
    for claimed in quotes[: WEIGHTS.most_quotes]:
        if 0 < claimed.passage <= len(packed.shown):
            yield from located(claimed.quote, packed.shown[claimed.passage - 1].passage)
        else:
            yield Quote(passage_id=f"#{claimed.passage}", text=claimed.quote)


def faults_in_words(
    reply: DraftReply, violations: Sequence[Violation], packed: PackedContext, language: str
) -> str:
    """Each faulty sentence under its number, from 1, with its faults and what may help.

    Calculations aren't repaired: they come after the sentences, and are right or left out.
    """
    sentences = spoken(reply)
    lines: list[str] = []
    for place in dict.fromkeys(violation.sentence for violation in violations):
        if place >= len(sentences):
            continue
        lines.append(f"{place + 1}. {_text(sentences[place])}")
        for violation in violations:
            if violation.sentence == place:
                lines.append(f"   - {_in_words(violation, sentences[place], packed, language)}")
    return "\n".join(lines)


_DETAILED = {
    "unknown_passage",
    "not_verbatim",
    "repealed",
    "figure_not_quoted",
    "link_not_quoted",
    "source_not_quoted",
    "misattributed",
    "negated",
    "not_calculable",
    "law_from_guidance",
}


def _in_words(
    violation: Violation, sentence: SentenceReply, packed: PackedContext, language: str
) -> str:
    values = {"number": str(violation.sentence + 1)}
    if violation.fault in _DETAILED:
        values["detail"] = violation.detail
    fault = phrase(language, f"fault_{violation.fault}", **values)
    nearest = _nearest(violation, sentence, packed) if violation.fault == "not_verbatim" else ""
    return f"{fault}; {phrase(language, 'hint_nearest', words=nearest)}" if nearest else fault


def _nearest(violation: Violation, sentence: SentenceReply, packed: PackedContext) -> str:
    """What the passage has instead of the words of a quote that doesn't stand in it."""
    for claimed in sentence.quotes:
        known = 0 < claimed.passage <= len(packed.shown)
        if known and violation.detail and violation.detail in claimed.quote:
            return nearest_words(claimed.quote, packed.shown[claimed.passage - 1].text)
    return ""


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
