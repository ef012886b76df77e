"""Measuring: question sets, what is measured on them, and the benchmark of the project."""
