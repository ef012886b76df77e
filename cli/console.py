"""The two streams: data on stdout, everything else on stderr."""

import os

from rich.console import Console, ConsoleDimensions

_UNWRAPPED = 10_000
_HEIGHT = 25


class StreamConsole(Console):
    """Wraps lines on a terminal only: what goes to a file or a program stays one line a line.

    COLUMNS counts everywhere, as it does for other programs.
    """

    @property
    def size(self) -> ConsoleDimensions:
        if self.is_terminal or "COLUMNS" in os.environ:
            return super().size
        return ConsoleDimensions(_UNWRAPPED, _HEIGHT)

    @size.setter
    def size(self, new_size: tuple[int, int]) -> None:
        self._width, self._height = new_size


out = StreamConsole(highlight=False)
err = StreamConsole(stderr=True, highlight=False)
