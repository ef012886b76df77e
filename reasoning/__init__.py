"""Taking questions apart, judging evidence and writing, with a model or without; and grounding."""
