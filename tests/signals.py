"""How a child takes SIGINT, whatever this process was born with: `preexec_fn` for subprocess."""

import signal


def interruptible() -> None:
    """As a command in the foreground."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def in_background() -> None:
    """As behind `&` in a script, or `nohup`: SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
