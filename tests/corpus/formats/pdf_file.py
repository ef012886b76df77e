"""Makes PDFs by hand: text at places, in letters of given sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_HEIGHT = 842


@dataclass(frozen=True)
class At:
    """A line `down` points from the top of the page, `left` points from its left."""

    down: float
    text: str
    left: float = 50
    size: float = 10


def write_pdf(path: Path, pages: Sequence[Sequence[At]], *, labels: str = "") -> Path:
    """A PDF of these pages; `labels` is the dictionary of its page numbers."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    labelled = f"/PageLabels<</Nums[{labels}]>>" if labels else ""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{labelled}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 {_HEIGHT}]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>".encode()
        )
        objects.append(stream(b"".join(map(_shown, page))))
    return write_objects(path, objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def _shown(line: At) -> bytes:
    text = line.text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(")
    text = text.replace(b")", rb"\)")
    place = f"BT /F {line.size} Tf {line.left} {_HEIGHT - line.down} Td (".encode()
    return place + text + b") Tj ET\n"


def write_objects(path: Path, objects: Sequence[bytes], trailer: bytes = b"") -> Path:
    """A PDF of these objects, the first of which is the catalogue."""
    data = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer <</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(data))
    path.write_bytes(data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end)
    return path
