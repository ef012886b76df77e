"""Whether a question is about the law of another country."""

import re
import tomllib
from functools import cache
from importlib import resources

_OURS = re.compile(
    r"\bI\b|(?i:\b(?:dansk\w*|danmark\w*|danish|denmark|jeg|mig|min|mit|mine|vi|vores|han|hun|hans|hendes|kunde\w*"
    r"|klient\w*|bor|flytter\w*|my|our|we|client|resident|foreign)\b)"
)
"""Someone's own case, or Denmark: another country in it is a circumstance."""


def foreign_law_in(question: str) -> str:
    """The country whose law `question` asks for ("topskatten i Sverige"), or ""."""
    match = _in_country().search(question)
    return match["country"] if match and not _OURS.search(question) else ""


@cache
def _in_country() -> re.Pattern[str]:
    text = resources.files("lexhop.retrieval.query").joinpath("countries.toml").read_text("utf-8")
    names = "|".join(map(re.escape, tomllib.loads(text)["names"]))
    return re.compile(rf"\b(?:i|in)\s+(?:the\s+)?(?P<country>{names})\b")
