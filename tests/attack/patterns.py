"""Every regular expression of the package, and how it is used."""

import ast
import importlib
import pkgutil
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import lexhop

_FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
_ANCHORED = {"match", "fullmatch"}
_GRAMMAR = "lexhop.corpus.citations.grammar"
"""All of its patterns but ANCHOR are read at a cursor."""
_SHORT = {"lexhop.retrieval.query.parsing._COMPARISONS": 400}
"""Patterns that are only tried on so many characters: there their time counts, not its growth."""


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern at the place where it is written; `anchored` if it is only tried at one place."""

    where: str
    pattern: re.Pattern[str]
    anchored: bool

    def read(self, text: str) -> object:
        """As the package uses it: at one place, or wherever it is found."""
        if self.anchored:
            return self.pattern.match(text)
        return deque(self.pattern.finditer(text[: _SHORT.get(self.where)]), maxlen=0)


@cache
def modules() -> tuple[ModuleType, ...]:
    found = pkgutil.walk_packages(lexhop.__path__, "lexhop.")
    return tuple(importlib.import_module(one.name) for one in found if "__main__" not in one.name)


def patterns() -> tuple[tuple[Used, ...], tuple[str, ...]]:
    """The patterns, each once, and the places where one is made of a function's values."""
    seen: dict[tuple[str, int], Used] = {}
    unknown: list[str] = []
    for module in modules():
        anchored = _tried_at_one_place(module)
        for value, where in _held(module):
            name = where.rsplit(".", 1)[-1]
            once = name in anchored or (module.__name__ == _GRAMMAR and name != "ANCHOR")
            seen.setdefault((value.pattern, value.flags), Used(where, value, once))
        for call, function in _calls(_tree(module)):
            where = f"{module.__name__}.{function}"
            pattern = _evaluated(call, module)
            if pattern is None:
                unknown.append(where)
            elif (pattern.pattern, pattern.flags) not in seen:
                once = isinstance(call.func, ast.Attribute) and call.func.attr in _ANCHORED
                seen[pattern.pattern, pattern.flags] = Used(where, pattern, once)
    return tuple(seen.values()), tuple(dict.fromkeys(unknown))


def _held(module: ModuleType) -> Iterator[tuple[re.Pattern[str], str]]:
    """The patterns that a module holds, also within what it holds."""
    for name, value in vars(module).items():
        if not name.startswith("__"):
            yield from ((pattern, f"{module.__name__}.{name}") for pattern in _within(value))


def _within(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _within(item)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _within(item)


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def _calls(tree: ast.AST, function: str = "") -> Iterator[tuple[ast.Call, str]]:
    """Calls of `re`'s functions, with the function that each stands in."""
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef) else function
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _FUNCTIONS
            and function
        ):
            yield node, function
        yield from _calls(node, inside)


def _evaluated(call: ast.Call, module: ModuleType) -> re.Pattern[str] | None:
    """The pattern that is written in a call, where no value of the function is in it."""
    try:
        code = compile(ast.Expression(call.args[0]), "pattern", "eval")
        return re.compile(eval(code, vars(module)))  # our own source  # noqa: S307
    except NameError:
        return None


@cache
def _tried_at_one_place(module: ModuleType) -> frozenset[str]:
    """The module's own patterns of which nothing is called but `match` and `fullmatch`."""
    uses: dict[str, set[str]] = {}
    loaded: dict[str, int] = {}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            loaded[node.id] = loaded.get(node.id, 0) + 1
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            uses.setdefault(node.value.id, set()).add(node.attr)
            loaded[node.value.id] = loaded.get(node.value.id, 0) - 1
    return frozenset(
        name
        for name, calls in uses.items()
        if name.startswith("_") and calls <= _ANCHORED and not loaded.get(name)
    )
