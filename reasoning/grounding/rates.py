"""For how long an amount is: "500 kr. om dagen" is not "500 kr. om måneden"."""

import re
from collections.abc import Iterator

from lexhop.reasoning.grounding.clauses import nearest
from lexhop.reasoning.grounding.statement import Statement

_EACH = r"(?:\b(?:om|pr\.?|per|hver|hvert|each|every|a|an)\s+(?:påbegyndte?\s+)?"
_PERIODS = {
    "day": rf"{_EACH}(?:\w*dag(?:en)?|day)\b|\b(?:daglige?|dagligt|daily)\b)",
    "week": rf"{_EACH}(?:\w*uge(?:n)?|week)\b|\b(?:ugentlige?|ugentligt|weekly)\b)",
    "month": rf"{_EACH}(?:\w*måned(?:en)?|month)\b|\b(?:månedlige?|månedligt|monthly)\b)",
    "quarter": rf"{_EACH}(?:kvartal(?:et)?|quarter)\b|\b(?:kvartalsvis|quarterly)\b)",
    "year": rf"{_EACH}(?:\w*år(?:et)?|year)\b|\b(?:årlige?|årligt|annual|annually|yearly)\b)",
}
_PERIOD = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in _PERIODS.items()), re.IGNORECASE
)


_RANGE = re.compile(
    r"(\d{1,2})\.?\s([^\W\d_]{3,9})\s?(?:til|to|until|indtil|-|–)\s(?:og med\s)?(?:den\s)?"
    r"(\d{1,2})\.?\s([^\W\d_]{3,9})"
)


def other_period(statement: Statement) -> Iterator[str]:
    """Periods of clauses with a figure that the sentences quoted from haven't got, but others."""
    law = {name for one in statement.quoted for name, _ in _periods_in(one.sentence)}
    for clause in statement.said if law else ():
        if clause.figures or any(_periods_in(one.text) for one in nearest(clause, statement.law)):
            yield from (words for name, words in _periods_in(clause.text) if name not in law)


def turned_around(statement: Statement) -> Iterator[str]:
    """ "From B to A" for "from A to B": the other part of the year."""
    law = [range_ for one in statement.quoted for range_ in _ranges_in(one.sentence)]
    for first, last in _ranges_in(statement.text) if law else ():
        if (last, first) in law:
            yield f"{first} … {last}"


def _ranges_in(text: str) -> list[tuple[str, str]]:
    """Ranges of days of the year, months by their first three letters."""
    return [
        (f"{found[1]} {found[2][:3].casefold()}", f"{found[3]} {found[4][:3].casefold()}")
        for found in _RANGE.finditer(text)
    ]


def _periods_in(text: str) -> list[tuple[str, str]]:
    return [(str(match.lastgroup), match[0]) for match in _PERIOD.finditer(text)]
