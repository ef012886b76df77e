"""What reasoning hands on: how to go about a question, what is missing, what to say."""

from dataclasses import dataclass
from typing import Literal

from state.records import Verdict

Form = Literal["lookup", "comparison", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One search. `keys` are provisions that are looked up rather than searched for.

    `locators` tell, in the order of `keys`, which part of each is wanted ("stk. 1"), or "";
    `provisions` how each is printed ("ligningsloven § 33 A").
    `via` is the provision whose reference asks for this query, "" for the question itself.
    `trust` is how much its finds count, from 0 to 1.
    """

    text: str
    keys: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    via: str = ""
    trust: float = 1.0

    @property
    def fingerprint(self) -> str:
        """Equal for queries that would find the same."""
        return "|".join((" ".join(self.text.casefold().split()), *sorted(self.keys), *self.acts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a question is gone about.

    A "lookup" asks for cited provisions only; a "comparison" has one query a side.
    """

    form: Form
    language: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the evidence so far is worth: what is missing, and what to ask for next."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that are claimed to stand in a passage, at offset `start` where that is known."""

    passage_id: str
    text: str
    start: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer and what it rests on."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer before it is checked. `gaps` say what it leaves open."""

    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...] = ()
    model: str = "extractive"
