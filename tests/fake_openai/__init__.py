"""An OpenAI-compatible server for tests: a real process, ruled and misbehaving on order."""

from tests.fake_openai.client import Counts, FakeOpenAI, running
from tests.fake_openai.quirks import Quirk
from tests.fake_openai.rules import Fault, Recorded, Rule

__all__ = ["Counts", "FakeOpenAI", "Fault", "Quirk", "Recorded", "Rule", "running"]
