"""Removes personal data from text, data of any shape and errors before they leave."""

import dataclasses
import re
import traceback
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from types import TracebackType
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from lexhop.observability.redaction.ours import is_our_count, is_ours
from lexhop.observability.redaction.personal import mark
from lexhop.observability.redaction.secrets import names_a_secret

_WITHHELD = "[TEXT]"
_CREDENTIAL = "[SECRET]"
_MARKED = re.compile(r"\[[A-Z]{3,10}\]")
_TOO_DEEP = "[TOO DEEP]"
_DEEPEST = 100
"""Levels of nesting; what lies deeper, or in itself, doesn't leave."""
_FIELD_NAME = re.compile(r"[a-z][a-z_]{0,40}")
_OURS = frozenset({"type", "role"})
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


def redact(text: str) -> str:
    """The text with "[CPR]", "[EMAIL]", "[PHONE]", ... for what is personal.

    Linear in the length of the text. Redacting twice changes nothing.
    """
    return mark(text)


def redact_data(data: object) -> Any:  # noqa: ANN401
    """A copy of the same shape and types with every text in it redacted, keys included.

    Numbers are read as text too, so an account number that is an int becomes "[ACCOUNT]". Errors
    become their traceback, and objects of unknown type their redacted repr. What is ours by the
    name that it stands under stays; what is a credential by that name is withheld.
    """
    return _Copy(_redacted).of(data)


def _redacted(text: str, key: str) -> str:
    """By the name that it stands under what is ours stays, and a credential never does."""
    if is_ours(key, text):
        return text
    return (
        _CREDENTIAL
        if text and names_a_secret(key) and not _MARKED.fullmatch(text)
        else redact(text)
    )


def withhold(data: object, keep: Collection[str] = ()) -> Any:  # noqa: ANN401
    """A copy without any text: its shape, its own field names, numbers, times and UUIDs.

    `keep` are keys whose texts are our own words ("status", "preset"); they stay, redacted.
    """
    ours = _OURS.union(keep)

    def text_of(text: str, key: str) -> str:
        if is_ours(key, text):
            return text
        if names_a_secret(key):
            return _CREDENTIAL if text else ""
        if key in ours or _UUID.fullmatch(text) or (_FIELD_NAME.fullmatch(text) and key == _KEY):
            return redact(text)
        return _WITHHELD if text else ""

    return _Copy(text_of, errors=lambda error: type(error).__name__).of(data)


_KEY = "\0key"
"""Passed as the key for a text that is itself a key."""


def _traceback(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)).strip()


@dataclasses.dataclass(frozen=True, slots=True)
class _Copy:
    """Copies data, replacing each text by `text(text, key it stands under)`."""

    text: Callable[[str, str], str]
    errors: Callable[[BaseException], str] = _traceback

    def of(self, data: object, key: str = "", within: tuple[int, ...] = ()) -> object:  # noqa: C901
        match data:
            case None | bool() | UUID() | datetime() | date() | time() | timedelta():
                return data
            case Enum():
                return data if isinstance(data.value, int) else self.text(str(data.value), key)
            case str():
                return self.text(data, key)
            case int() | float():
                return data if is_our_count(key) else self._number(data)
            case bytes() | bytearray():
                return self.text(bytes(data).decode("utf-8", "replace"), key).encode()
        if id(data) in within or len(within) >= _DEEPEST:
            return _TOO_DEEP
        within = (*within, id(data))
        match data:
            case BaseException():
                return redact(self.errors(data))
            case TracebackType():
                return self.text("".join(traceback.format_tb(data)), key)
            case Mapping():
                return self._mapping(data, within)
            case list() | tuple() | set() | frozenset():
                return self._several(data, key, within)
        return self._fields(data, key, within)

    def _number(self, number: float) -> object:
        whole = int(number) if isinstance(number, int) or number.is_integer() else None
        if whole is None:
            return number
        digits = str(abs(whole))
        marked = mark(digits.zfill(10) if len(digits) == 9 else digits)
        return number if marked.isdecimal() else marked

    def _mapping(self, data: Mapping[Any, Any], within: tuple[int, ...]) -> dict[object, object]:
        copied: dict[object, object] = {}
        for key, value in data.items():
            plain = key if isinstance(key, str) else ""
            name = self.of(key, _KEY, within)
            unique, number = name, 2
            while unique in copied:
                unique, number = f"{name} {number}", number + 1
            copied[unique] = self.of(value, plain, within)
        return copied

    def _several(
        self, data: Collection[object], key: str, within: tuple[int, ...]
    ) -> Collection[object]:
        copied = [self.of(item, key, within) for item in data]
        if isinstance(data, tuple):
            return tuple.__new__(type(data), copied) if hasattr(data, "_fields") else tuple(copied)
        return copied if isinstance(data, list) else set(copied)

    def _fields(self, data: object, key: str, within: tuple[int, ...]) -> object:
        if isinstance(data, BaseModel):
            fields = {**data.__dict__, **(data.__pydantic_extra__ or {})}
            copied = {name: self.of(value, name, within) for name, value in fields.items()}
            return data.model_copy(update=copied)
        if dataclasses.is_dataclass(data) and not isinstance(data, type):
            copy = object.__new__(type(data))
            for field in dataclasses.fields(data):
                value = self.of(getattr(data, field.name), field.name, within)
                object.__setattr__(copy, field.name, value)
            return copy
        return self.text(repr(data), key)
