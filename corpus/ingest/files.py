"""The files under a path, and their content hashes."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats import SUFFIXES


def files_under(paths: Sequence[Path]) -> Iterator[Path]:
    """Each readable file once, in name order within a folder, hidden ones left out.

    Linked files are included at the link's place, linked folders are not entered. Raises
    FileNotFoundError for a path that doesn't exist.
    """
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder")
        root = path.resolve()
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            inside = file.relative_to(root)
            if any(part.startswith(".") for part in inside.parts) or not file.is_file():
                continue
            if inside.parts and file.suffix.lower() not in SUFFIXES:
                continue
            if (target := file.resolve()) not in seen:
                seen.add(target)
                yield file


def file_hash(path: Path, salt: str) -> str:
    """Hash of a file's content and `salt`. Raises UnreadableDocument if it can't be opened."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
    except OSError as error:
        problem = f"{path.name}: can't be opened ({error.strerror}); check the file"
        raise UnreadableDocument(problem) from error
    digest.update(salt.encode())
    return digest.hexdigest()[:24]
