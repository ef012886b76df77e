"""The server's remote control: start it, give it rules, see what it was asked."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, TypeAdapter

from tests.fake_openai.rules import Recorded, Rule

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDS = TypeAdapter(list[Recorded])
WAIT_S = 20.0


class Counts(BaseModel):
    """Since the last reset. `open_connections` are those that made a call, control not counted."""

    total: int
    in_flight: int
    disconnected: int
    open_connections: int
    by_schema: dict[str, int]
    rules_used: list[int]


@dataclass(frozen=True, slots=True)
class FakeOpenAI:
    base_url: str
    api_key: str = "sk-fake"

    def add(self, *rules: Rule) -> None:
        """Put rules behind those there are; ValueError says what is wrong with them."""
        body = [rule.model_dump(mode="json", exclude_defaults=True) for rule in rules]
        self._call("POST", "/_control/rules", body)

    def reset(self) -> None:
        """Forget requests and rules, all but those it was started with."""
        self._call("POST", "/_control/reset")

    def requests(self, *, schema_name: str | None = None) -> list[Recorded]:
        """The last 10,000, oldest first."""
        records = RECORDS.validate_python(self._call("GET", "/_control/requests"))
        return [one for one in records if schema_name in (None, one.schema_name)]

    def counts(self) -> Counts:
        return Counts.model_validate(self._call("GET", "/_control/counts"))

    async def until(self, true: Callable[[Counts], bool], *, within_s: float = WAIT_S) -> Counts:
        """Wait for a condition on the counts; TimeoutError with the last ones."""
        end = time.monotonic() + within_s
        while not true(counts := await asyncio.to_thread(self.counts)):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {within_s:g} s; the last counts: {counts}")
            await asyncio.sleep(0.01)
        return counts

    def _call(self, method: str, path: str, body: object = None) -> Any:
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=WAIT_S)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status >= 400:
            raise ValueError(answer["error"])
        return answer


@contextmanager
def running(*options: str) -> Iterator[FakeOpenAI]:
    """A server of its own process, killed in the end; it also ends when this process dies."""
    command = [sys.executable, "-m", "tests.fake_openai", "--until-stdin-closes", *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            if process.stdout is None or not (line := process.stdout.readline()):
                raise RuntimeError(f"the fake server ended with {process.wait()}")
            fake = FakeOpenAI(json.loads(line)["base_url"])
            fake.counts()
            yield fake
        finally:
            process.kill()
