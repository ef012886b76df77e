"""Reckoned figures, checked: where each operand is from, and what code makes of them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lexhop.prompts import phrase
from lexhop.reasoning.grounding.arithmetic import Measure, NotCalculable, evaluate
from lexhop.reasoning.grounding.price_level import level_after
from lexhop.reasoning.grounding.quantities import quantities
from lexhop.reasoning.grounding.units import RECKONED
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import ClaimedOperand, Derivation
from lexhop.state.records import Calculation, Operand

RESULT = "{result}"
"""Where a sentence has the result of its calculation."""

_MONTHS = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_MONTH = {
    name[:3].casefold(): number
    for names in _MONTHS.values()
    for number, name in enumerate(names.split(), start=1)
}
_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|"
    r"(?P<day2>\d{1,2})\.?\s(?P<month2>[a-z]{3,9})\.?\s(?P<year2>\d{4})|"
    r"(?P<day3>\d{1,2})[./](?P<month3>\d{1,2})[./](?P<year3>\d{4})",
    re.IGNORECASE,
)
_ORE = Decimal("0.01")


def calculated(
    derivation: Derivation,
    *,
    question: str,
    places: Mapping[str, str],
    language: str,
) -> Calculation:
    """The calculation, done by code.

    An operand's figure has to stand in its quote, or in `question` where it has none; `places` are
    the citations of the quotes, which are known to be verbatim. Raises NotCalculable, saying why.
    """
    if not 0 < len(derivation.operands) <= WEIGHTS.most_operands:
        raise NotCalculable("there are no operands, or too many")
    measures: dict[str, Measure] = {}
    operands: list[Operand] = []
    for operand in derivation.operands:
        where = operand.quote.text if operand.quote else question
        if not _stands_in(operand.figure, where):
            raise NotCalculable(f"{operand.figure} is from nowhere")
        if operand.name in measures or not operand.name.isidentifier():
            raise NotCalculable("each operand needs a name of its own")
        measures[operand.name] = _measure(operand.figure)
        source = places.get(operand.quote.text, "") if operand.quote else ""
        if operand.quote and not source:
            raise NotCalculable(f"{operand.figure} is from nowhere")
        operands.append(Operand(name=operand.name, figure=operand.figure, source=source))
    result = evaluate(derivation.expression, measures)
    level = _level(derivation.operands)
    return Calculation(
        expression=" ".join(derivation.expression.split()),
        operands=tuple(operands),
        result=written(result, language) + (f" ({level})" if level else ""),
    )


def with_result(text: str, calculation: Calculation) -> str:
    """The sentence with the calculation's result in it.

    Raises NotCalculable if it has no place for it, several, or a figure beside it.
    """
    if text.count(RESULT) != 1 or re.search(r"\d", text.replace(RESULT, "")):
        raise NotCalculable("a calculated sentence has its result and no other figure")
    result = calculation.result
    return text.replace(f"{RESULT}.", f"{result.rstrip('.')}.").replace(RESULT, result)


def written(measure: Measure, language: str) -> str:
    """A result as a reader of `language` writes it: "32.910 kr.", "15 per cent", "1. marts 2026".

    Amounts are rounded to a hundredth.
    """
    if measure.day:
        month = _MONTHS[language].split()[measure.day.month - 1]
        dot = "." if language == "da" else ""
        return f"{measure.day.day}{dot} {month} {measure.day.year}"
    number = measure.number * 100 if measure.unit == "percent" else measure.number
    try:
        rounded = number.quantize(_ORE, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise NotCalculable("the result is too large") from error
    whole = rounded == rounded.to_integral_value()
    digits = f"{rounded:,.0f}" if whole else f"{rounded:,.2f}"
    if language == "da":
        digits = digits.translate(str.maketrans(",.", ".,"))
    unit = "" if measure.unit == "constant" else measure.unit
    return phrase(language, f"measured_{unit or 'number'}", number=digits)


def _measure(figure: str) -> Measure:
    """The value of one figure with its unit, as printed."""
    if day := _DAY.fullmatch(figure.strip()):
        return Measure(Decimal(0), "day", _day(day))
    found = list(quantities(figure))
    if len(found) != 1:
        raise NotCalculable(f"{figure} isn't one figure")
    try:
        number = Decimal(found[0].value)
    except InvalidOperation as error:
        raise NotCalculable(f"{figure} can't be read") from error
    unit = found[0].unit
    if unit not in RECKONED:
        raise NotCalculable(f"{figure} can't be reckoned with")
    return Measure(number / 100 if unit == "percent" else number, unit)


def _day(match: re.Match[str]) -> date:
    year = match["year"] or match["year2"] or match["year3"]
    month = match["month"] or match["month3"] or _MONTH.get((match["month2"] or "")[:3].casefold())
    day = match["day"] or match["day2"] or match["day3"]
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError as error:
        raise NotCalculable("there is no such day") from error


def _stands_in(figure: str, text: str) -> bool:
    """Whether `figure` stands in `text` as a whole: "12 kr." doesn't in "112 kr."."""
    words = r"\s+".join(map(re.escape, figure.split()))
    return bool(words) and bool(re.search(rf"(?<![\w.,]){words}(?![\w]|[.,]\d)", text))


def _level(operands: Sequence[ClaimedOperand]) -> str:
    """ "2010-niveau" where an operand is an amount of that level in its quote."""
    for operand in operands:
        if operand.quote:
            end = operand.quote.text.find(operand.figure) + len(operand.figure)
            if level := level_after(operand.quote.text, end):
                return level
    return ""
