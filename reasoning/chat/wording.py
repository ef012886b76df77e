"""What stands around a model's work, in our words: earlier turns for it, notices for the reader."""

from collections.abc import Sequence

from lexhop.prompts import phrase
from lexhop.reasoning.chat.context_packing import PackedContext
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Assessment, Task


def earlier_turns(task: Task, language: str) -> str:
    """The conversation so far, the newest last, as data."""
    turns = [
        f"- {turn.question} ({'; '.join(turn.provisions) or phrase(language, 'nothing')})"
        for turn in task.turns
    ]
    return "\n".join(turns) or phrase(language, "none")


def notices_of(language: str, packed: PackedContext, assessment: Assessment) -> tuple[str, ...]:
    """What a reader must know: orders in a source, decisive law that wasn't read, a conflict."""
    notices = []
    if packed.addressing:
        notices.append(phrase(language, "instructions", citations="; ".join(packed.addressing)))
    decisive = [
        part.citation
        for part in packed.unread
        if part.passage.id in assessment.rests_on or part.requested
    ]
    notices += unread_line(language, decisive)
    if led_to := [query.text for query in assessment.queries if query.via]:
        named = "; ".join(led_to[: WEIGHTS.most_followed])
        notices.append(phrase(language, "not_followed", citations=named))
    if assessment.conflict:
        notices.append(phrase(language, "conflict", what=assessment.conflict))
    return tuple(notices)


def unread_line(language: str, citations: Sequence[str]) -> list[str]:
    """What was found and not shown, in a line, or nothing."""
    named = "; ".join(dict.fromkeys(citations[: WEIGHTS.most_unread]))
    return [phrase(language, "context_left_out", citations=named)] if named else []
