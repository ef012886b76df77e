"""Bringing a collection up to date with files: what changed, prepared by worker processes."""
