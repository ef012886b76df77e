"""Which ingests began to change a collection and didn't end: a file beside its tables."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

UNKNOWN = "?"
"""Stands for the paths of a run whose note can't be read."""


class UnfinishedRuns:
    """The paths of unfinished runs, in the file `UNFINISHED`, which is gone when there are none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "UNFINISHED"

    def paths(self) -> tuple[str, ...]:
        try:
            noted = json.loads(self._file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, RecursionError):
            return (UNKNOWN,)
        return tuple(map(str, noted)) if isinstance(noted, list) else (UNKNOWN,)

    def begin(self, paths: Sequence[str]) -> None:
        """Note a run over `paths`, beside those noted before. It is on disk when this returns."""
        self._write(tuple(dict.fromkeys((*self.paths(), *paths))))

    def end(self, paths: Sequence[str]) -> None:
        """A run over `paths` is through: it completed all under them, and what is gone can't be."""
        roots = [Path(path) for path in paths]
        self._write(
            tuple(
                path
                for path in self.paths()
                if path != UNKNOWN
                and Path(path).exists()
                and not any(map(Path(path).is_relative_to, roots))
            )
        )

    def _write(self, paths: Sequence[str]) -> None:
        if not paths:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        draft = self._file.with_name("UNFINISHED.new")
        with draft.open("w", encoding="ascii") as file:
            json.dump(paths, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
