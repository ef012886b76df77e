"""Staying up: which failures a retry can help."""
