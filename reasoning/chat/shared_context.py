"""What a model is shown of a question and its evidence: the same for every task that it is set."""

from collections.abc import Sequence
from dataclasses import dataclass

from lexhop.prompts import Prompt, phrase, prompt
from lexhop.reasoning.chat.context_packing import PackedContext, pack
from lexhop.reasoning.chat.fencing import fenced, nonce_of
from lexhop.reasoning.chat.reading_list import Readable, listed, reading_list
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Plan, Task
from lexhop.state.records import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedContext:
    """`prompt` begins those of assessing, writing and repairing, so that a server may cache it."""

    packed: PackedContext
    readables: tuple[Readable, ...]
    prompt: Prompt


def shared_context(
    task: Task, plan: Plan, evidence: Sequence[Evidence], about: QueryTerms, today: str
) -> SharedContext:
    """The context within the budget of the task's options; `today` is an ISO day."""
    packed = pack(evidence, task.options.context_tokens, rests_on=task.rests_on, about=about)
    readables = reading_list(packed, about)
    nonce = nonce_of(task.question, packed.shown)
    parts = [query.text for query in plan.queries[1:]]
    return SharedContext(
        packed=packed,
        readables=readables,
        prompt=prompt(
            plan.language,
            "context",
            question=task.question,
            target=plan.target or phrase(plan.language, "what_is_asked"),
            parts=_lines(parts) or phrase(plan.language, "none"),
            form=phrase(plan.language, f"form_{plan.form}"),
            texts_are=_languages(packed, plan.language),
            today=task.options.as_of or today,
            passages=fenced(packed.shown, nonce, plan.language),
            readable=listed(readables, plan.language),
            nonce=nonce,
        ),
    )


def _lines(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _languages(packed: PackedContext, language: str) -> str:
    """The languages of the texts in words: "Danish and English"."""
    found = sorted({context.passage.language for context in packed.shown})
    names = [phrase(language, f"language_{code}") for code in found if code in ("da", "en")]
    return phrase(language, "and").join(names) or phrase(language, "language_any")
