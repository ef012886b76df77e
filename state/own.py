"""Values that only the graph writes: who drives it from outside can't plant them.

A caller of a server may update a thread's state, or begin anywhere in the graph. What it sends is
JSON; a plan, evidence and an answer are our own types, and anything else counts as nothing: an
error here would stay with the thread, and with every later question on it.
"""

from collections.abc import Sequence
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin

from langgraph.channels.last_value import LastValue

T = TypeVar("T")


class Own(LastValue[Any]):
    """The last value if it is of the field's own type, else None, or () for a tuple."""

    def update(self, values: Sequence[Any]) -> bool:
        return super().update([_own(value, self.typ) for value in values])


def _own(value: object, hint: Any) -> object:  # noqa: ANN401 - a type, as annotations have it
    if get_origin(hint) is tuple:
        return ours(value, get_args(hint)[0])
    kinds = tuple(kind for kind in get_args(hint) if kind is not NoneType)
    return value if isinstance(value, kinds) else None


def ours(values: object, kind: type[T]) -> tuple[T, ...]:
    """Those of `values` that are a `kind`; () for what is no sequence."""
    if not isinstance(values, tuple | list):
        return ()
    return tuple(value for value in values if isinstance(value, kind))
