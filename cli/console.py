"""The two streams: data on stdout, everything else on stderr."""

import os
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleDimensions, ConsoleOptions, RenderableType
from rich.segment import Segment

from lexhop.corpus.text.visible import visible

_UNWRAPPED = 10_000
_HEIGHT = 25


class StreamConsole(Console):
    """Wraps lines on a terminal only: what goes to a file or a program stays one line a line.

    Where COLUMNS gives a width, that counts everywhere. A string is text and no markup, and of any
    text only what a reader sees is printed: names, documents and replies of models may hold codes
    that a terminal obeys.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as Rich's
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)

    @property
    def size(self) -> ConsoleDimensions:
        columns = os.environ.get("COLUMNS", "")
        if self.is_terminal or (columns.isdigit() and int(columns)):
            return super().size
        return ConsoleDimensions(_UNWRAPPED, _HEIGHT)

    @size.setter
    def size(self, new_size: tuple[int, int]) -> None:
        self._width, self._height = new_size


out = StreamConsole()
err = StreamConsole(stderr=True)


def tell(message: str) -> None:
    """A line on stderr that isn't wrapped."""
    err.print(message, soft_wrap=True)
