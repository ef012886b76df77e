"""Traces, logs and metrics of a run, without personal data."""
