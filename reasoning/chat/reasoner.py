"""The reasoner with a language model, whose output is checked by code.

Citations in the question, queries already run, unfollowed references, the words of a quote and
their place are known by code, which overrides the model.
"""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lexhop.models.ports import Model, R, Request, Role
from lexhop.prompts import Prompt, phrase, prompt
from lexhop.reasoning.chat.assessing import assessment_of
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.drafting import finished_draft, off_topic, spoken, standing
from lexhop.reasoning.chat.entailment import judging_prompt, not_entailed, without_sentences
from lexhop.reasoning.chat.fencing import nonce_of
from lexhop.reasoning.chat.planning import plan_from, proposed, understood
from lexhop.reasoning.chat.remarks import Remarks
from lexhop.reasoning.chat.replies import (
    AssessReply,
    DraftReply,
    EntailReply,
    PlanReply,
    RepairReply,
)
from lexhop.reasoning.chat.shared_context import SharedContext, shared_context
from lexhop.reasoning.chat.wording import earlier_turns, notices_of, unread_line
from lexhop.reasoning.chat.writing import DraftWriter, provenance_of
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.reasoning.grounding.prompt_injection import instructions_in
from lexhop.reasoning.weights import WEIGHTS
from lexhop.resilience.errors import Failure
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Draft, Plan, Provenance, Query, Task
from lexhop.state.records import Evidence

