"""The two streams: data on stdout, everything else on stderr."""

import os

from rich.console import Console, ConsoleDimensions

_UNWRAPPED = 10_000
_HEIGHT = 25


class StreamConsole(Console):
    """Wraps lines on a terminal only: what goes to a file or a program stays one line a line.

    Where COLUMNS gives a width, that counts everywhere.
    """

    @property
    def size(self) -> ConsoleDimensions:
        columns = os.environ.get("COLUMNS", "")
        if self.is_terminal or (columns.isdigit() and int(columns)):
            return super().size
        return ConsoleDimensions(_UNWRAPPED, _HEIGHT)

    @size.setter
    def size(self, new_size: tuple[int, int]) -> None:
        self._width, self._height = new_size


out = StreamConsole(highlight=False)
err = StreamConsole(stderr=True, highlight=False)


def tell(message: str) -> None:
    """A line on stderr that isn't wrapped, its brackets as they are."""
    err.print(message, markup=False, soft_wrap=True)
