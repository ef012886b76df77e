"""Time limits of the nodes.

There are no retries here: calls are retried where they are made, by `resilience.retry` only. A
retried node would repeat what has worked.
"""

NODE_TIMEOUT_S = 60.0
MODEL_NODE_TIMEOUT_S = 240.0
"""For nodes that call models, which have their own limits; one draft may need two calls."""