RESERVE_S = 0.5
"""Seconds before a deadline that no model gets, enough to answer without one."""
_SHORT_REPLIES: dict[Role, int] = {
    "decompose": WEIGHTS.plan_tokens,
    "assess": WEIGHTS.plan_tokens,
    "entail": WEIGHTS.entail_tokens,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReasoner:
    """One call at most for the plan, each hop and the answer, and one more to repair the answer.

    A preset with `entailment` takes one more to judge it. `model` assesses and writes; `small`
    plans and judges, and writes if only cited provisions are asked for. A question that only cites
    takes one call, and that to judge. `code` knows the acts, and answers if no sentence of the
    model passes the check. All tries for a reply, including a stand-in's, take at most
    `patience_s`. Raises `Failure` if no model replies.
    """

    model: Model
    small: Model
    code: ExtractiveReasoner
    patience_s: float = 45.0
    clock: Callable[[], float] = time.time

    @property
    def name(self) -> str:
        return self.model.name

    async def decompose(self, task: Task) -> Plan:
        known = await self.code.decompose(task)
        if known.form == "lookup":
            return known
        asking = prompt(
            known.language,
            "decompose",
            question=task.question,
            acts=self._acts(known.language),
            today=task.options.as_of or self._today(),
            earlier=earlier_turns(task, known.language),
            nonce=nonce_of(task.question),
        )
        reply = await self.small(self._request("decompose", task, asking, PlanReply))
        if task.turns:
            meant = await asyncio.to_thread(understood, reply.value, task, known.language)
            alone = replace(task, question=meant or task.question, turns=())
            known = replace(await self.code.decompose(alone), understood=meant)
        made = provenance_of(reply)
        return await asyncio.to_thread(plan_from, reply.value, known, self._as_query, made)

    async def assess(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> Assessment:
        if plan.form == "lookup" or not evidence:
            return await self.code.assess(task, plan, evidence)
        shared = await self._shared(task, plan, evidence)
        asked = dict.fromkeys(task.asked)
        judging = shared.prompt.then(
            prompt(plan.language, "assess", asked="\n".join(f"- {text}" for text in asked))
        )
        reply = await self.model(self._request("assess", task, judging, AssessReply))
        found = await asyncio.to_thread(
            assessment_of,
            reply.value,
            task,
            shared,
            self._near(task, plan),
            self._remarks(task, plan, shared.packed),
        )
        found = replace(found, provenance=provenance_of(reply))
        if found.verdict == "gap" and not found.queries:
            found = replace(found, queries=(await self.code.assess(task, plan, evidence)).queries)
        return found

    async def write(
        self, task: Task, plan: Plan, evidence: Sequence[Evidence], assessment: Assessment
    ) -> Draft:
        if plan.form == "lookup":
            own = await self.code.write(task, plan, evidence, assessment)
            if not own.sentences:
                return own
        task = replace(task, rests_on=assessment.rests_on)
        shared = await self._shared(task, plan, evidence)
        if assessment.sufficiency == "unanswerable" or not evidence:
            return self._nothing_to_say(plan, assessment, shared.packed)
        if task.options.entailment:
            task = replace(task, on_sentence=None)  # nothing is streamed that may yet be struck
        writer = DraftWriter(
            task=task,
            plan=plan,
            shared=shared,
            about=self._about(task, plan),
            remarks=self._remarks(task, plan, shared.packed),
        )
        written = await self._checked(writer, assessment)
        draft = await self._judged(writer, written)
        own_gaps = await asyncio.to_thread(self.code.cited_gaps, task, plan, evidence)
        gaps = (*own_gaps, *draft.gaps)
        if not draft.sentences:
            gaps = (*gaps, *unread_line(plan.language, shared.packed.left_out))
        notices = notices_of(plan.language, shared.packed, assessment)
        if instructions_in(task.question):
            notices = (*notices, phrase(plan.language, "orders_in_question"))
        grounded = await asyncio.to_thread(writer.grounded, draft)
        if written.sentences and not standing(draft, grounded):
            own = await self.code.write(task, plan, evidence, assessment)
            made = replace(draft.provenance, model=own.provenance.model)
            unconfirmed = phrase(plan.language, "unconfirmed")
            return replace(own, provenance=made, notices=(*notices, unconfirmed))
        draft = replace(draft, gaps=tuple(dict.fromkeys(gaps)), notices=notices)
        return off_topic(draft, grounded, plan.language)

    async def _checked(self, writer: DraftWriter, assessment: Assessment) -> Draft:
        """The model's draft, after one repair where the check finds faults in it."""
        model = self.small if writer.plan.form == "lookup" else self.model
        asking = writer.prompt(assessment)
        request = self._request("write", writer.task, asking, DraftReply)
        hearing = replace(request, on_partial=writer.listener(), salvage=finished_draft)
        reply = await model(hearing)
        first = await asyncio.to_thread(writer.drafted, reply)
        faults = (await asyncio.to_thread(writer.grounded, first)).violations
        said = len(spoken(reply.value))
        if all(violation.sentence >= said for violation in faults):
            return first
        mending = asking.then(await asyncio.to_thread(writer.repair, reply.value, faults))
        try:
            again = await model(self._request("repair", writer.task, mending, RepairReply))
        except Failure as failure:
            failed = Provenance(
                model=first.provenance.model, usage=failure.usage, failures=(failure.kind,)
            )
            return replace(first, provenance=first.provenance + failed)
        second = await asyncio.to_thread(writer.mended, reply, again, faults)
        best = await asyncio.to_thread(lambda: max(first, second, key=writer.worth))
        return replace(best, provenance=first.provenance + second.provenance)

    async def _judged(self, writer: DraftWriter, draft: Draft) -> Draft:
        """`draft` without the sentences that pass the check but that the small model finds wrong.

        Where it fails or there is no time, the check alone decides.
        """
        task, language = writer.task, writer.plan.language
        grounded = await asyncio.to_thread(writer.grounded, draft)
        away = {violation.sentence for violation in grounded.violations}
        asked = {
            at: said
            for at, said in enumerate(draft.sentences)
            if at not in away and said.derivation is None
        }
        if not (task.options.entailment and asked) or self._is_late(task):
            return draft
        asking = judging_prompt(asked, writer.shared.packed.evidence, language)
        request = self._request("entail", task, asking, EntailReply)
        made = draft.provenance
        try:
            reply = await self.small(replace(request, temperature=0.0))
        except Failure as failure:
            failed = Provenance(model=made.model, usage=failure.usage, failures=(failure.kind,))
            return replace(draft, provenance=made + failed)
        judged = replace(provenance_of(reply), model=made.model)
        draft = replace(draft, provenance=made + judged)
        return without_sentences(draft, not_entailed(reply.value, asked), language)

    def _is_late(self, task: Task) -> bool:
        left = task.deadline - RESERVE_S - self.clock() if task.deadline else math.inf
        return left < WEIGHTS.judging_s

    def _request(self, role: Role, task: Task, asking: Prompt, reply: type[R]) -> Request[R]:
        patience = self.clock() + self.patience_s
        options = task.options
        most = _SHORT_REPLIES.get(role, options.max_tokens)
        return Request(
            role=role,
            prompt=asking,
            reply=reply,
            temperature=options.temperature,
            max_tokens=min(options.max_tokens, most),
            preset=options.preset,
            corpus_version=task.corpus_version,
            deadline=min(patience, task.deadline - RESERVE_S) if task.deadline else patience,
        )

    async def _shared(self, task: Task, plan: Plan, evidence: Sequence[Evidence]) -> SharedContext:
        about, today = self._about(task, plan), self._today()
        return await asyncio.to_thread(shared_context, task, plan, evidence, about, today)

    def _today(self) -> str:
        return datetime.fromtimestamp(self.clock(), UTC).astimezone().date().isoformat()

    def _acts(self, language: str) -> str:
        """The acts that are loaded, in words; of many only how many more there are."""
        names = sorted(self.code.loaded)
        if not names:
            return phrase(language, "any_documents")
        shown = ", ".join(names[: WEIGHTS.most_acts_named])
        more = len(names) - WEIGHTS.most_acts_named
        return phrase(language, "acts_and_more", acts=shown, count=str(more)) if more > 0 else shown

    def _remarks(self, task: Task, plan: Plan, packed: PackedContext) -> Remarks:
        return Remarks(
            language=plan.language,
            question=task.question,
            asked=(plan.target, *_texts(plan), self._today()[:4]),
            shown=tuple(f"{context.passage.citation}\n{context.text}" for context in packed.shown),
        )

    def _near(self, task: Task, plan: Plan) -> Callable[[str], Query | None]:
        """Accepts a query that looks up a provision, or has a word of the question or the plan."""
        about = self._about(task, plan)

        def near(text: str) -> Query | None:
            query = proposed(text, self._as_query)
            return query if query and (query.keys or about.coverage([query.text])) else None

        return near

    def _about(self, task: Task, plan: Plan) -> QueryTerms:
        """The terms that an answer may be about: those of the question and the plan.

        The plan was made before anything was read, so no passage has influenced it.
        """
        words = " ".join((task.question, plan.target, *_texts(plan)))
        return QueryTerms(words, plan.language, self.code.terms)

    def _as_query(self, text: str) -> Query:
        return plan_of(text, self.code.acts, self.code.loaded).queries[0]

    def _nothing_to_say(self, plan: Plan, assessment: Assessment, packed: PackedContext) -> Draft:
        """An abstention: what is missing, and what was found and not read."""
        gaps = [phrase(plan.language, "not_said", what=missing) for missing in assessment.missing]
        return Draft(
            sentences=(),
            gaps=(*gaps, *unread_line(plan.language, packed.left_out)),
            provenance=Provenance(model=self.name),
        )


def _texts(plan: Plan) -> tuple[str, ...]:
    return tuple(query.text for query in plan.queries)
