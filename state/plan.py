"""What a reasoner returns: plans, assessments and drafts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from lexhop.state.options import Options
from lexhop.state.records import Calculation, Citation, FailureKind, Usage, Verdict
from lexhop.state.session import Turn

Form = Literal["lookup", "comparison", "open"]
Sufficiency = Literal["sufficient", "partial", "gap", "conflict", "unanswerable"]
"""Of evidence: enough, enough for a part, not enough, contradictory, or not to be had here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundedSentence:
    """A sentence of an answer that has passed the check, with its citations.

    `calculation` is how its figure was reckoned, None if it has none but those of its sources.
    """

    text: str
    citations: tuple[Citation, ...]
    calculation: Calculation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The part of a run's state that a reasoner sees.

    `deadline` is in seconds since the epoch, 0 for none. `hop` is the number of finished hops,
    `asked` are the texts of all queries run so far, `rests_on` the ids of passages that an answer
    rests on, as the last assessment judged, `turns` the earlier questions of the conversation, the
    newest last. `on_sentence` is called with each sentence of the
    answer as soon as it is checked, by a reasoner that writes them one by one.
    """

    question: str
    options: Options = field(default_factory=Options)
    corpus_version: str = ""
    deadline: float = 0.0
    hop: int = 0
    asked: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    on_sentence: Callable[[GroundedSentence], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One search. `keys` are provisions to look up.

    `locators` are, in the order of `keys`, the part wanted of each ("stk. 1") or "", and
    `provisions` their printed form ("ligningsloven § 33 A"). `via` is the provision whose reference
    led to this query, "" for the question itself. `trust` is a factor on its hits' scores, from 0
    to 1. `acts` are those to search in, () for all. `any_act` means that `keys` are of the same
    section in each act that may be meant.
    """

    text: str
    keys: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    via: str = ""
    trust: float = 1.0
    any_act: bool = False

    @property
    def fingerprint(self) -> str:
        """Equal for queries with the same results."""
        return "|".join((" ".join(self.text.casefold().split()), *sorted(self.keys), *self.acts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """The model that made a plan, an assessment or a draft, and its cost.

    `failures` are the kinds of failure of other models that were asked before.
    """

    model: str = "extractive"
    usage: Usage = field(default_factory=Usage)
    failures: tuple[FailureKind, ...] = ()

    def __add__(self, other: "Provenance") -> "Provenance":
        """The cost of both calls; the model is the later one's."""
        return Provenance(
            model=other.model,
            usage=self.usage + other.usage,
            failures=self.failures + other.failures,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to answer a question.

    A "lookup" asks for cited provisions only; a "comparison" has a query for each side. `target` is
    what an answer must name, so that it doesn't stop at a bridge; "" if unknown. `understood` is a
    question that leaned on earlier ones, put so that it stands alone; "" if it does by itself.
    `notices` are what a reader must know of how the question was read. The graph binds it to its
    `question`.
    """

    form: Form
    language: str
    queries: tuple[Query, ...]
    target: str = ""
    understood: str = ""
    notices: tuple[str, ...] = ()
    question: str = ""
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def cited(self) -> tuple[Query, ...]:
        """The queries by the question's own words: what others look up is a guess of a model."""
        return tuple(query for query in self.queries if query.trust == 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The assessment of the evidence: what is missing, and what to search for next.

    `rests_on` are the ids of the passages that an answer rests on, the most decisive first.
    """

    verdict: Verdict
    missing: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()
    sufficiency: Sufficiency = "gap"
    conflict: str = ""
    rests_on: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words claimed to be in a passage, at offset `start`, or -1 if that is unknown."""

    passage_id: str
    text: str
    start: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedOperand:
    """A figure claimed to stand in `quote`, or in the question where that is None."""

    name: str
    figure: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """How a figure is to be reckoned: an expression over the operands' names."""

    expression: str
    operands: tuple[ClaimedOperand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an answer and the quotes that it rests on.

    With a `derivation` its text has "{result}" where the reckoned figure is to stand.
    """

    text: str
    quotes: tuple[Quote, ...]
    derivation: Derivation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer before the check.

    `gaps` say what it leaves open, `notices` what a reader must know about how it was made. It is
    `complete` if it says what was asked; else `opening` is what the answer opens with.
    """

    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    complete: bool = True
    opening: str = ""
    provenance: Provenance = field(default_factory=Provenance)
