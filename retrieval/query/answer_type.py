"""The kind of fact that a question asks for: a rate, an amount, a period, a date, a number."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import stem

_RATE = re.compile(
    r"(?<![\d.,])\d(?:[\d.,]*\d)?\s*(?:pct|procent|promille|percent|per\s?cent|%)"
    r"|procent(?:en|sats\w{0,5})?\s(?:er\s)?\d|\b\d/\d{1,2}\s(?:årlig|om året|a year)",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\d\s*(?:kr|kroner|euro|EUR|DKK|mio|million|billion)\b|[$€£]\s?\d", re.IGNORECASE
)
_NUMBER_WORDS = (
    r"(?:et|én|en|to|tre|fire|fem|seks|syv|otte|ni|ti"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_PERIOD = re.compile(
    rf"(?:\d|\b{_NUMBER_WORDS})[\s-]*(?:kalender|hele\s|på hinanden følgende\s|working\s)?"
    r"(?:år|måned|dag|uge|time|døgn|kvartal|year|month|day|week|hour)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b\d{1,2}\.(?:\s(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober"
    r"|november|december)|\si\s(?:måned|den\s|hver\s|forfalds))|\b(?:1[89]|20)\d\d\b",
    re.IGNORECASE,
)

_ASKS_RATE = re.compile(
    r"procent|promille|sats(?:en|er|erne)?\b|brøkdel|\b(?:en|hvilken) (?:an)?del\b|\brates?\b"
    r"|percent|per cent"
    r"|\bhvad er (?:\S+\s){0,2}\S*(?:skatten|afgiften|bidraget|momsen)\b"
    r"|\bhvad er \S*(?:skat|afgift|bidrag|moms)\b"
    r"|\bhvor (?:stor|høj) er \S*(?:skatten|afgiften|bidraget|momsen)\b"
    r"|\bhvor meget (?:\S+\s){1,6}i \S*(?:skat|afgift|bidrag|moms|rente)\b"
    r"|\bhow (?:much|high) is (?:\S+\s){1,4}(?:tax|duty|contribution)\b",
    re.IGNORECASE,
)
_ASKS_MONEY = re.compile(
    r"hvor mange (?:penge|kr\b|kroner)|beløb|gebyr|hvor dyr|\bfee\b|\bbudget\b|omsætningsgrænse"
    r"|turnover limit",
    re.IGNORECASE,
)
_ASKS: tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...] = (
    (_ASKS_RATE, (_RATE,)),
    (_ASKS_MONEY, (_MONEY,)),
    (
        re.compile(
            r"hvor længe|hvor lang|hvor mange (?:år|måneder|dage|uger|timer|døgn)|\bperiode\b"
            r"|\bfrist\w*|how long|how many (?:years|months|days|weeks|hours)|\bdeadline",
            re.IGNORECASE,
        ),
        (_PERIOD,),
    ),
    (
        re.compile(
            r"hvornår|\bdato\b|\bsenest\b|\bfrist\w*|\bwhen\b|\bdate\b|\bdeadline",
            re.IGNORECASE,
        ),
        (_DAY, re.compile(rf"\bsenest\b[^.;]{{0,40}}{_PERIOD.pattern}", re.IGNORECASE)),
    ),
    (
        re.compile(
            r"hvor (?:meget|stor|høj|lav)|hvad (?:koster|skal .*betale)|\bcosts?\b|\bloft\w*"
            r"|\bpris\w*|grænse\w*|how (?:much|high|large)|\blimit|\bamount",
            re.IGNORECASE,
        ),
        (_MONEY, _RATE),
    ),
)
"""What asks for a kind of fact, and the patterns of such facts. Rates and money exclude others; a
deadline may be a day or a period.
"""
_MEANING = re.compile(
    r"^\W*(?:hvad (?:er|menes|forstås|betyder|vil .* sige|dækker)|hvordan defineres|hvornår er man"
    r"|what (?:is|are|does .* mean|counts as)|define)\b",
    re.IGNORECASE,
)
_CHARGING = ("skatten afgiften bidraget udgør pct.", "betales beregnes svares skat afgift pct.")
_COUNT = re.compile(r"(?:hvor mange|how many)\s+(?P<unit>[^\W\d_]+)", re.IGNORECASE)


def answer_types_of(question: str) -> list[re.Pattern[str]]:
    """Patterns that match facts of the kinds that `question` asks for."""
    found = [pattern for asks, facts in _ASKS if asks.search(question) for pattern in facts]
    if _ASKS_RATE.search(question):
        return [_RATE]
    if _ASKS_MONEY.search(question):
        return [_MONEY]
    return list(dict.fromkeys(found)) or list(_counted(question))


def asks_for_rate(question: str) -> bool:
    """Whether `question` asks for a rate alone, not for how much in whatever form."""
    return bool(_ASKS_RATE.search(question))


def asks_for_meaning(question: str) -> bool:
    """Whether `question` asks what a term means."""
    return bool(_MEANING.search(question))


def wording_of(question: str) -> tuple[str, ...]:
    """The ways in which an act sets the rate that `question` asks for; () for other facts."""
    return _CHARGING if asks_for_rate(question) else ()


def _counted(question: str) -> Iterator[re.Pattern[str]]:
    """A number before what `question` counts: "én konto"."""
    if match := _COUNT.search(question):
        unit = match["unit"].casefold()
        shortest = re.escape(min(unit, stem(unit, "da"), stem(unit, "en"), key=len))
        yield re.compile(rf"(?:\d|\b{_NUMBER_WORDS})\s+{shortest}", re.IGNORECASE)
