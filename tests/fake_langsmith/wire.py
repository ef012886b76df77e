"""What comes over the wire: bodies that may be compressed, in parts, or JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

import zstandard
from requests_toolbelt.multipart.decoder import MultipartDecoder

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    name: str
    content_type: str
    content: bytes

    def json(self) -> object:
        return json.loads(self.content)


def unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body as it was before compression. Raises ValueError for one that isn't understood."""
    match headers.get("Content-Encoding", ""):
        case "":
            return body
        case "zstd":
            reader = zstandard.ZstdDecompressor().stream_reader(body, read_across_frames=True)
            return reader.read()
        case other:
            raise ValueError(f"content encoding {other!r}")


def parts(body: bytes, content_type: str) -> Iterator[Part]:
    for part in MultipartDecoder(body, content_type).parts:
        headers = Message()
        for name, value in part.headers.items():
            headers[name.decode()] = value.decode()
        yield Part(
            name=str(headers.get_param("name", header="content-disposition")),
            content_type=headers.get_content_type(),
            content=part.content,
        )
