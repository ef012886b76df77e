"""The one retry rule and the time that a node may take."""

from langgraph.types import RetryPolicy

from resilience.errors import Transient

NODE_TIMEOUT_S = 60.0
RETRY = RetryPolicy(
    initial_interval=0.1,
    backoff_factor=2.0,
    max_interval=2.0,
    max_attempts=3,
    jitter=True,
    retry_on=Transient,
)
"""Three tries, only where a retry can help: LangGraph's own rule would retry permanent errors."""
