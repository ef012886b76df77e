"""The reasoner without a model: rules, coverage, references, and sentences as the law has them.

It never writes a word of its own about the law: an answer is quotes, each with its citation, and
how one provision refers to another.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lexhop.corpus.citations.act_names import ActNames
from lexhop.prompts import phrase
from lexhop.reasoning.extractive.answering import open_answer
from lexhop.reasoning.extractive.asked_fact import demonstrated, fact_sentences
from lexhop.reasoning.extractive.lookup import looked_up, not_found
from lexhop.reasoning.extractive.quoting import quoting
from lexhop.reasoning.extractive.selection import select
from lexhop.reasoning.extractive.subject import subject_of_terms
from lexhop.reasoning.reference_following import references_to_follow
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.query.follow_up import standalone
from lexhop.retrieval.query.parsing import plan_of, subject_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Draft, Plan, Query, Sentence, Task
from lexhop.state.records import Evidence, Passage

_REMEMBERED = 32
"""Questions under way of which the terms are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractiveReasoner:
    """`acts` are the names that citations are read by, `loaded` the acts of the collection.

    `terms` lead from everyday words to a statute's, by the language of the question.
    """

    acts: ActNames
    loaded: frozenset[str] = frozenset()
    terms: Mapping[str, TermList] = field(default_factory=dict)
    name: str = "extractive"
    _query_terms: Callable[[str, str], QueryTerms] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A question is asked for its terms at each step: they are made once."""
        remembered = lru_cache(maxsize=_REMEMBERED)(self._terms_of)
        object.__setattr__(self, "_query_terms", remembered)

    async def decompose(self, task: Task) -> Plan:
        return await asyncio.to_thread(self._planned, task)

    def _planned(self, task: Task) -> Plan:
        understood = standalone(task.question, task.turns, self.acts, self.loaded)
        plan = plan_of(understood or task.question, self.acts, self.loaded)
        return replace(plan, understood=understood)

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        return await asyncio.to_thread(self._assess, task, plan, evidence)

    def _assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        question = task.question
        if plan.form == "lookup":
            missing = not_found(plan, evidence)
            return Assessment(verdict="gap" if missing else "sufficient", missing=missing)
        query_terms = self.query_terms(question, plan)
        if not query_terms.terms:
            return Assessment(verdict="gap")
        texts = [_searched(item.passage) for item in evidence]
        followed = references_to_follow(query_terms, evidence, WEIGHTS.most_followed_extractive)
        missing = query_terms.missing(texts)
        if any(item.passage.act for item in evidence):
            subject = subject_of_terms(query_terms)
            enough = demonstrated(fact_sentences(question, subject, evidence)) is not None
        else:
            enough = (
                query_terms.coverage(texts) >= WEIGHTS.enough
                and _have_the_fact(query_terms, texts)
                and not followed
            )
        again = (Query(text=" ".join((question, *missing, *missing))),) if evidence else ()
        return Assessment(
            verdict="sufficient" if enough else "gap",
            missing=missing,
            queries=(*again, *(lead.query for lead in followed)),
        )

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        return await asyncio.to_thread(self._write, task, plan, evidence)

    def _write(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Draft:
        question = task.question
        query_terms = self.query_terms(question, plan)
        if any(query.keys for query in plan.queries):
            sentences, gaps = looked_up(plan, evidence, query_terms, self.loaded)
            if plan.form != "lookup" and sentences:
                sentences += _fact_elsewhere(query_terms, sentences, evidence)
                gaps += _uncovered(query_terms, [sentence.text for sentence in sentences])
        elif subject := self._not_loaded(question):
            sentences, gaps = [], [phrase(plan.language, "subject_not_loaded", act=subject)]
        elif not query_terms.terms:
            sentences, gaps = [], [phrase(plan.language, "unspecific")]
        else:
            found = open_answer(query_terms, evidence)
            return Draft(
                sentences=found.sentences,
                gaps=found.gaps,
                complete=found.complete,
                opening=phrase(plan.language, "without_model"),
            )
        return Draft(
            sentences=tuple(sentences),
            gaps=tuple(gaps),
            complete=plan.form == "lookup" or _say_the_fact(query_terms, sentences),
            opening=phrase(plan.language, "without_model"),
        )

    def cited_gaps(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Why provisions that the question cites can't be quoted: not there, repealed, cut."""
        if not any(query.keys for query in plan.queries):
            return ()
        query_terms = self.query_terms(task.question, plan)
        return tuple(looked_up(plan, evidence, query_terms, self.loaded)[1])

    def query_terms(self, question: str, plan: Plan) -> QueryTerms:
        """What is asked, without the provisions that are cited."""
        return self._query_terms(question, plan.language)

    def _terms_of(self, question: str, language: str) -> QueryTerms:
        subject = subject_of(question, self.acts, self.loaded)
        return QueryTerms(subject, language, self.terms)

    def _not_loaded(self, question: str) -> str:
        """The act of a tax or duty that the question is about, where no such act is loaded.

        Every Danish tax or duty has an act of its own; other acts mention it, but don't set it.
        """
        subjects = self.acts.duties_in(question)
        return "" if self.loaded.intersection(subjects) else next(iter(subjects), "")


def _searched(passage: Passage) -> str:
    return f"{passage.title}\n{passage.heading}\n{passage.text}"


def _have_the_fact(query_terms: QueryTerms, texts: Sequence[str]) -> bool:
    return not query_terms.asks_for_fact or any(map(query_terms.has_asked_fact, texts))


def _say_the_fact(query_terms: QueryTerms, sentences: Sequence[Sentence]) -> bool:
    """Whether a fact is asked for of the cited provisions, and their quotes have one."""
    texts = [sentence.text for sentence in sentences]
    return not query_terms.asks_for_fact or _have_the_fact(query_terms, texts)


def _fact_elsewhere(
    query_terms: QueryTerms, sentences: Sequence[Sentence], evidence: Sequence[Evidence]
) -> list[Sentence]:
    """Where the cited provision has no fact of the kind asked for: one that it refers to may."""
    if not query_terms.asks_for_fact or any(
        query_terms.has_asked_fact(sentence.text) for sentence in sentences
    ):
        return []
    followed = [item for item in evidence if item.origin.kind in ("reference", "cited_by")]
    chosen = [
        block
        for block in select(query_terms, followed, 1)
        if query_terms.has_asked_fact(block.text)
    ]
    return [
        quoting(query_terms.language, block.passage, block.start, block.end) for block in chosen
    ]


def _uncovered(query_terms: QueryTerms, texts: Sequence[str]) -> list[str]:
    missing = query_terms.missing(texts)
    return [phrase(query_terms.language, "uncovered", terms=", ".join(missing))] if missing else []
