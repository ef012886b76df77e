"""The text of a file, and the one line that says why a file can't be read."""

import errno
import os
import re
import stat
import unicodedata
from io import BufferedReader
from pathlib import Path

from lexhop.corpus.documents import UnreadableDocument
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.text.visible import UNSEEN

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


class NothingToRead(UnreadableDocument):
    """A whole file that holds nothing to ingest, and won't until it changes."""


class AmendingActError(NothingToRead):
    """Refused on purpose: an amending act holds instructions for other acts; a bill is no law."""


def unreadable(path: Path, problem: str, *, line: int = 0) -> UnreadableDocument:
    """An error of one line; `problem` says what is wrong and, after ";", what to do."""
    return UnreadableDocument(" ".join(f"{place(path, line)}: {problem}".split()))


def place(path: Path, line: int = 0) -> str:
    """A place in a file, for messages: "acts.jsonl, line 3"."""
    return f"{path.name}, line {line}" if line else path.name


def amending_act(path: Path, title: str, *, line: int = 0) -> AmendingActError:
    problem = f"refused, since it is an amending act ({title}) and holds instructions, not law"
    return AmendingActError(f"{place(path, line)}: {problem}; load the consolidated acts instead")


def bill(path: Path, title: str) -> AmendingActError:
    problem = f"refused, since it is a bill ({title}) and not law"
    return AmendingActError(f"{place(path)}: {problem}; load the act that came of it instead")


def open_file(path: Path) -> BufferedReader:
    """A plain file, opened to read. Anything else is an OSError, and a pipe is not waited for."""
    file = os.fdopen(os.open(path, os.O_RDONLY | _NEVER_WAITING), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not a plain file")
    return file


_NEVER_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_bytes(path: Path, *, most: int = LIMITS.marked_up) -> bytes:
    """The file's content, at most `most` bytes.

    Raises UnreadableDocument where it is blank, longer or can't be opened.
    """
    try:
        with open_file(path) as file:
            data = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, f"can't be opened ({error.strerror}); check the file") from error
    if len(data) > most:
        raise unreadable(path, too_large(most))
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise unreadable(path, "the file is empty; remove it or put its text back")
    return data


def too_large(most: int) -> str:
    return f"larger than the {most // 1_000_000} MB that one document may have; divide it"


def unforeseen(error: Exception) -> str:
    """What a reader that failed on a file says of it."""
    if isinstance(error, RecursionError):
        return "nested too deeply to be read; flatten it"
    if isinstance(error, MemoryError):
        return "it takes more memory than there is; divide it"
    first = next(iter(str(error).strip().splitlines()), "")
    return f"can't be read ({type(error).__name__}: {first}); leave it out"


def read_text(path: Path) -> str:
    """The file's printable text. Raises UnreadableDocument where it is blank or not UTF-8."""
    text = decode(read_bytes(path, most=LIMITS.text), path)
    if not text.strip():
        raise unreadable(path, "the file is empty; remove it or put its text back")
    return text


def decode(data: bytes, path: Path, *, line: int = 1) -> str:
    """`data`, which begins at `line` of the file, as printable text. Raises UnreadableDocument."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = data[error.start]
        line += data.count(b"\n", 0, error.start)
        problem = f"in another encoding than Unicode (byte 0x{bad:02X}); save it as UTF-8"
        raise unreadable(path, problem, line=line) from error
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))


def printable(text: str) -> str:
    """`text` in Unicode NFC, with plain spaces and without what no reader sees."""
    text = _CONTROL.sub(" ", _ODD_SPACE.sub(" ", unicodedata.normalize("NFC", text)))
    return UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """Printable text with every run of white space as one space."""
    return " ".join(printable(text).split())
