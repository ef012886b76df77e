"""The `lexhop` command, and `python -m lexhop`."""

import sys

_INTERRUPTED = 130


def main() -> None:
    """Runs the command. Interrupted while it is still being loaded, it ends without a word."""
    try:
        from lexhop.app import main as run
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
