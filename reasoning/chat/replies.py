"""Schemas of a language model's reply to each prompt, which code then checks.

Every field is required and no other is allowed, as strict structured output needs.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from lexhop.state.plan import Sufficiency


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanReply(_Strict):
    """How to go about a question: what to search for, and what an answer must name."""

    form: Literal["open", "comparison"]
    queries: list[str]
    target: str


class AssessReply(_Strict):
    """`rests_on` are numbers of passages, `follow` references as the passages print them."""

    sufficiency: Sufficiency
    missing: list[str]
    conflict: str
    rests_on: list[int]
    follow: list[str]
    queries: list[str]


class QuoteReply(_Strict):
    """Words of the passage that has this number."""

    passage: int
    quote: str


class SentenceReply(_Strict):
    text: str
    quotes: list[QuoteReply]


class DraftReply(_Strict):
    """An answer, and what it leaves open."""

    sentences: list[SentenceReply]
    not_found: list[str]


Entailment = Literal["entailed", "contradicted", "not_said"]


class JudgedSentence(_Strict):
    """The reason comes before the verdict, so that it can bear on it."""

    sentence: int
    reason: str
    verdict: Entailment


class EntailReply(_Strict):
    """Whether each sentence, by its number from 1, follows from its own quotes."""

    judged: list[JudgedSentence]
