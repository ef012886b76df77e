"""Files within a file: attachments of a mail, members of an archive."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lexhop.corpus.formats.source import one_line

_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Member:
    """A file within another; `name` is what that one says, which may be anything."""

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()


@contextmanager
def as_file(member: Member) -> Iterator[Path]:
    """The member as a file in a folder of its own, under its own last names and nowhere else."""
    names = _parts(member.name) or ["file"]
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary, *names[-2:])
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(member.data)
        yield path


def _parts(name: str) -> list[str]:
    """The folders and the name of a member, as names that any system takes."""
    return [safe for part in name.replace("\\", "/").split("/") if (safe := _safe(part))]


def _safe(part: str) -> str:
    kept = "".join("_" if sign in '<>:"|?*/\\\0' else sign for sign in one_line(part))
    stem, dot, suffix = kept.strip(". ").rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:_LONGEST_NAME]}"
