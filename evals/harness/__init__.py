"""Question sets, what is measured on them, and runs: with no LangSmith and no page."""
