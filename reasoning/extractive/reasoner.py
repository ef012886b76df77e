"""The reasoner without a model: rules, coverage, references, and sentences as the law has them.

It never writes a word of its own about the law: an answer is quotes, each with its citation, and
how one provision refers to another.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lexhop.corpus.citations.act_fields import field_not_loaded
from lexhop.corpus.citations.act_names import ActNames
from lexhop.prompts import phrase
from lexhop.reasoning.extractive.composing import fact_elsewhere, searched_for, uncovered
from lexhop.reasoning.extractive.demonstration import is_clear
from lexhop.reasoning.extractive.guidance import guidance_among, guidance_on_cited
from lexhop.reasoning.extractive.lookup import looked_up, not_found
from lexhop.reasoning.extractive.plain_rule import is_plain_rule
from lexhop.reasoning.extractive.selection import QuoteCandidate, candidates, select
from lexhop.reasoning.extractive.unnamed_act import in_any_act, settled, taken_from, which_act
from lexhop.reasoning.reference_following import references_to_follow
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.query.follow_up import standalone
from lexhop.retrieval.query.guidance import asks_for_guidance
from lexhop.retrieval.query.jurisdiction import foreign_law_in
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
        question = understood or task.question
        plan = replace(plan_of(question, self.acts, self.loaded), understood=understood)
        return in_any_act(plan, question, self.acts, self.loaded)

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        return await asyncio.to_thread(self._assess, task, plan, evidence)

    def _assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        plan, meant = settled(plan, evidence)
        if plan.form == "lookup" or len(meant) > 1:
            missing = not_found(plan, evidence)
            return Assessment(verdict="gap" if missing else "sufficient", missing=missing)
        query_terms = self.query_terms(task.question, plan)
        if not query_terms.terms or self._outside(task.question, plan.language):
            return Assessment(verdict="gap")
        judged = _next_hop(task.question, query_terms, evidence, self.loaded)
        if not _cites(plan) and _answer(plan, query_terms, evidence):
            return replace(judged, verdict="sufficient", missing=())
        return judged

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        return await asyncio.to_thread(self._write, task, plan, evidence, assessment)

    def _write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        asked, (plan, meant) = plan, settled(plan, evidence)
        if any(query.any_act for query in plan.queries) and len(meant) != 1:
            return Draft(sentences=(), gaps=(which_act(asked, meant),), complete=False)
        query_terms = self.query_terms(task.question, plan)
        complete = False
        if asks_for_guidance(task.question):
            sentences, gaps = self._of_guidance(plan, evidence, query_terms)
        elif _cites(plan):
            sentences, gaps = self._cited(plan, evidence, query_terms)
            complete = bool(sentences) and not gaps
            beside = guidance_on_cited(plan, evidence, query_terms, WEIGHTS.most_guidance)
            sentences += [one for one in beside if one not in sentences]
        elif outside := self._outside(task.question, plan.language):
            sentences, gaps = [], [outside]
        elif not query_terms.terms:
            sentences, gaps = [], [phrase(plan.language, "unspecific")]
        else:
            sentences, gaps = searched_for(query_terms, evidence)
            complete = assessment.verdict == "sufficient" and bool(
                _answer(plan, query_terms, evidence)
            )
            if complete:  # what else was found is beside the point
                sentences = sentences[:1]
        return Draft(
            sentences=tuple(sentences),
            gaps=() if complete else tuple(gaps),
            notices=tuple(taken_from(plan.language, provision) for provision in meant),
            complete=complete,
            opening=phrase(plan.language, "without_model"),
        )

    def _cited(
        self, plan: Plan, evidence: Sequence[Evidence], query_terms: QueryTerms
    ) -> tuple[list[Sentence], list[str]]:
        sentences, gaps = looked_up(plan, evidence, query_terms, self.loaded)
        if plan.form != "lookup" and sentences:
            sentences += fact_elsewhere(query_terms, sentences, evidence)
            gaps += uncovered(query_terms, [sentence.text for sentence in sentences])
        return sentences, gaps

    def _of_guidance(
        self, plan: Plan, evidence: Sequence[Evidence], query_terms: QueryTerms
    ) -> tuple[list[Sentence], list[str]]:
        """Quotes of guidance where it is asked for, then of the law that is cited.

        Where there is no guidance, of what else was found, with a gap that says so.
        """
        guidance = guidance_among(evidence)
        if _cites(plan):
            law, gaps = self._cited(plan, evidence, query_terms)
            of_guidance = guidance_on_cited(plan, evidence, query_terms, WEIGHTS.most_prose_blocks)
            sentences = [*of_guidance, *law]
        elif not query_terms.terms:
            return [], [phrase(plan.language, "unspecific")]
        else:
            sentences, gaps = searched_for(query_terms, guidance or evidence)
            of_guidance = sentences if guidance else []
        missing = [] if of_guidance else [phrase(plan.language, "no_guidance")]
        return list(dict.fromkeys(sentences)), [*missing, *gaps]

    def cited_gaps(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """Why provisions that the question cites can't be quoted: not there, repealed, cut."""
        if not _cites(plan):
            return ()
        plan, _ = settled(plan, evidence)
        query_terms = self.query_terms(task.question, plan)
        return tuple(looked_up(plan, evidence, query_terms, self.loaded)[1])

    def query_terms(self, question: str, plan: Plan) -> QueryTerms:
        """What is asked, without the provisions that are cited."""
        return self._query_terms(question, plan.language)

    def _terms_of(self, question: str, language: str) -> QueryTerms:
        subject = subject_of(question, self.acts, self.loaded)
        return QueryTerms(subject, language, self.terms, self.acts.subjects_in(subject))

    def _outside(self, question: str, language: str) -> str:
        """Why nothing that is loaded can answer `question`, or "".

        Every Danish tax or duty has an act of its own; other acts mention it, but don't set it.
        """
        duties = self.acts.duties_in(question)
        if duties and not self.loaded.intersection(duties):
            return phrase(language, "subject_not_loaded", act=duties[0])
        if self.loaded and (country := foreign_law_in(question)):
            return phrase(language, "foreign_law", country=country)
        if act := field_not_loaded(question, self.acts, self.loaded):
            return phrase(language, "field_not_loaded", act=act)
        return ""


