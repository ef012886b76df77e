"""Evaluates an expression over figures, exactly and by their units, without `eval`."""

import ast
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, DecimalException

from lexhop.reasoning.weights import WEIGHTS

_SPANS = ("days", "weeks", "months", "years")
_MONEY = ("money", "euro", "øre")


class NotCalculable(ValueError):
    """The expression isn't arithmetic on its operands, or their units don't go together."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit ("money", "percent", "days", ... or ""), or a `day`.

    A percentage is its hundredth: 15 per cent is 0.15.
    """

    number: Decimal
    unit: str = ""
    day: date | None = None


def evaluate(expression: str, operands: Mapping[str, Measure]) -> Measure:
    """The value of `expression`: operands' names, + - * /, min, max, brackets, and 0 and 1.

    Other numbers may not stand in it, since they would be from nowhere. Raises NotCalculable for
    anything else, for units that don't go together, and for a name that isn't used or isn't there.
    """
    if len(expression) > WEIGHTS.longest_expression:
        raise NotCalculable("the expression is too long")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise NotCalculable("the expression can't be read") from error
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - set(_FUNCTIONS)
    if used != set(operands):
        raise NotCalculable("not all operands are used, or one is missing")
    try:
        return _value(tree.body, operands)
    except (DecimalException, OverflowError, ZeroDivisionError, RecursionError) as error:
        raise NotCalculable("the expression has no value") from error


def _value(node: ast.expr, operands: Mapping[str, Measure]) -> Measure:
    match node:
        case ast.Name(id=name) if name in operands:
            return operands[name]
        case ast.Constant(value=int(number)) if number in (0, 1) and number is not True:
            return Measure(Decimal(number), "constant")
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _times(Measure(Decimal(-1)), _value(inner, operands))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            work = _OPERATORS[type(operator)]
            return work(_value(left, operands), _value(right, operands))
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as inner, keywords=[]) if (
            name in _FUNCTIONS
        ):
            return _FUNCTIONS[name]([_value(argument, operands) for argument in inner])
    raise NotCalculable("only + - * / min and max are possible")


def _plus(left: Measure, right: Measure) -> Measure:
    if left.day and right.unit in _SPANS:
        return Measure(Decimal(0), "day", _later(left.day, right))
    if right.day and left.unit in _SPANS:
        return _plus(right, left)
    unit = _same(left, right)
    return Measure(left.number + right.number, unit)


def _minus(left: Measure, right: Measure) -> Measure:
    if left.day and right.day:
        return Measure(Decimal((left.day - right.day).days), "days")
    return _plus(left, Measure(-right.number, right.unit, right.day))


def _later(day: date, span: Measure) -> date:
    if span.number != int(span.number):
        raise NotCalculable("a day can't be moved by a part of a day, a month or a year")
    count = int(span.number)
    if span.unit in ("days", "weeks"):
        return day + timedelta(days=count * (7 if span.unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if span.unit == "years" else 1)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise NotCalculable("there is no such day")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _times(left: Measure, right: Measure) -> Measure:
    """At most one factor is an amount; a span may count what an amount is for each of."""
    if left.day or right.day:
        raise NotCalculable("a day can't be multiplied")
    product = left.number * right.number
    plain = ("", "constant", "times")
    for unit, other in ((left.unit, right.unit), (right.unit, left.unit)):
        if other in plain:
            return Measure(product, unit)
        if other == "percent" or (unit in _MONEY and other in _SPANS):
            return Measure(product, unit)
    raise NotCalculable("two amounts can't be multiplied")


def _over(left: Measure, right: Measure) -> Measure:
    if left.day or right.day:
        raise NotCalculable("a day can't be divided")
    ratio = left.number / right.number
    if left.unit == right.unit:
        return Measure(ratio)
    if right.unit in ("", "constant", "times", "percent"):
        return Measure(ratio, left.unit)
    if left.unit in _MONEY and right.unit in _SPANS:
        return Measure(ratio, left.unit)
    raise NotCalculable("these can't be divided")


def _same(left: Measure, right: Measure) -> str:
    """The unit that both have; 0 and 1 have any that makes sense: 1 is all of a percentage."""
    units = {left.unit, right.unit} - {"constant"}
    if left.day or right.day or len(units) > 1:
        raise NotCalculable("these don't have the same unit")
    constants = [side.number for side in (left, right) if side.unit == "constant"]
    unit = next(iter(units), "")
    if any(constants) and unit not in ("percent", ""):
        raise NotCalculable("a number without a unit can't be added to an amount")
    return unit


def _extreme(choose: Callable[..., Measure]) -> Callable[[Sequence[Measure]], Measure]:
    def of(measures: Sequence[Measure]) -> Measure:
        if all(measure.day for measure in measures):
            return choose(measures, key=lambda measure: measure.day)
        unit = ""
        for other in measures[1:]:
            unit = _same(measures[0], other) or unit
        return Measure(choose(measures, key=lambda measure: measure.number).number, unit)

    return of


_OPERATORS: Mapping[type[ast.operator], Callable[[Measure, Measure], Measure]] = {
    ast.Add: _plus,
    ast.Sub: _minus,
    ast.Mult: _times,
    ast.Div: _over,
}
_FUNCTIONS: Mapping[str, Callable[[Sequence[Measure]], Measure]] = {
    "min": _extreme(min),
    "max": _extreme(max),
}
