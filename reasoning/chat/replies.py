"""Schemas of a language model's reply to each prompt, which code then checks.

A model is asked for every field and for no other. What comes back is read leniently, since not
every server keeps to a schema: a list may be missing, or have words where numbers belong.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from lexhop.state.plan import Sufficiency


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


def _whole_numbers(value: object) -> object:
    """The items of a list that are whole numbers, in digits or not."""
    if not isinstance(value, Iterable) or isinstance(value, str | bytes):
        return value
    return [int(item) for item in value if str(item).strip().removeprefix("-").isdecimal()]


Texts = Annotated[list[str], Field(default_factory=list)]
Numbers = Annotated[list[int], BeforeValidator(_whole_numbers), Field(default_factory=list)]


class PlanReply(_Lenient):
    """How to go about a question: what to search for, and what an answer must name.

    `read` are names of provisions to look up; `understood` is the question as it stands alone,
    where it leans on earlier ones, else "".
    """

    understood: str = ""

    form: Literal["open", "comparison"] = "open"
    queries: Texts
    read: Texts
    target: str = ""


class AssessReply(_Lenient):
    """Numbers of passages that an answer rests on, and what to read or search for next.

    `follow` are numbers of the list of what can be read, `read` names of provisions.
    """

    rests_on: Numbers
    missing: Texts
    conflict: str = ""
    sufficiency: Sufficiency
    follow: Numbers
    read: Texts
    queries: Texts


class QuoteReply(_Lenient):
    """Words of the passage that has this number."""

    passage: int
    quote: str


class SentenceReply(_Lenient):
    """Quotes first, so that a sentence is written from them and not they for it."""

    quotes: Annotated[list[QuoteReply], Field(default_factory=list)]
    text: str


class OperandReply(_Lenient):
    """A figure as a passage prints it, or the question, which is number 0 and needs no quote."""

    name: str
    figure: str
    passage: int
    quote: str


class CalculationReply(_Lenient):
    """A figure to be reckoned by code: `text` has "{result}" where it is to stand."""

    operands: list[OperandReply]
    expression: str
    text: str


class DraftReply(_Lenient):
    """An answer, and what it leaves open."""

    sentences: list[SentenceReply]
    calculations: Annotated[list[CalculationReply], Field(default_factory=list)]
    not_found: Texts


class MendedSentence(SentenceReply):
    """Stands in for the sentence that has this number in the draft, from 1."""

    number: int


class RepairReply(_Lenient):
    """The faulty sentences of a draft anew; one that is left out is given up."""

    sentences: list[MendedSentence]


Entailment = Literal["entailed", "contradicted", "not_said"]


class JudgedSentence(_Lenient):
    """The reason comes before the verdict, so that it can bear on it."""

    sentence: int
    reason: str = ""
    verdict: Entailment


class EntailReply(_Lenient):
    """Whether each sentence, by its number from 1, follows from its own quotes."""

    judged: list[JudgedSentence]
