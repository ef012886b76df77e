"""lexhop's command line without a process of its own: seconds less a call."""

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest import mock

from lexhop import app
from lexhop.cli.main import run
from lexhop.composition.ports import Services


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def lexhop(*arguments: str, services: Services | None = None) -> Done:
    """`services` are used instead of those that the environment asks for."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["lexhop", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = 1
        try:
            if services is None:
                app.main()
            else:
                run(lambda: services)
        except SystemExit as done:
            code = int(done.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
