"""All texts for models and readers: phrases, and a prompt for each file and language."""

import tomllib
from dataclasses import dataclass, replace
from hashlib import blake2b
from importlib import resources
from string import Template

LANGUAGES = ("da", "en")
_PHRASES: dict[str, dict[str, str]] = tomllib.loads(
    resources.files("lexhop.prompts").joinpath("phrases.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A rendered prompt. `hash` is of its template, so it identifies the wording."""

    name: str
    language: str
    system: str
    user: str
    hash: str

    def then(self, other: "Prompt") -> "Prompt":
        """This prompt followed by the user part of `other`, under the name of `other`."""
        return replace(
            self,
            name=other.name,
            user=f"{self.user}\n\n{other.user}",
            hash=f"{self.hash}+{other.hash}",
        )


def phrase(language: str, name: str, **values: str) -> str:
    """A phrase in `language` (English if we don't have that) with `values` filled in.

    Raises KeyError for an unknown phrase or a missing value, TypeError for a superfluous one, so
    that no slip reaches a reader.
    """
    return _filled(Template(_PHRASES[_known(language)][name]), f"phrase {name!r}", values)


def prompt(language: str, name: str, **values: str) -> Prompt:
    """A prompt in `language`, as strict as `phrase`; `$names` in values are not replaced."""
    system, user, file_hash = _FILES[f"{name}.{_known(language)}.md"]
    places = {*system.get_identifiers(), *user.get_identifiers()}
    if unused := set(values) - places:
        raise TypeError(f"prompt {name!r} has no place for {', '.join(sorted(unused))}")
    return Prompt(
        name=name,
        language=_known(language),
        system=system.substitute(values).strip(),
        user=user.substitute(values).strip(),
        hash=file_hash,
    )


def _read(text: str) -> tuple[Template, Template, str]:
    """The templates under "# system", which may be missing, and "# user", and the file's hash."""
    system, _, user = f"\n{text}".partition("\n# user\n")
    file_hash = blake2b(text.encode(), digest_size=6).hexdigest()
    return Template(system.strip().removeprefix("# system\n")), Template(user), file_hash


_FILES = {
    file.name: _read(file.read_text(encoding="utf-8"))
    for file in resources.files("lexhop.prompts").iterdir()
    if file.name.endswith(".md")
}
"""Read at import, since an event loop must not wait for a disk."""


def prompt_hashes() -> dict[str, str]:
    """The hash of each template, by name and language: "write.da"."""
    return {name.removesuffix(".md"): read[2] for name, read in sorted(_FILES.items())}


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"


def _filled(template: Template, what: str, values: dict[str, str]) -> str:
    if unused := set(values) - set(template.get_identifiers()):
        raise TypeError(f"{what} has no place for {', '.join(sorted(unused))}")
    return template.substitute(values)
