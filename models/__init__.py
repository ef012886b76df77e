"""Clients of language models, and their retries, breakers, caches and prices."""
