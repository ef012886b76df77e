"""Where the graph goes next: pure functions of the state."""

from typing import Literal

from lexhop.state.research import Research


def after_reason(state: Research) -> Literal["retrieve", "answer"]:
    """Another hop while nothing says stop."""
    return "answer" if state.stop_reason else "retrieve"
