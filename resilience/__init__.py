"""Retries, circuit breakers and caches, and the errors that say whether a retry can help."""
