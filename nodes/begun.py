"""What every node but the first holds its state to, whoever has put it there."""

from lexhop.state.plan import Plan
from lexhop.state.research import Research

_MOST_CHARACTERS = 400_000
"""Of all that may come from outside, together; a run writes a tenth of it."""
_FROM_OUTSIDE = ("question", "run_id", "corpus_version", "stop_reason", "asked", "found", "gaps")


def plan_of(state: Research) -> Plan:
    """The plan of the run's own question.

    Raises ValueError, in one line, where there is none, where the question was changed since, or
    where something outgrew what a run writes.
    """
    if state.plan is None:
        raise ValueError("the question has no plan; start the graph at its first node")
    if state.plan.question and state.plan.question != state.question:
        raise ValueError("the question was changed after its plan was made; ask it as a new one")
    refuse_too_much(state)
    return state.plan


def refuse_too_much(state: Research) -> None:
    """Raises ValueError where the state holds more text than any run writes."""
    for name in _FROM_OUTSIDE:
        value = getattr(state, name) or ""
        parts = value if isinstance(value, tuple | list) else [value]
        if name != "question" and not all(isinstance(part, str) for part in parts):
            raise ValueError(f"{name}: no text; send a question, and options if you like")
        if sum(len(str(part)) for part in parts) > _MOST_CHARACTERS:
            raise ValueError(f"{name}: more than a run holds; ask on a new thread")
    if sum(len(str(message.content)) for message in state.messages) > _MOST_CHARACTERS:
        raise ValueError("messages: more than a run holds; ask on a new thread")
