"""The plain records used everywhere."""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["provision", "note", "summary", "prose"]
Authority = Literal["", "guidance", "decision"]
"""What prose is beside the law of its collection: guidance on it, a decision under it, neither."""

Verdict = Literal["sufficient", "gap", "stagnated"]
Status = Literal["answered", "partial", "abstained"]
StopReason = Literal[
    "sufficient", "hop_limit", "stagnated", "deadline", "budget", "no_evidence", "degraded"
]
Unresolved = Literal["act_not_loaded", "no_such_provision", "repealed"]
FailureKind = Literal[
    "timeout",
    "connection",
    "rate_limited",
    "unavailable",
    "bad_reply",
    "refused",
    "cut",
    "rejected",
    "not_allowed",
    "unknown_model",
    "breaker_open",
    "deadline",
]
"""A closed set, so that it can be a metric's label. "bad_reply" is an invalid reply, "cut" one that
ends early, "rejected" a request that the other side can't accept.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A cross reference as printed in a passage, and its target.

    `target` is a provision in standard form ("ligningsloven § 16 A") or, in prose, a document id;
    `locator` is the part of it ("stk. 4, nr. 2"), or "".
    """

    text: str
    target: str
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of a document that is found, read and quoted as a unit.

    `id` is stable over ingests: the document's id and the place of the piece in it. `provision` is
    the whole provision ("ligningsloven § 33 A"), `citation` this piece of it ("ligningsloven § 33
    A, stk. 1-3"). For prose both are the document's id, the citation with a piece number if there
    are several). Dates are ISO days, "" if unknown. In an unofficial version, `changed_by` are the
    instructions of amending acts that made the text, `pending` those that weren't applied.
    """

    id: str
    document_id: str
    provision: str
    citation: str
    title: str
    text: str
    kind: Kind = "provision"
    language: str = "da"
    act: str = ""
    heading: str = ""
    url: str = ""
    valid_from: str = ""
    valid_to: str = ""
    position: int = 0
    repealed: bool = False
    changed_by: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    content_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionView:
    """A provision looked up by its citation: its passages in reading order, and who refers to it.

    `cited_by` are the citations of law that does, in reading order, `guidance` those of some prose.
    """

    citation: str
    passages: tuple[Passage, ...]
    cited_by: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it; "" where there is no such provision."""
        return "\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A loaded act, with all names that it is known by.

    `file` is the name of the file that it was read from. It is `trusted` if that is official XML,
    or was given as trusted. An unofficial version is made from the document `base`. An `amending`
    one has instructions, and not the law as it then reads.
    """

    document_id: str
    name: str
    names: tuple[str, ...]
    title: str = ""
    number: str = ""
    valid_from: str = ""
    valid_to: str = ""
    historic: bool = False
    file: str = ""
    trusted: bool = False
    base: str = ""
    amending: bool = False


OriginKind = Literal[
    "citation", "reference", "cited_by", "words", "vectors", "shared_names", "mention"
]


@dataclass(frozen=True, slots=True)
class Origin:
    """What led to a passage: the question's own citation, a channel, or a hop from `source`.

    "reference" is a reference from `source`, "cited_by" one to it; in prose, "mention" is the
    passage's title in `source`, and "shared_names" are names in both.
    """

    kind: OriginKind
    source: str = ""

    def __str__(self) -> str:
        """As text for users: "reference from ligningsloven § 2"."""
        return _ORIGINS[self.kind].format(self.source) if self.source else self.kind


_ORIGINS: dict[OriginKind, str] = {
    "citation": "citation",
    "reference": "reference from {}",
    "cited_by": "reference to {}",
    "words": "words",
    "vectors": "vectors",
    "shared_names": "names shared with {}",
    "mention": "mentioned by {}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage found by a hop.

    `span` is the requested part of its text ("stk. 2"), "" for none in particular. `score` is from
    0 to 1, `coverage` the share of the query that the passage covers. It is `requested` if a query
    asked for its provision by name, or followed a reference to it.
    """

    passage: Passage
    span: str
    score: float
    hop: int
    origin: Origin
    coverage: float = 0.0
    requested: bool = False
    authority: Authority = ""

    @property
    def via(self) -> str:
        """The origin as text for users."""
        return str(self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One round of retrieval and what was made of it."""

    number: int
    queries: tuple[str, ...]
    found: tuple[str, ...]
    verdict: Verdict
    missing: tuple[str, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote that stands verbatim in the passage `passage_id`, and how to cite it.

    `version` is the number of the act's version that was read ("LBK nr. 12 af 2024-02-01") and
    `valid_from` its day, `file` the name of the act's file; all "" for other texts. `kind` is what
    the passage is: law ("provision"), or "note", "summary", "guidance", "decision", "prose". If
    instructions of amending acts made the text, in `changed_by`, it is unofficial.
    """

    citation: str
    quote: str
    url: str
    passage_id: str
    provision: str = ""
    title: str = ""
    version: str = ""
    valid_from: str = ""
    file: str = ""
    changed_by: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A figure that is reckoned with, as printed in `source`: a citation, "" for the question."""

    name: str
    figure: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """A figure of the answer that code has reckoned: `expression` is over the operands' names."""

    expression: str
    operands: tuple[Operand, ...]
    result: str

    @property
    def written(self) -> str:
        """With figures in the place of names: "(300.000 kr. - 80.600 kr.) * 15 pct."."""
        figures = {operand.name: operand.figure for operand in self.operands}
        return re.sub(r"\w+", lambda name: figures.get(name[0], name[0]), self.expression)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the models cost: zero throughout when no model was used."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    @property
    def tokens(self) -> int:
        """Input and output."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result of a question, the same on the command line, the API and in evaluations.

    `text` refers to `citations` by number, from 1: "... [1]". `gaps` is what was looked for and
    not found; `notices` is what the reader must know of the sources (a historic version, ...).
    `calculations` are behind figures of the text that stand in no source. `understood` is what a
    question that leaned on earlier ones was taken to mean, "" if it stood alone.
    """

    question: str
    text: str
    status: Status
    citations: tuple[Citation, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    hops: tuple[Hop, ...] = ()
    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    stop_reason: StopReason = "sufficient"
    preset: str = ""
    model: str = ""
    usage: Usage = field(default_factory=Usage)
    took_ms: float = 0.0
    run_id: str = ""
    corpus_version: str = ""
    understood: str = ""
