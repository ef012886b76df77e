"""The words that stand around results, in the language of the question."""

from collections.abc import Callable

from lexhop.corpus.text.language import guess_language
from lexhop.prompts import phrase
from lexhop.state.records import Origin

Label = Callable[..., str]
"""A phrase by its name, with its values."""


def labels_for(question: str) -> Label:
    """Phrases in the language that `question` is in."""
    language = guess_language(question)

    def label(name: str, **values: object) -> str:
        return phrase(language, name, **{key: str(value) for key, value in values.items()})

    return label


def origin_label(label: Label, origin: Origin) -> str:
    """What led to a passage."""
    name = f"origin_{origin.kind}"
    return label(name, source=origin.source) if origin.source else label(name)
