"""What a node refuses of a state that others have written to."""

from typing import Any

import pytest

from lexhop.nodes.begun import refuse_too_much
from lexhop.state.research import Research


@pytest.mark.parametrize("values", [{"run_id": 7}, {"gaps": (7,)}, {"stop_reason": {"a": 1}}])
def test_what_is_no_text_is_refused_by_name(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{next(iter(values))}: no text"):
        refuse_too_much(Research(**values))
