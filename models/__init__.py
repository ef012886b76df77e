"""Clients of language models, and what makes them last: retries, breakers, caches, prices."""
