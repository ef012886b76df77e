"""Evaluation: question sets, metrics, runs over them, and the project's benchmark."""
