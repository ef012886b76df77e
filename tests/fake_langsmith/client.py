"""The sink as a test sees it: started as a process, asked what came, told to misbehave."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 20.0
Run = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FakeLangSmith:
    """A running sink. `process` may be killed in a test, for a sink that goes away."""

    url: str
    process: "subprocess.Popen[str]"

    def environment(self, project: str = "test") -> dict[str, str]:
        """What makes a process trace to this sink."""
        return {
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_ENDPOINT": self.url,
            "LANGSMITH_API_KEY": "lsv2_made_up",
            "LANGSMITH_PROJECT": project,
        }

    def runs(self, trace_id: object = None) -> list[Run]:
        """What came of each run, post and patch merged, in the order in which they began."""
        runs = [
            run
            for run in self._get("runs")
            if trace_id is None or run.get("trace_id") == str(trace_id)
        ]
        return sorted(runs, key=lambda run: str(run.get("dotted_order", "")))

    def ended_runs(self, count: int, trace_id: object = None) -> list[Run]:
        """Waits until so many runs, or more, have come and all of them have ended."""

        def done() -> list[Run]:
            runs = self.runs(trace_id)
            ended = len(runs) >= count and all(run.get("end_time") for run in runs)
            return runs if ended else []

        return self.wait_for(done, f"{count} ended runs")

    def feedback(self) -> list[dict[str, Any]]:
        given: list[dict[str, Any]] = self._get("feedback")
        return given

    def projects(self) -> list[dict[str, Any]]:
        """Projects and experiments."""
        known: list[dict[str, Any]] = self._get("projects")
        return known

    def raw(self) -> bytes:
        """Every byte that came, decompressed: what isn't in here didn't leave."""
        return self._call("GET", "raw")

    def calls(self) -> list[str]:
        """ "POST /runs/multipart" and so on, as they came."""
        calls: list[str] = self._get("calls")["calls"]
        return calls

    def unknown(self) -> list[str]:
        """Calls that this sink doesn't know: a test that rests on one proves nothing."""
        unknown: list[str] = self._get("calls")["unknown"]
        return unknown

    def faults(self) -> int:
        """How many calls met the misbehaviour that was asked for."""
        met: int = self._get("calls")["faults"]
        return met

    def misbehave(self, mode: str, *, paths: str = "", times: int = -1) -> None:
        """From now on "hang", "drop" the connection or answer with a status ("500").

        For calls of which the path begins with `paths`, so many times; -1 is for good.
        """
        self._call("POST", "misbehave", {"mode": mode, "paths": paths, "times": times})

    def behave(self) -> None:
        self._call("POST", "misbehave", {"mode": "", "times": 0})

    def be_old(self) -> None:
        """Like a deployment that knows neither compression nor multipart bodies."""
        flags = ("zstd_compression_enabled", "dataset_examples_multipart_enabled")
        batches = {"use_multipart_endpoint": False}
        self._call(
            "POST",
            "info",
            {"batch_ingest_config": batches, "instance_flags": dict.fromkeys(flags, False)},
        )

    def reset(self) -> None:
        """Forget everything, and behave."""
        self._call("POST", "reset", {})

    def tree(self, trace_id: object) -> str:
        """A run a line, indented below its parent: name, type, time, keys of its metadata."""
        return "\n".join(
            "  " * str(run["dotted_order"]).count(".") + _line(run) for run in self.runs(trace_id)
        )

    def wait_for(self, look: Callable[[], Any], what: str) -> Any:
        """What `look` gives once that is something."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            if found := look():
                return found
            time.sleep(0.02)
        raise AssertionError(f"waited {_PATIENCE_S:.0f} s for {what}; unknown: {self.unknown()}")

    def _get(self, what: str) -> Any:
        return json.loads(self._call("GET", what))

    def _call(self, method: str, what: str, body: object = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_control/{what}", data, method=method)  # noqa: S310
        with urlopen(request, timeout=_PATIENCE_S) as reply:  # noqa: S310
            content: bytes = reply.read()
            return content


@contextmanager
def fake_langsmith() -> Iterator[FakeLangSmith]:
    """Starts a sink, and ends it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fake_langsmith"],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield FakeLangSmith(f"http://127.0.0.1:{port}", process)
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _line(run: Run) -> str:
    line = f"{run['name']} ({run['run_type']})"
    if run.get("end_time"):
        took = datetime.fromisoformat(run["end_time"]) - datetime.fromisoformat(run["start_time"])
        line += f" {took.total_seconds() * 1000:.0f} ms"
    if metadata := (run.get("extra") or {}).get("metadata"):
        line += f" {{{', '.join(sorted(metadata))}}}"
    if events := [str(event["name"]) for event in run.get("events") or []]:
        line += f" events: {', '.join(events)}"
    if error := run.get("error"):
        line += f" error: {str(error).splitlines()[0]}"
    return line
