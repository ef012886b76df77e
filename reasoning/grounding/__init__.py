"""The check of every answer: quotes, figures, claims, and instructions to a model."""
