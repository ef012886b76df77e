"""Writes one draft: its prompts, the reply as it comes, and its check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lexhop.models.ports import R, Reply
from lexhop.prompts import Prompt, phrase, prompt
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.chat.drafting import draft_from, faults_in_words, finished_sentences, standing
from lexhop.reasoning.chat.fencing import fenced, nonce_of
from lexhop.reasoning.chat.replies import DraftReply, SentenceReply
from lexhop.reasoning.grounding.check import Grounded, Violation, ground
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Draft, Plan, Provenance, Sentence, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWriter:
    """`packed` is the context shown to the model, `about` the terms that an answer may be about."""

    task: Task
    plan: Plan
    packed: PackedContext
    about: QueryTerms
    _grounded: dict[tuple[Sentence, ...], Grounded] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def prompt(self, assessment: Assessment) -> Prompt:
        language = self.plan.language
        nonce = nonce_of(self.task.question, self.packed.shown)
        return prompt(
            language,
            "write",
            question=self.task.question,
            target=self.plan.target or phrase(language, "what_is_asked"),
            missing="; ".join(assessment.missing) or phrase(language, "nothing"),
            passages=fenced(self.packed.shown, nonce),
            nonce=nonce,
        )

    def repair(self, reply: Reply[DraftReply], faults: Sequence[Violation]) -> Prompt:
        """The message about the draft's faults, to append to the first prompt."""
        return prompt(
            self.plan.language,
            "repair",
            draft=reply.value.model_dump_json(indent=1),
            faults=faults_in_words(faults, self.plan.language),
        )

    def drafted(self, reply: Reply[DraftReply]) -> Draft:
        draft = draft_from(reply.value, self.packed, self.plan.language, self.task.question)
        return replace(draft, provenance=provenance_of(reply))

    def grounded(self, draft: Draft) -> Grounded:
        """Where the question cites, it is the provision that says what an answer is about."""
        key = draft.sentences
        if key not in self._grounded:
            cites = any(query.keys for query in self.plan.queries[:1])
            about = None if cites or not self.about.terms else self.about
            evidence = self.packed.evidence
            self._grounded[key] = ground(draft, evidence, self.plan.language, about)
        return self._grounded[key]

    def worth(self, draft: Draft) -> tuple[int, int]:
        """For comparison: more sentences that pass the check are better, then fewer faults."""
        grounded = self.grounded(draft)
        return standing(draft, grounded), -len(grounded.violations)

    def listener(self) -> Callable[[object], None] | None:
        """A callback for partial replies: passes on each finished sentence that is grounded."""
        if self.task.on_sentence is None:
            return None
        hand_on = self.task.on_sentence
        heard: tuple[SentenceReply, ...] = ()

        def hear(partial: object) -> None:
            nonlocal heard
            finished = finished_sentences(partial)
            if finished[: len(heard)] != heard:
                heard = ()  # a retry has begun
            new, heard = finished[len(heard) :], finished
            if not new:
                return
            reply = DraftReply(sentences=list(new), not_found=[])
            draft = draft_from(reply, self.packed, self.plan.language, self.task.question)
            for said in self.grounded(draft).said:
                hand_on(said)

        return hear


def provenance_of(reply: Reply[R]) -> Provenance:
    return Provenance(model=reply.model, usage=reply.usage, failures=reply.failures)
