"""Datasets, experiments and feedback in LangSmith."""