def _cites(plan: Plan) -> bool:
    return any(query.keys for query in plan.cited)


def _answer(
    plan: Plan, query_terms: QueryTerms, evidence: Sequence[Evidence]
) -> QuoteCandidate | None:
    """The first quote, if it demonstrably answers the whole of a question that asks one thing."""
    asks_more = plan.form == "comparison" or any(query.trust < 1 for query in plan.queries)
    if asks_more or not (query_terms.asks_for_fact or query_terms.asks_for_meaning):
        return None
    quotes = candidates(query_terms, evidence)
    best = next(iter(select(query_terms, quotes, 1)), None)
    if best is None or (query_terms.asks_for_fact and not is_plain_rule(best.text)):
        return None
    return best if is_clear(query_terms, best, quotes) else None


def _next_hop(
    question: str, query_terms: QueryTerms, evidence: Sequence[Evidence], loaded: Set[str]
) -> Assessment:
    texts = [_searched(item.passage) for item in evidence]
    most = WEIGHTS.most_followed_extractive
    followed = references_to_follow(query_terms, evidence, most, loaded)
    missing = query_terms.missing(texts)
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


def _searched(passage: Passage) -> str:
    return f"{passage.title}\n{passage.heading}\n{passage.text}"


def _have_the_fact(query_terms: QueryTerms, texts: Sequence[str]) -> bool:
    return not query_terms.asks_for_fact or any(map(query_terms.has_asked_fact, texts))
