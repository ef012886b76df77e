"""Writes one draft: its prompts, the reply as it comes, and its check."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lexhop.models.ports import R, Reply
from lexhop.prompts import Prompt, phrase, prompt
from lexhop.reasoning.chat.drafting import (
    draft_from,
    faults_in_words,
    finished_sentences,
    mended,
    spoken,
    standing,
)
from lexhop.reasoning.chat.remarks import Remarks
from lexhop.reasoning.chat.replies import DraftReply, RepairReply, SentenceReply
from lexhop.reasoning.chat.shared_context import SharedContext
from lexhop.reasoning.grounding.check import Grounded, Violation, ground
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Assessment, Draft, Plan, Provenance, Sentence, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWriter:
    """`shared` is what the model is shown, `about` the terms that an answer may be about."""

    task: Task
    plan: Plan
    shared: SharedContext
    about: QueryTerms
    remarks: Remarks
    _grounded: dict[tuple[Sentence, ...], Grounded] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def prompt(self, assessment: Assessment) -> Prompt:
        language = self.plan.language
        missing = "; ".join(assessment.missing) or phrase(language, "nothing")
        return self.shared.prompt.then(prompt(language, "write", missing=missing))

    def repair(self, reply: DraftReply, faults: Sequence[Violation]) -> Prompt:
        """The message about the draft's faulty sentences, to append to the first prompt."""
        language = self.plan.language
        return prompt(
            language,
            "repair",
            draft=faults_in_words(reply, faults, self.shared.packed, language),
        )

    def drafted(self, reply: Reply[DraftReply]) -> Draft:
        draft = draft_from(reply.value, self.shared.packed, self.remarks)
        if reply.cut:
            cut = phrase(self.plan.language, "reply_cut")
            draft = replace(draft, gaps=(*draft.gaps, cut))
        return replace(draft, provenance=provenance_of(reply))

    def mended(
        self, first: Reply[DraftReply], repair: Reply[RepairReply], faults: Sequence[Violation]
    ) -> Draft:
        """The draft with its faulty sentences as the repair has them, or without."""
        faulty = sorted({violation.sentence for violation in faults})
        whole = mended(first.value, repair.value, faulty)
        second = self.drafted(replace(first, value=whole))
        gone = len(spoken(first.value)) - len(spoken(whole))
        given_up = [phrase(self.plan.language, "struck", count=str(gone))] if gone else []
        gaps = (*second.gaps, *given_up)
        return replace(second, gaps=gaps, provenance=provenance_of(repair))

    def grounded(self, draft: Draft) -> Grounded:
        """Where the question cites, it is the provision that says what an answer is about."""
        key = draft.sentences
        if key not in self._grounded:
            cites = any(query.keys for query in self.plan.queries[:1])
            about = None if cites or not self.about.terms else self.about
            evidence = self.shared.packed.evidence
            self._grounded[key] = ground(
                draft, evidence, self.plan.language, about, self.task.question
            )
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
            reply = DraftReply(sentences=list(new), calculations=[], not_found=[])
            draft = draft_from(reply, self.shared.packed, self.remarks)
            for said in self.grounded(draft).said:
                hand_on(said)

        return hear


def provenance_of(reply: Reply[R]) -> Provenance:
    return Provenance(model=reply.model, usage=reply.usage, failures=reply.failures)
