"""Schemas of a language model's reply to each prompt, which code then checks.

Every field is required and no other is allowed, as strict structured output needs.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from lexhop.state.plan import Sufficiency


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanReply(_Strict):
    """How to go about a question: what to search for, and what an answer must name.

    `read` are names of provisions to look up.
    """

    form: Literal["open", "comparison"]
    queries: list[str]
    read: list[str]
    target: str


class AssessReply(_Strict):
    """Numbers of passages that an answer rests on, and what to read or search for next.

    `follow` are numbers of the list of what can be read, `read` names of provisions.
    """

    rests_on: list[int]
    missing: list[str]
    conflict: str
    sufficiency: Sufficiency
    follow: list[int]
    read: list[str]
    queries: list[str]


class QuoteReply(_Strict):
    """Words of the passage that has this number."""

    passage: int
    quote: str


class SentenceReply(_Strict):
    """Quotes first, so that a sentence is written from them and not they for it."""

    quotes: list[QuoteReply]
    text: str


class DraftReply(_Strict):
    """An answer, and what it leaves open."""

    sentences: list[SentenceReply]
    not_found: list[str]


class MendedSentence(SentenceReply):
    """Stands in for the sentence that has this number in the draft, from 1."""

    number: int


class RepairReply(_Strict):
    """The faulty sentences of a draft anew; one that is left out is given up."""

    sentences: list[MendedSentence]
