"""Reads e-mail (.eml): who wrote what when, and what was sent along."""

import email
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from pathlib import Path

from lexhop.corpus.documents import Document
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.html import html_parts, html_text
from lexhop.corpus.formats.members import Member
from lexhop.corpus.formats.parts import TextPart, prose_of
from lexhop.corpus.formats.source import one_line, printable, read_bytes, unreadable

_FIELDS = (("From", "Fra"), ("To", "Til"), ("Cc", "Cc"), ("Date", "Dato"))
_LONGEST_FIELD = 2000


def read_mail(path: Path) -> tuple[Document, list[Member]]:
    """The mail as prose under its subject, and its attachments."""
    message = email.message_from_bytes(read_bytes(path))
    if not any(message[name] for name, _ in _FIELDS):
        raise unreadable(path, "not a mail (it has neither sender nor day); save it again as .eml")
    attached = list(_attachments(message))
    parts = [*_head(message, attached), *_body(message, path)]
    title = _field(message, "Subject")
    return prose_of(parts, Description(title=title), path), attached


def _head(message: Message, attached: list[Member]) -> Iterator[TextPart]:
    if title := _field(message, "Subject"):
        yield TextPart(kind="heading", level=1, text=title)
    lines = [f"{shown}: {text}" for name, shown in _FIELDS if (text := _field(message, name))]
    if attached:
        lines.append(f"Vedhæftet: {', '.join(member.name for member in attached)}")
    yield TextPart(text="\n".join(lines))


def _field(message: Message, name: str) -> str:
    """A field of the head as text, decoded."""
    raw = str(message[name] or "")[:_LONGEST_FIELD]
    try:
        found = [
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(raw)
        ]
    except (LookupError, ValueError):
        return one_line(raw)
    return one_line("".join(found))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, without those of mails within."""
    if message.get_content_maintype() == "message" or not message.is_multipart():
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _leaves(part)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _attachments(message: Message) -> Iterator[Member]:
    for part in _leaves(message):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, Message):
                name = _field(inner, "Subject").replace("/", "-") or "mail"
                yield Member(f"{name}.eml", bytes(inner))
        elif _is_attached(part):
            name = one_line(str(part.get_filename() or ""))
            yield Member(name, _content(part))


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(message: Message, path: Path) -> Iterator[TextPart]:
    """What was written: as HTML where there is some, since that is what was shown."""
    texts = [part for part in _leaves(message) if not _is_attached(part)]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    for part in pages or [each for each in texts if each.get_content_type() == "text/plain"]:
        text = html_text(_content(part), str(part.get_content_charset() or ""))
        if part.get_content_type() == "text/html":
            yield from html_parts(text, path)
        else:
            yield from _paragraphs(text)


def _paragraphs(text: str) -> Iterator[TextPart]:
    lines: list[str] = []
    for line in [*printable(text.replace("\r\n", "\n")).split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield TextPart(text="\n".join(lines))
            lines = []
