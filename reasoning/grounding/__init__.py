"""The check that every answer passes: quotes, figures, claims, and orders to a model."""
