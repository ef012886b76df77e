"""Question sets, metrics and runs, without LangSmith and HTML."""
