"""Makes office documents: zips of XML, as small as readers take them."""

import zipfile
from pathlib import Path

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
)


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """A Word document; `parts` are the content of other parts by name (styles, footnotes, ...)."""
    members: dict[str, str | bytes] = {
        "_rels/.rels": _RELATIONS,
        "word/document.xml": word("document", f"<w:body>{body}</w:body>"),
    }
    for name, content in parts.items():
        members[f"word/{name}.xml"] = word(name, content)
    return write_zip(path, members)


def word(tag: str, content: str) -> str:
    return f'<?xml version="1.0"?><w:{tag} xmlns:w="{WORD}">{content}</w:{tag}>'


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run, or of the runs that `text` already is."""
    run = text if text.startswith("<") else f"<w:r><w:t>{text}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"
