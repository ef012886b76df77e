"""The time that a node may take.

There is no retry rule here: what can fail for a moment is tried again where it is called, by
`resilience.retry`, the one layer that does so. A node that is run again would repeat what worked.
"""

NODE_TIMEOUT_S = 60.0
MODEL_NODE_TIMEOUT_S = 240.0
"""Where models are asked: they have time limits of their own, and one draft may need two calls."""
