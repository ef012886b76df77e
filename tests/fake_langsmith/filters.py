"""As much of LangSmith's filter language as is used: and(eq(key, value), lt(key, value))."""

import ast
import operator
import re
from collections.abc import Callable, Mapping

Predicate = Callable[[Mapping[str, object]], bool]
_COMPARE = {
    "eq": operator.eq,
    "neq": operator.ne,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def predicate(text: str) -> Predicate:
    """Raises ValueError for what this sink doesn't know, so that no test passes by accident."""
    if not text:
        return lambda _: True
    plain = re.sub(r"\b(and|or)\(", r"\1_(", text)
    return _predicate(ast.parse(plain, mode="eval").body)


def _predicate(node: ast.expr) -> Predicate:
    match node:
        case ast.BoolOp() | ast.Name():
            pass
        case ast.Call(func=ast.Name(id="and_" | "or_" as name), args=several):
            of_all = [_predicate(one) for one in several]
            combine = all if name == "and_" else any
            return lambda row: combine(one(row) for one in of_all)
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=key), ast.Constant(value=value)]):
            if name == "has":
                return lambda row: value in (row.get(key) or ())
            if name in _COMPARE:
                compare = _COMPARE[name]
                return lambda row: row.get(key) is not None and compare(row[key], value)
    raise ValueError(f"this filter isn't known here: {ast.unparse(node)}")
