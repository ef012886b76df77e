"""A progress bar on stderr."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from lexhop.corpus.ingest.collection import Progress as Report
from lexhop.corpus.ingest.collection import silent


@contextmanager
def progress_bar(console: Console, *, quiet: bool) -> Iterator[Report]:
    """A function to report progress to; it shows nothing if quiet or not on a terminal."""
    if quiet or not console.is_terminal:
        yield silent
        return
    columns = (
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def report(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield report
