"""Planning, assessing and writing, with a model or without, and the grounding check."""
