"""Reads a .zip as a folder: each member alone, none of them where it says it belongs."""

import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats.jsonl import SkipLine
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.members import Member
from lexhop.corpus.formats.package import Package, open_package
from lexhop.corpus.formats.source import too_large, unreadable

_UNIX_MODE = 16
_OF_THE_SYSTEM = "__MACOSX"


@contextmanager
def open_archive(path: Path) -> Iterator[Package]:
    """Raises UnreadableDocument where it has too many files, or they are too long together."""
    with open_package(path, most=LIMITS.archive) as package:
        members = package.members()
        if len(members) > LIMITS.members:
            raise unreadable(path, f"more than {LIMITS.members:,} files in it; divide it")
        if sum(info.file_size for info in members) > LIMITS.archive:
            raise unreadable(path, f"unpacked it is {too_large(LIMITS.archive)}")
        yield package


def archive_members(package: Package, skip: SkipLine, suffixes: Sequence[str]) -> Iterator[Member]:
    """The files with one of `suffixes`, one at a time; those that are refused go to `skip`."""
    for info in _visible(package):
        if PurePosixPath(info.filename).suffix.lower() not in suffixes:
            continue
        try:
            if problem := _refused(info):
                raise unreadable(package.path, f"{info.filename} in it {problem}")
            data = package.read(info, most=LIMITS.package)
        except UnreadableDocument as error:
            skip(error)
        else:
            yield Member(info.filename, data)


def unread_in(path: Path, suffixes: Sequence[str]) -> Counter[str]:
    """The suffixes of the files in an archive that are of other formats; none if it is broken."""
    try:
        with open_archive(path) as package:
            found = (PurePosixPath(info.filename).suffix.lower() for info in _visible(package))
            return Counter(suffix for suffix in found if suffix not in suffixes)
    except UnreadableDocument:  # which reading it tells of
        return Counter()


def _visible(package: Package) -> Iterator[ZipInfo]:
    """The files that aren't hidden, and aren't those that a Mac adds to what it packs."""
    for info in package.members():
        parts = _path_of(info).parts
        hidden = any(part.startswith(".") and part != ".." for part in parts)
        if parts and not hidden and parts[0] != _OF_THE_SYSTEM:
            yield info


def _path_of(info: ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))


def _refused(info: ZipInfo) -> str:
    """Why a member is not read, "" where it is."""
    if stat.S_ISLNK(info.external_attr >> _UNIX_MODE):
        return "is a link; pack the file itself"
    name = _path_of(info)
    if name.is_absolute() or ".." in name.parts or name.parts[0].endswith(":"):
        return "has a name that leads out of it; pack it again"
    return ""
