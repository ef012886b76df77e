"""The command line: which commands there are, and how it ends.

Heavy libraries are imported by the commands that use them, so `--help` and errors come at once.
"""

import os
import sys
import threading
from collections.abc import Callable
from importlib import metadata
from typing import Annotated

import typer

from lexhop.cli.commands.ask import ask
from lexhop.cli.commands.batch import batch
from lexhop.cli.commands.cache import cache
from lexhop.cli.commands.collections import collections
from lexhop.cli.commands.dataset import dataset
from lexhop.cli.commands.demo import demo
from lexhop.cli.commands.diff import diff
from lexhop.cli.commands.doctor import doctor
from lexhop.cli.commands.eval import evaluate
from lexhop.cli.commands.feedback import feedback
from lexhop.cli.commands.graph import graph
from lexhop.cli.commands.ingest import ingest
from lexhop.cli.commands.search import search
from lexhop.cli.console import err
from lexhop.cli.context import help_alone
from lexhop.composition.ports import Services
from lexhop.state.errors import BadInput

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What Typer raises for a command line that it can't take; it exports only the subclass."""
_USAGE = 2
_FAILURE = 1
INTERRUPTED_CODE = 130
INTERRUPTED = "interrupted; run the same again to go on"
TOLD = threading.Event()
"""Set once that is said."""

commands = typer.Typer(
    name="lexhop",
    help="Ask documents that refer to each other; answers are quoted and cited.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"lexhop {metadata.version('lexhop')}")  # noqa: T201
        raise typer.Exit


@commands.callback()
def _options(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """What stands before a command, or alone."""
    help_alone(context)


for _command, _name in (
    (demo, "demo"),
    (ask, "ask"),
    (ingest, "ingest"),
    (batch, "batch"),
    (search, "search"),
    (diff, "diff"),
    (evaluate, "eval"),
    (collections, "collections"),
    (graph, "graph"),
    (doctor, "doctor"),
    (feedback, "feedback"),
):
    commands.command(_name)(_command)
commands.add_typer(cache, name="cache")
commands.add_typer(dataset, name="dataset")


def run(open_services: Callable[[], Services]) -> None:
    """Run the command line: errors are one line on stderr, exit code 2 for bad input, else 1."""
    try:
        code = commands(standalone_mode=False, obj=open_services) or 0
    except BadInput as error:
        _fail(str(error), _USAGE)
    except _UsageError as error:
        _fail(f"{_said(error)}; see lexhop --help", _USAGE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED_CODE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_FAILURE)
    except Exception as error:
        if os.environ.get("LEXHOP_DEBUG"):
            raise
        first = str(error).strip().splitlines()[0] if str(error).strip() else ""
        _fail(first or f"{type(error).__name__}; set LEXHOP_DEBUG=1 for the traceback", _FAILURE)
    if code == INTERRUPTED_CODE:
        TOLD.set()
        _fail(INTERRUPTED, INTERRUPTED_CODE)
    sys.exit(code)


def _said(error: Exception) -> str:
    """What is wrong with a command line, and with which of its options."""
    said = str(error).rstrip(".")
    options = getattr(getattr(error, "param", None), "opts", ())
    named = next((option for option in options if option.startswith("--")), "")
    return f"{named}: {said}" if named and named not in said else said


def _fail(message: str, code: int) -> None:
    err.print(f"lexhop: {message}", soft_wrap=True)
    sys.exit(code)
