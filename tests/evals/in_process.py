"""lexhop's command line without a process of its own: seconds less a call."""

import contextlib
import io
import sys
from dataclasses import dataclass
from unittest import mock

import app


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def lexhop(*arguments: str) -> Done:
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["lexhop", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = 1
        try:
            app.main()
        except SystemExit as done:
            code = int(done.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
