"""Every text of ours that stands in answers, a file each kind, rendered strictly."""

import tomllib
from importlib import resources
from string import Template

LANGUAGES = ("da", "en")
_PHRASES: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("prompts").joinpath("phrases.toml").read_text(encoding="utf-8")
)


def phrase(language: str, name: str, **values: str) -> str:
    """A phrase in `language` (English for one that we don't have) with `values` filled in.

    Raises KeyError for an unknown phrase or a value left out, TypeError for one it has no place
    for: a typing slip must not reach a reader.
    """
    text = _PHRASES[language if language in LANGUAGES else "en"][name]
    template = Template(text)
    unused = set(values) - set(template.get_identifiers())
    if unused:
        raise TypeError(f"phrase {name!r} has no place for {', '.join(sorted(unused))}")
    return template.substitute(values)
