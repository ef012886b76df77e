"""What reading one invented act costs in each format: `python -m tests.corpus.formats.measure`.

Each file is read by a process of its own, three times. Prints processor time and peak memory beside
those of Markdown, which is read first, and how many of the act's provisions came out.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from statistics import median

from tests.corpus.amendments.made import consolidated, section
from tests.corpus.formats.office import paragraph, write_docx, write_zip
from tests.corpus.formats.pdf_file import At, write_pdf

_SECTIONS = 2000
_TITLE = "Lov om robåde (robådsloven)"
_LINES_A_PAGE = 60
_READ = """
import json, resource, sys, time
from pathlib import Path
from lexhop.corpus.formats import read_documents
used, provisions = time.process_time(), 0
for document in read_documents(Path(sys.argv[1])):
    provisions += len(document.provisions)
whole = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
peak = max(resource.getrusage(who).ru_maxrss for who in (0, -1))
print(json.dumps([time.process_time() - used + whole, peak, provisions]))
"""


def lines() -> list[str]:
    """The paragraphs of the act."""
    made = []
    for number in range(1, _SECTIONS + 1):
        made.append(f"§ {number}. Ejeren af båd {number} betaler {number + 100} kr. til havnen.")
        made.append(f"Stk. 2. Beløbet for båd {number} betales årligt, jf. § {number}, stk. 1.")
    return made


def _office_page() -> str:
    return "".join(f"<p>{line}</p>" for line in (_TITLE, *lines()))


def _odt(path: Path) -> Path:
    body = "".join(f"<text:p>{line}</text:p>" for line in (_TITLE, *lines()))
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "style", "table")
    )
    content = (
        f"<office:document-content {namespaces}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return write_zip(path, {"mimetype": kind, "content.xml": content})


def _pdf(path: Path) -> Path:
    every = [_TITLE, *lines()]
    pages = [every[at : at + _LINES_A_PAGE] for at in range(0, len(every), _LINES_A_PAGE)]
    return write_pdf(
        path, [[At(40 + 12 * row, line) for row, line in enumerate(page)] for page in pages]
    )


def _rtf(path: Path) -> None:
    text = "\\par\n".join((_TITLE, *lines()))
    escaped = "".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in text)
    path.write_text(f"{{\\rtf1\\ansi {escaped}\\par}}", encoding="ascii")


def _mail(path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ida@baade.dk", "Loven"
    mail.set_content("Se vedlagte.")
    mail.add_attachment("\n\n".join((_TITLE, *lines())), filename="lov.txt")
    path.write_bytes(mail.as_bytes())


def _xml(path: Path) -> None:
    pairs = zip(lines()[::2], lines()[1::2], strict=True)
    parts = (
        (first.partition(". ")[2], second.partition(". ")[2].partition(". ")[2])
        for first, second in pairs
    )
    path.write_text(
        consolidated(*(section(str(at), *each) for at, each in enumerate(parts, start=1))),
        encoding="utf-8",
    )


def _text(path: Path, before: str = "") -> None:
    path.write_text("\n\n".join((f"{before}{_TITLE}", *lines())), encoding="utf-8")


WRITERS: dict[str, Callable[[Path], object]] = {
    ".md": lambda path: _text(path, "# "),
    ".txt": _text,
    ".xml": _xml,
    ".html": lambda path: path.write_text(f"<html><body>{_office_page()}</body></html>", "utf-8"),
    ".docx": lambda path: write_docx(path, "".join(map(paragraph, (_TITLE, *lines())))),
    ".odt": _odt,
    ".rtf": _rtf,
    ".pdf": _pdf,
    ".eml": _mail,
    ".zip": lambda path: write_zip(path, {"lov.txt": "\n\n".join((_TITLE, *lines()))}),
}


def read(path: Path) -> tuple[float, float, int]:
    """(CPU seconds, peak MiB, provisions) of reading a file, medians of three processes."""
    runs = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
    seconds, peak, provisions = (median(values) for values in zip(*runs, strict=True))
    return seconds, peak / 1024, int(provisions)


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, an act of {_SECTIONS} sections")  # noqa: T201
    print("format   file kB    CPU ms  to .md   peak MiB  to .md  provisions")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        first: tuple[float, float, int] | None = None
        for suffix, write in WRITERS.items():
            path = Path(folder, f"lov{suffix}")
            write(path)
            seconds, peak, provisions = got = read(path)
            first = first or got
            print(  # noqa: T201
                f"{suffix:8} {path.stat().st_size / 1000:7.0f} {1000 * seconds:9.0f} "
                f"{seconds / first[0]:6.1f}x {peak:9.0f} {peak / first[1]:6.2f}x {provisions:9}"
            )


if __name__ == "__main__":
    main()
