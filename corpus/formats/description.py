"""A document's metadata: the front matter of a text, the keys of a JSONL line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from lexhop.corpus.documents import Document, Provision, TextBlock, UnreadableDocument
from lexhop.corpus.formats.front_matter import NotFlat, flat_values
from lexhop.corpus.formats.limits import LIMITS
from lexhop.corpus.formats.source import one_line, place, unreadable

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:(?!---[ \t]*$).*\n)*)---[ \t]*(?:\n|$)", re.M)
_SCALARS = ("id", "title", "short_title", "number", "language", "url", "status")
_DAYS = ("date", "valid_from", "valid_to")
_KEYED = re.compile(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Metadata of a document; "" where the file doesn't say."""

    id: str = ""
    title: str = ""
    short_title: str = ""
    number: str = ""
    language: str = ""
    url: str = ""
    valid_from: str = ""
    valid_to: str = ""
    historic: bool = False
    abbreviations: Sequence[str] = field(default_factory=tuple)

    def document(
        self,
        form: Literal["statute", "prose"],
        *,
        provisions: Sequence[Provision] = (),
        blocks: Sequence[TextBlock] = (),
    ) -> Document:
        """The document of this description; prose has neither short title nor number."""
        statute = form == "statute"
        return Document(
            id=self.id,
            title=self.title,
            form=form,
            short_title=self.short_title if statute else "",
            number=self.number if statute else "",
            language=self.language,
            url=self.url,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            historic=self.historic,
            abbreviations=tuple(self.abbreviations),
            provisions=tuple(provisions),
            blocks=tuple(blocks),
        )


def describe(values: Mapping[str, object], where: str) -> Description:
    """Reads the known keys of `values` and ignores others.

    Raises UnreadableDocument, its message beginning with `where`, for a value of the wrong type.
    """
    text = {key: _scalar(values.get(key), key, where) for key in _SCALARS}
    days = {key: _day(_scalar(values.get(key), key, where), key, where) for key in _DAYS}
    return Description(
        id=text["id"],
        title=text["title"],
        short_title=text["short_title"],
        number=text["number"],
        language=text["language"].lower(),
        url=_web_address(text["url"]),
        valid_from=days["valid_from"] or days["date"],
        valid_to=days["valid_to"],
        historic=text["status"].lower() in {"historic", "historisk"},
        abbreviations=_names(values.get("abbreviations"), where),
    )


def _scalar(value: object, key: str, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float):
        return one_line(str(value))
    raise UnreadableDocument(f'{where}: "{key}" is not a text; write it as {key}: ...')


def _web_address(url: str) -> str:
    """`url` if it leads to the web, else ""."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    web = parts.scheme.lower() in ("http", "https") and parts.hostname
    return url if web and " " not in url else ""


def _day(value: str, key: str, where: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError as error:
        message = f'{where}: "{key}" is {value!r}; write a day as 2024-04-25'
        raise UnreadableDocument(message) from error


def _names(value: object, where: str) -> Sequence[str]:
    if isinstance(value, Mapping):
        raise UnreadableDocument(f'{where}: "abbreviations" are nested; write a list of texts')
    values = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(filter(None, (_scalar(each, "abbreviations", where) for each in values)))


def day_in(text: str) -> str:
    """The ISO day that `text` begins with, "" where it is none: as a register has it, or not."""
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def split_front_matter(text: str, path: Path) -> tuple[Description, str]:
    """The description in a file's front matter, empty if it has none, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if not found or not (_KEYED.match(found["yaml"]) or not found["yaml"].strip()):
        return Description(), text
    if len(found["yaml"]) > LIMITS.front_matter:
        size = f"{LIMITS.front_matter // 1000:,} thousand characters"
        raise unreadable(path, f"the front matter is longer than {size}; shorten it", line=1)
    try:
        values = flat_values(found["yaml"])
    except NotFlat as error:
        raise unreadable(path, str(error), line=error.line + 1) from error
    body = text[found.end() :]
    if not body.strip():
        raise unreadable(path, "no text after the front matter; put it back or remove the file")
    return describe(values, place(path, 1)), body
