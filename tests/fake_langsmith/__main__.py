"""Runs the sink: python -m tests.fake_langsmith."""

from tests.fake_langsmith.server import serve

serve()
