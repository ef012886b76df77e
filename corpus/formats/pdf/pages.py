"""The lines of a PDF and where they stand, read by a process that may fail for it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.source import open_file, printable, too_large, unreadable

_PROGRAM = Path(__file__).with_name("extract.py")
_PROBLEMS = {
    3: "locked by a password; save it without one",
    4: "a broken PDF; get the file again",
    5: f"more than {LIMITS.pages:,} pages or {too_large(LIMITS.text)}",
}
"""By exit code of the program."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of print: its box in points from the lower left, `height` that of its letters."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """The lines of a page in the order of its content; `number` is the one printed, if known."""

    number: int
    lines: Sequence[PdfLine]


def pages_of(path: Path) -> list[PdfPage]:
    """Raises UnreadableDocument where the file is no PDF, locked, too large or takes too much."""
    if not find_spec("pypdfium2"):
        raise unreadable(path, "PDF is read with the extra lexhop[documents]; pip install it")
    done = _run(path)
    if problem := _PROBLEMS.get(done.returncode):
        raise unreadable(path, problem)
    if done.returncode:
        raise unreadable(path, "a PDF that takes more memory than a document may; leave it out")
    return list(_pages(done.stdout))


def _run(path: Path) -> "subprocess.CompletedProcess[bytes]":
    limits = (LIMITS.memory, LIMITS.pages, LIMITS.text)
    try:
        with open_file(path) as file:
            if file.seek(0, 2) > LIMITS.package:
                raise unreadable(path, too_large(LIMITS.package))
            file.seek(0)
            return subprocess.run(  # noqa: S603 - a program of ours, given numbers alone
                [sys.executable, "-P", str(_PROGRAM), *map(str, limits)],
                stdin=file,
                capture_output=True,
                timeout=LIMITS.seconds,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        problem = f"a PDF that takes over {LIMITS.seconds} seconds to read; divide it"
        raise unreadable(path, problem) from error
    except OSError as error:
        raise unreadable(path, f"can't be opened ({error.strerror}); check the file") from error


def _pages(output: bytes) -> Iterator[PdfPage]:
    for page in output.splitlines():
        read = json.loads(page)
        lines = [PdfLine(printable(text), *box) for text, *box in read["lines"]]
        yield PdfPage(read["number"], [line for line in lines if line.text.strip()])
