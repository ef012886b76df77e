"""A LangSmith-compatible sink: a real process on loopback that keeps what the SDK sends it."""
