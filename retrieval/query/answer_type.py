"""The kind of fact that a question asks for: an amount, a period, a date, a number."""

import re

_ASKS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"hvor (?:meget|stor|høj|lav|mange penge|dyr)|hvad koster|procent|sats|beløb|loft|pris|"
            r"fradrag|gebyr|how much|how high|rate|percent|amount|fee|cost|budget|limit",
            re.IGNORECASE,
        ),
        re.compile(r"\d[\d.,]*\s*(?:kr|pct|procent|mio|percent|%|euro|EUR|DKK)|[$€£]\s?\d"),
    ),
    (
        re.compile(
            r"hvor længe|hvor mange (?:år|måneder|dage|uger|timer)|periode|frist|how long|"
            r"how many (?:years|months|days|weeks|hours)|deadline",
            re.IGNORECASE,
        ),
        re.compile(r"\d+\s*(?:år|måned|dag|uge|time|year|month|day|week|hour)", re.IGNORECASE),
    ),
    (
        re.compile(r"hvornår|dato|senest|frist|when\b|date|deadline", re.IGNORECASE),
        re.compile(
            r"\b\d{1,2}\.\s(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober"
            r"|november|december)|\bsenest\b|\b(?:1[89]|20)\d\d\b",
            re.IGNORECASE,
        ),
    ),
    (re.compile(r"hvor mange|how many", re.IGNORECASE), re.compile(r"\d")),
)


def answer_types_of(question: str) -> list[re.Pattern[str]]:
    """Patterns that match facts of the kinds that `question` asks for."""
    return [fact for asks, fact in _ASKS if asks.search(question)]
