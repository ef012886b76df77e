"""Units of figures in Danish and English, and which are whole numbers of others."""

import re
from decimal import Decimal

_UNITS = {
    "point": r"procentpoint|percentage points?",
    "percent": r"%|pct\b|procent\w*|per ?cent\b",
    "promille": r"‰|promille|per mille",
    "money": r"(?:kr|kroner|dkk)\b",
    "øre": r"øre\b",
    "euro": r"€|(?:euros?|eur)\b",
    "minutes": r"minut(?:ter)?\b|minutes?\b",
    "days": (
        r"\w{0,24}dag(?:e|en|ene|s|es)?(?:frist\w{0,12})?\b|døgn\b|"
        r"(?:working|business|calendar)?\s?days?\b"
    ),
    "weeks": r"(?:\w{0,24}s)?uger?s?\b|weeks?\b",
    "fortnights": r"fortnights?\b",
    "months": r"\w{0,24}måned(?:er|en|erne)?s?(?:frist\w{0,12})?\b|months?\b",
    "half_years": r"halvår(?:et)?\b|half-years?\b",
    "years": r"\w{0,24}år(?:s|ig|ige|et|ene)?(?:frist\w{0,12})?\b|years?\b",
    "decades": r"årti(?:er)?\b|decades?\b",
    "hours": r"(?:\w{0,24}s)?timer?s?\b|hours?\b",
    "times": r"gang(?:e|es)?\b|times\b",
    "tons": r"tons?\b|tonnes?\b",
    "hectares": r"hektar\b|hectares?\b",
}
UNIT = re.compile(
    r"\.?[\s-]?(?:(?:hele|fulde|løbende|påbegyndte?|sammenhængende|full|whole|consecutive|of)\s)?"
    r"(?:" + "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items()) + ")",
    re.IGNORECASE,
)
"""What stands right after a figure and says of what it is; the group that matches names it."""
SPANS = frozenset(
    "minutes hours days weeks fortnights months half_years years decades".split()  # noqa: SIM905
)
_LONGER = {
    "hours": (60, "minutes"),
    "weeks": (7, "days"),
    "fortnights": (14, "days"),
    "half_years": (6, "months"),
    "years": (12, "months"),
    "decades": (120, "months"),
}
"""Units that are a whole number of another one: "2 år" are "24 måneder"."""
RECKONED = frozenset(
    {"", "money", "øre", "euro", "percent", "days", "weeks", "months", "years", "times"}
)
"""Units that a calculation may have."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def in_smaller(value: str, unit: str) -> tuple[str, str]:
    """`value` and `unit` in the smaller unit that the unit is a whole number of, if any."""
    times, smaller = _LONGER.get(unit, (1, unit))
    if not _NUMBER.fullmatch(value):
        return value, smaller
    return f"{(Decimal(value) * times).normalize():f}", smaller
