"""The state of a question in the graph."""

from dataclasses import dataclass, field
from typing import Annotated, Any, TypedDict

from langgraph.graph.message import add_messages

from lexhop.state.options import Options
from lexhop.state.own import Own
from lexhop.state.plan import Assessment, Plan, Query, Task
from lexhop.state.question import AcceptedOptions
from lexhop.state.records import Answer, Evidence, FailureKind, Hop, StopReason, Usage
from lexhop.state.reducers import add_usage, append, append_hops, append_unique, merge_evidence
from lexhop.state.session import Turn


@dataclass(kw_only=True)
class Research:
    """Everything that nodes read and write.

    `queries` are those of the next hop; `asked` the fingerprints of all that were ever run.
    `deadline` is in seconds since the epoch, 0 for none, so that it holds over a resume.
    `corpus_version` is fixed by the first node: all hops read the same corpus. `failures` are those
    of models, in whose place another one, or none, did the work. `turns` are the earlier questions
    of the thread or the session. `messages` are a chat's, of which the last human one is the
    question where there is no other.
    """

    question: str = ""
    messages: Annotated[list[Any], add_messages] = field(default_factory=list)
    turns: Annotated[tuple[Turn, ...], Own] = ()
    options: Options | AcceptedOptions = field(default_factory=Options)
    run_id: str = ""
    started: float = 0.0
    deadline: float = 0.0
    corpus_version: str = ""
    plan: Annotated[Plan | None, Own] = None
    queries: Annotated[tuple[Query, ...], Own] = ()
    asked: Annotated[tuple[str, ...], append_unique] = ()
    evidence: Annotated[tuple[Evidence, ...], merge_evidence] = ()
    found: tuple[str, ...] = ()
    hops: Annotated[tuple[Hop, ...], append_hops] = ()
    gaps: Annotated[tuple[str, ...], append_unique] = ()
    hop_started: float = 0.0
    usage: Annotated[Usage, add_usage] = field(default_factory=Usage)
    failures: Annotated[tuple[FailureKind, ...], append] = ()
    assessment: Annotated[Assessment | None, Own] = None
    stop_reason: StopReason | None = None
    answer: Annotated[Answer | None, Own] = None

    @property
    def task(self) -> Task:
        """The part of the state that a reasoner sees."""
        return Task(
            question=(self.plan.understood if self.plan else "") or self.question,
            options=self.options,
            corpus_version=self.corpus_version,
            deadline=self.deadline,
            hop=len(self.hops),
            asked=tuple(text for hop in self.hops for text in hop.queries),
            turns=self.turns,
            rests_on=self.assessment.rests_on if self.assessment else (),
        )


class Update(TypedDict, total=False):
    """A node's update: a mistyped key fails type checking, where LangGraph would drop it."""

    question: str
    messages: list[Any]
    turns: tuple[Turn, ...]
    options: Options
    run_id: str
    started: float
    deadline: float
    corpus_version: str
    plan: Plan
    queries: tuple[Query, ...]
    asked: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    found: tuple[str, ...]
    hops: tuple[Hop, ...]
    gaps: tuple[str, ...]
    hop_started: float
    usage: Usage
    failures: tuple[FailureKind, ...]
    assessment: Assessment
    stop_reason: StopReason
    answer: Answer
