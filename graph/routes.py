"""Routes of the graph: pure functions of the state."""

from typing import Literal

from lexhop.state.research import Research


def after_reason(state: Research) -> Literal["retrieve", "answer"]:
    """Another hop, unless there is a stop reason."""
    return "answer" if state.stop_reason else "retrieve"
