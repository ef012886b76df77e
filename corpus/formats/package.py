"""Reads members of a zip within bounds, whatever it claims of itself."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END, BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.source import open_file, too_large, unreadable
from lexhop.corpus.formats.xml_tree import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CHUNK = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class _ShortReads(BufferedReader):
    """Gives no more at once than a table of contents may be long, which is read in one go."""

    def read(self, size: int | None = -1, /) -> bytes:
        most = LIMITS.contents
        data = super().read(min(size, most + 1) if size is not None and size >= 0 else most + 1)
        if len(data) > most:
            raise zipfile.BadZipFile("its table of contents is too long")
        return data


@dataclass(frozen=True, slots=True)
class Package:
    """An open zip; `path` is for messages."""

    path: Path
    zip: zipfile.ZipFile

    def members(self) -> list[zipfile.ZipInfo]:
        """Its files, in its order."""
        return [info for info in self.zip.infolist() if not info.is_dir()]

    def has(self, name: str) -> bool:
        return name in self.zip.NameToInfo

    def read(self, member: str | zipfile.ZipInfo, *, most: int = LIMITS.marked_up) -> bytes:
        """A member's content. Raises UnreadableDocument where it is absent, broken or too long."""
        name = member if isinstance(member, str) else member.filename
        try:
            info = self.zip.getinfo(member) if isinstance(member, str) else member
            if info.flag_bits & _ENCRYPTED:
                raise unreadable(self.path, "locked by a password; save it without one")
            if info.compress_type not in _METHODS:
                raise unreadable(self.path, f"{name} is packed in an unusual way; pack it again")
            return self._unpacked(info, most)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise unreadable(
                self.path, f"{name} in it can't be read; get the file again"
            ) from error

    def _unpacked(self, info: zipfile.ZipInfo, most: int) -> bytes:
        allowed = min(most, max(LIMITS.small, info.compress_size * LIMITS.growth))
        data = bytearray()
        with self.zip.open(info) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > most:
                    raise unreadable(self.path, f"{info.filename} in it is {too_large(most)}")
                if len(data) > allowed:
                    problem = f"{info.filename} in it grows too much when unpacked; leave it out"
                    raise unreadable(self.path, problem)
        return bytes(data)

    def xml(self, name: str) -> "Element":
        """The tree of a member."""
        return parse_xml(self.read(name), self.path, name)


@contextmanager
def open_package(path: Path, *, most: int = LIMITS.package) -> Iterator[Package]:
    """The zip at `path`. Raises UnreadableDocument where it is none, too large or broken."""
    try:
        file = open_file(path)
    except OSError as error:
        raise unreadable(path, f"can't be opened ({error.strerror}); check the file") from error
    with _ShortReads(file.detach()) as bounded:
        if bounded.seek(0, SEEK_END) > most:
            raise unreadable(path, too_large(most))
        try:
            opened = zipfile.ZipFile(bounded)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise unreadable(
                path, f"not what {path.suffix} says ({error}); get it again"
            ) from error
        with opened:
            yield Package(path, opened)
