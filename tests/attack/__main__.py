"""`make attack`: what was tried and what held, class by class, and how each pattern grows."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from lexhop.evals.harness.machine import this_machine
from tests.attack.growth import KINDS, SIZES, fitted, pieces_of, seconds
from tests.attack.patterns import Used, patterns

ROOT = Path(__file__).resolve().parents[2]

CLASSES: Mapping[str, Sequence[str]] = {
    "long data: patterns and readers": ("tests/attack/test_growth.py",),
    "documents: data, size, shape": (
        "tests/attack/test_documents.py",
        "tests/corpus/formats/test_front_matter.py",
        "tests/corpus/formats/test_lexdania.py",
    ),
    "files: links, pipes, names, one bad one": (
        "tests/corpus/ingest/test_files.py",
        "tests/corpus/ingest/test_isolation.py",
    ),
    "an ingest that is cut at each write": ("tests/corpus/ingest/test_cut_short.py",),
    "orders to a model in texts": ("tests/security/test_injections.py",),
    "law that looks like one": ("tests/attack/test_lawful.py",),
    "a model that lies": (
        "tests/security/test_liars.py",
        "tests/reasoning/grounding/stress",
    ),
    "questions without bounds": ("tests/attack/test_bounds.py",),
    "codes for a terminal": ("tests/attack/test_output.py",),
    "state of a thread": ("tests/attack/test_state.py",),
    "clients of the server": ("tests/test_langgraph_server.py",),
    "values in Redis": ("tests/attack/test_redis_values.py", "tests/resilience/test_sealing.py"),
    "what leaves in traces": ("tests/observability/redaction",),
}


class Outcomes:
    """Counts the outcomes of a run of tests, by the class of their file."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in CLASSES}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            name = next(
                name
                for name, files in CLASSES.items()
                if any(report.nodeid.startswith(file) for file in files)
            )
            self.counts[name][report.outcome] += 1


def main() -> int:
    outcomes = Outcomes()
    files = [str(ROOT / file) for files in CLASSES.values() for file in files]
    code = pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *files], [outcomes])
    print("\n" + "; ".join(f"{name} {value}" for name, value in this_machine().items()) + "\n")
    print(f"{'class':42} {'tried':>6} {'held':>6} {'left out':>9}")
    for name, counts in outcomes.counts.items():
        tried = counts["passed"] + counts["failed"]
        print(f"{name:42} {tried:6} {counts['passed']:6} {counts['skipped'] or '':>9}")
    _growth()
    return int(code)


def _growth() -> None:
    """Each pattern by its worst kind of text: the exponent fitted over all sizes, and the time."""
    found, _ = patterns()
    print(f"\n{len(found)} patterns over {SIZES[0]:,} to {SIZES[-1]:,} characters")
    print(f"{'pattern':70} {'exponent':>8} {'ms':>8}  worst text")
    rows = sorted((_worst(used) for used in found), reverse=True)
    for exponent, took_ms, where, piece in rows:
        print(f"{where:70.70} {exponent:8.2f} {took_ms:8.1f}  {piece!r:.40}")


def _worst(used: Used) -> tuple[float, float, str, str]:
    pieces = [*KINDS.values(), *pieces_of(used.pattern)]
    slowest = max(pieces, key=lambda piece: seconds(used.read, piece))
    return (*fitted(used.read, slowest), used.where, slowest)


if __name__ == "__main__":
    sys.exit(main())
