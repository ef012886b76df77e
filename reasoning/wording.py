"""Our own words for answers with nothing to quote, or that nobody has judged."""

from collections.abc import Sequence

from lexhop.prompts import phrase
from lexhop.state.records import Act


def abstention(language: str, gaps: Sequence[str]) -> str:
    """The text of an abstention, with what was looked for."""
    return "\n".join([phrase(language, "abstained"), *(f"- {gap}" for gap in gaps)])


def found_only(language: str, text: str) -> str:
    """`text` under a line that says that it was found and not judged."""
    return f"{phrase(language, 'found_only')}\n{text}"


def version_notice(language: str, act: Act, loaded: Sequence[Act], today: str) -> str:
    """A notice that a quoted act is a version that doesn't apply `today`, or ""."""
    number = act.number or act.title
    if act.valid_from > today:
        return phrase(language, "not_yet", act=act.name, number=number, day=act.valid_from)
    if act.historic and act.valid_to:
        return phrase(language, "historic_until", act=act.name, number=number, day=act.valid_to)
    if act.historic:
        return phrase(language, "historic", act=act.name, number=number)
    newer = any(
        other.name == act.name and act.valid_from < other.valid_from <= today for other in loaded
    )
    return phrase(language, "superseded", act=act.name, number=number) if newer else ""
