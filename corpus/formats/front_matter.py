"""Reads the YAML of a front matter: scalars and flat lists, in time linear in its length.

Anchors, aliases and tags are refused: a few hundred bytes of them can stand for gigabytes.
"""

from dataclasses import dataclass, field

import yaml

Value = str | list[str] | dict[str, str]
"""A text, a flat list, or {} for anything that is nested."""

_DEEPEST = 20


class NotFlat(Exception):
    """It can't be read; `line` counts from 1 within the YAML."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.line = line


def flat_values(text: str) -> dict[str, Value]:
    """The values by key, every scalar as it is written. Raises NotFlat."""
    reader = _FlatReader()
    try:
        # The base loader leaves every value a string: "2024-04-25" and "no" mean themselves.
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            reader.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = "the front matter is not YAML; put quotes around values that hold a colon"
        raise NotFlat(problem, mark.line + 1 if mark else 0) from error
    return reader.values


@dataclass(slots=True)
class _FlatReader:
    """Takes the events of a YAML document one by one, and keeps what stands at the top."""

    values: dict[str, Value] = field(default_factory=dict)
    _depth: int = 0
    _key: str | None = None

    def take(self, event: yaml.Event) -> None:
        self._refuse(event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._depth += 1
            if self._depth > 1:
                self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._depth -= 1
            if self._depth == 1:
                self._key = None
        elif isinstance(event, yaml.ScalarEvent):
            self._say(event.value)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        if self._key is None:
            raise NotFlat("a key of the front matter is no text", _line(event))
        flat = self._depth == 2 and isinstance(event, yaml.SequenceStartEvent)
        self.values[self._key] = [] if flat else {}

    def _say(self, text: str) -> None:
        if self._depth == 1 and self._key is None:
            self._key = text
        elif self._depth == 1 and self._key is not None:
            self.values[self._key] = text
            self._key = None
        elif self._key is not None and isinstance(listed := self.values[self._key], list):
            listed.append(text)

    def _refuse(self, event: yaml.Event) -> None:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotFlat("anchors and aliases aren't read in front matter; write values out", line)
        if getattr(event, "tag", None):
            raise NotFlat("tags aren't read in front matter; take the ! out", line)
        if self._depth > _DEEPEST:
            raise NotFlat("the front matter is nested too deeply; flatten it", line)
        if isinstance(event, yaml.ScalarEvent) and any(map(_is_half, event.value)):
            raise NotFlat("has half a character in it; write it as UTF-8", line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _is_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"
