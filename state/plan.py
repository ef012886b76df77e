"""What reasoning hands on: how to go about a question, what is missing, what to say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from lexhop.state.options import Options
from lexhop.state.records import Citation, FailureKind, Usage, Verdict

Form = Literal["lookup", "comparison", "open"]
Sufficiency = Literal["sufficient", "partial", "gap", "conflict", "unanswerable"]
"""Of evidence: enough, enough for a part, not enough, provisions that speak against each other, or
none to be had in this corpus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedSentence:
    """A sentence of an answer that has passed the check, and what it quotes."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a reasoner knows of the run that it works in.

    `deadline` is in seconds since the epoch, 0 for none. `hop` counts the hops that are
    done, `asked` are the texts of their queries. `on_sentence` gets each sentence of the answer as
    soon as it stands, from a reasoner that writes them one by one.
    """

    question: str
    options: Options = field(default_factory=Options)
    corpus_version: str = ""
    deadline: float = 0.0
    hop: int = 0
    asked: tuple[str, ...] = ()
    on_sentence: Callable[[GroundedSentence], None] | None = field(default=None, compare=False)


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
class Provenance:
    """By which model a plan, a judgement or a draft was made, and at what cost.

    `failures` are the kinds of failure that led to this one instead of the model that was wanted.
    """

    model: str = "extractive"
    usage: Usage = field(default_factory=Usage)
    failures: tuple[FailureKind, ...] = ()

    def __add__(self, other: "Provenance") -> "Provenance":
        """What both calls cost; the model is the later one's."""
        return Provenance(
            model=other.model,
            usage=self.usage + other.usage,
            failures=self.failures + other.failures,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a question is gone about.

    A "lookup" asks for cited provisions only; a "comparison" has one query a side. `target` is what
    an answer must name, so that it doesn't end at a bridge; "" where that isn't known.
    """

    form: Form
    language: str
    queries: tuple[Query, ...]
    target: str = ""
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the evidence so far is worth: what is missing, and what to ask for next."""

    verdict: Verdict
    missing: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    sufficiency: Sufficiency = "gap"
    conflict: str = ""
    provenance: Provenance = field(default_factory=Provenance)


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
    """An answer before it is checked.

    `gaps` say what it leaves open, `notices` what a reader must know of how it came about.
    """

    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
