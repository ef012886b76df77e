"""The files under a path, which of them are refused, and content hashes."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import SUFFIXES
from lexhop.corpus.formats.archive import unread_in
from lexhop.corpus.formats.source import open_file

Skip = Callable[[str, str], None]
"""Called with a file that isn't ingested, and the reason."""

Leave = Callable[[str], None]
"""Called with the ending of a file that is passed over (".png"), or what it is called instead."""

HIDDEN, NO_ENDING = "hidden", "no ending"
_OF_THE_SYSTEM = tuple(map(Path, ("/proc", "/sys", "/dev")))


def _unnoticed(_ending: str) -> None:
    """Takes no note of it."""


def files_under(paths: Sequence[Path], skip: Skip, leave: Leave = _unnoticed) -> Iterator[Path]:
    """Each readable file once, in name order within a folder.

    Those that are hidden or of other formats go to `leave`; a hidden folder counts as one file.

    A linked file is included at the link's place if it leads to one under the same path; linked
    folders are not entered. What is no plain file, or lies in /proc, /sys or /dev, is skipped and
    never opened. Raises FileNotFoundError for a path that doesn't exist.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder")
        root = path.resolve()
        for file in _readable(root, skip, leave) if root.is_dir() else [root]:
            target = Path(os.path.realpath(file))
            if target in seen:
                continue
            seen.add(target)
            if reason := _refused(file, target, root):
                skip(_shown(file), f"{_shown(Path(file.name))}: {reason}")
            else:
                if file.suffix.lower() == ".zip":
                    for ending in unread_in(file, SUFFIXES).elements():
                        leave(ending or NO_ENDING)
                yield file


def _readable(root: Path, skip: Skip, leave: Leave) -> list[Path]:
    """Files under `root` with a suffix that is read, also those that turn out to be no files."""

    def closed(error: OSError) -> None:
        folder = Path(error.filename)
        skip(_shown(folder), f"{_shown(folder)}: can't be opened ({error.strerror}); check it")

    found = []
    for folder, folders, names in os.walk(root, onerror=closed):
        if _of_the_system(Path(folder)):
            skip(folder, f"{folder}: {_SYSTEM}")
            folders.clear()
            continue
        for name in [name for name in folders if name.startswith(".")]:
            folders.remove(name)
            leave(HIDDEN)
        for name in names:
            ending = HIDDEN if name.startswith(".") else Path(name).suffix.lower()
            if ending in SUFFIXES:
                found.append(Path(folder, name))
            else:
                leave(_shown(Path(ending)) if ending else NO_ENDING)
    return sorted(found)


_SYSTEM = "part of the system's own state (/proc, /sys, /dev), which is never read"


def _refused(file: Path, target: Path, root: Path) -> str:
    """Why a file is not opened, "" where it is."""
    if _of_the_system(target):
        return _SYSTEM
    if not target.is_relative_to(root):
        return f"a link out of the folder, to {_shown(target)}; give that file itself"
    if _shown(file) != str(file):
        return "its name is in another encoding than Unicode; rename it"
    try:
        mode = target.stat().st_mode
    except OSError:
        return "a link that leads nowhere; remove it"
    return "" if stat.S_ISREG(mode) else "not a plain file (a pipe, socket or device); remove it"


def _of_the_system(target: Path) -> bool:
    return any(map(target.is_relative_to, _OF_THE_SYSTEM))


def _shown(path: Path) -> str:
    """The path as text that can be stored and printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def file_hash(path: Path, salt: str) -> str:
    """Hash of a file's content and `salt`. Raises UnreadableDocument if it can't be opened."""
    try:
        with open_file(path) as file:
            digest = hashlib.file_digest(file, "sha256")
    except OSError as error:
        problem = f"{path.name}: can't be opened ({error.strerror}); check the file"
        raise UnreadableDocument(problem) from error
    digest.update(salt.encode())
    return digest.hexdigest()[:24]
