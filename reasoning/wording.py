"""Texts for answers that have nothing to quote."""

from collections.abc import Sequence

from lexhop.prompts import phrase
from lexhop.state.records import Act, Citation

_MOST_LINES = 20
_LONGEST_LINE = 600


def abstention(language: str, gaps: Sequence[str]) -> str:
    """The text of an abstention, with what was looked for."""
    return "\n".join([phrase(language, "abstained"), *(f"- {gap}" for gap in gaps)])


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


def guidance_alone(citations: Sequence[Citation]) -> tuple[str, ...]:
    """The titles of what is cited, if that is guidance and decisions, and else only prose."""
    kinds = {citation.kind for citation in citations}
    if not kinds & {"guidance", "decision"} or kinds - {"guidance", "decision", "prose"}:
        return ()
    return tuple(dict.fromkeys(citation.title for citation in citations))


def only_guidance(language: str, titles: Sequence[str]) -> tuple[str, ...]:
    """The notice that an answer rests on these alone."""
    return (phrase(language, "only_guidance", sources="; ".join(titles)),) if titles else ()


def bounded(language: str, lines: Sequence[str]) -> tuple[str, ...]:
    """Each line once, none endless, and of very many only the first and how many more there are."""
    short = (
        line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…" for line in lines
    )
    each = tuple(dict.fromkeys(short))
    if len(each) <= _MOST_LINES:
        return each
    more = phrase(language, "more_lines", count=str(len(each) - _MOST_LINES))
    return (*each[:_MOST_LINES], more)
