"""A module of ours with one thing in its source changed, as a slip of the hand would."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.In: ast.NotIn, ast.NotIn: ast.In}


def with_source(module: ModuleType, source: str | ast.Module) -> dict[str, Any]:
    """What the module would hold; the module itself stays as it is."""
    changed = ModuleType(module.__name__)
    exec(compile(source, module.__file__ or "", "exec"), changed.__dict__)  # noqa: S102 - our own
    return changed.__dict__


def memberships(module: ModuleType) -> list[str]:
    """Each `in` and `not in` of the module's source, in order."""
    return [ast.unparse(node) for node in _comparisons(ast.parse(inspect.getsource(module)))]


def turned(module: ModuleType, place: int) -> dict[str, Any]:
    """The module with that `in` as `not in`, or the other way round."""
    tree = ast.parse(inspect.getsource(module))
    node = list(_comparisons(tree))[place]
    node.ops = [_TURNED[type(node.ops[0])]()]
    return with_source(module, ast.fix_missing_locations(tree))


def _comparisons(tree: ast.Module) -> Iterator[ast.Compare]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
            yield node
