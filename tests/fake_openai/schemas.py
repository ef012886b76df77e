"""Reply schemas: whether strict mode takes them, what fits them, and the least that does."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import jsonschema_rs
import orjson

from tests.fake_openai.errors import ApiError

# `default` is taken by some endpoints of this year and refused by others: a schema that is to work
# with all of them has none, so it is refused here.
REFUSED = frozenset(
    {
        "allOf", "contains", "contentSchema", "default", "dependentRequired", "dependentSchemas",
        "dependencies", "else", "if", "maxProperties", "minProperties", "not", "oneOf",
        "patternProperties", "prefixItems", "propertyNames", "then", "unevaluatedItems",
        "unevaluatedProperties", "uniqueItems",
    }
)  # fmt: skip
# `description` beside a $ref is what the SDK itself unpacks before it sends.
BESIDE_REF = frozenset({"$ref"})
DEEPEST = 10
MOST_PROPERTIES = 5000
FORMATS = {
    "date": "2026-01-01",
    "date-time": "2026-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "duration": "P1D",
    "email": "a@example.com",
    "hostname": "example.com",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
Node: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    name: str
    root: Node
    validator: Any

    def complaint(self, value: object) -> str | None:
        """Why the value doesn't fit, or None."""
        error = next(iter(self.validator.iter_errors(value)), None)
        return None if error is None else str(error.message)

    def least(self) -> Any:
        """The same small instance every time; ValueError if there is a pattern it can't satisfy."""
        value = _least(self.root, self.root)
        if (why := self.complaint(value)) is not None:
            raise ValueError(f"no instance of {self.name} by rule of thumb: {why}")
        return value


def read_schema(name: str, root: Node, *, strict: bool) -> Schema:
    """ApiError 400 for what is no JSON Schema or, when strict, not of the strict form."""
    return _read(name, orjson.dumps(root), strict)


@lru_cache(maxsize=256)
def _read(name: str, source: bytes, strict: bool) -> Schema:
    """Checked once: an application sends the same handful of schemas with every call."""
    root = orjson.loads(source)
    if strict and (why := next(_complaints(root), None)):
        raise _invalid(name, why)
    try:
        validator = jsonschema_rs.Draft202012Validator(root)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise _invalid(name, str(error)) from error
    return Schema(name, root, validator)


def _invalid(name: str, why: str) -> ApiError:
    message = f"Invalid schema for response_format '{name}': {why}"
    return ApiError(400, message, param="response_format")


def _complaints(root: Node) -> Iterator[str]:
    if root.get("type") != "object" or "anyOf" in root:
        kind = root.get("type")
        yield f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'."
        return
    properties = 0
    for place, node in _nodes(root, ()):
        properties += len(node.get("properties", {}))
        for why in _node_complaints(node, root):
            yield f"In context={place}, {why}"
    if properties > MOST_PROPERTIES:
        yield f"{properties} properties are more than {MOST_PROPERTIES}."
    if (depth := _depth(root, root, ())) > DEEPEST:
        yield f"{depth} levels of nesting exceed the limit of {DEEPEST}."


def _nodes(node: Node, place: Place) -> Iterator[tuple[Place, Node]]:
    yield place, node
    for keyword in ("properties", "$defs", "definitions"):
        for name, child in node.get(keyword, {}).items():
            yield from _nodes(child, (*place, keyword, name))
    for number, child in enumerate(node.get("anyOf", [])):
        yield from _nodes(child, (*place, "anyOf", str(number)))
    if isinstance(items := node.get("items"), dict):
        yield from _nodes(items, (*place, "items"))


def _node_complaints(node: Node, root: Node) -> Iterator[str]:
    if "$ref" in node:
        if beside := node.keys() - BESIDE_REF:
            yield f"$ref cannot have keywords {sorted(beside)}."
        if _target(node["$ref"], root) is None:
            yield f"reference to component '{node['$ref']}' which was not found in the schema."
        return
    for keyword in sorted(node.keys() & REFUSED):
        yield f"'{keyword}' is not permitted."
    if not node.keys() & {"type", "anyOf", "enum", "const"}:
        yield "schema must have a 'type' key."
    if node.get("type") == "array" and "items" not in node:
        yield "array schema missing items."
    if node.get("type") == "object" or "properties" in node:
        yield from _object_complaints(node)


def _object_complaints(node: Node) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield "'additionalProperties' is required to be supplied and to be false."
    properties, required = node.get("properties", {}).keys(), set(node.get("required", ()))
    if missing := [name for name in properties if name not in required]:
        yield (
            "'required' is required to be supplied and to be an array including every key in "
            f"properties. Missing '{missing[0]}'."
        )
    if extra := sorted(required - properties):
        yield f"'required' has the extra key '{extra[0]}'."


def _target(reference: str, root: Node) -> Node | None:
    node: Any = root
    for part in reference.removeprefix("#").split("/")[1:]:
        node = (
            node.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
        )
    return node if isinstance(node, dict) else None


def _depth(node: Node, root: Node, seen: Place) -> int:
    """Levels of objects; a schema that refers to itself counts once."""
    if (reference := node.get("$ref")) is not None:
        target = _target(reference, root)
        if reference in seen or target is None:
            return 0
        return _depth(target, root, (*seen, reference))
    inner = [*node.get("properties", {}).values(), *node.get("anyOf", [])]
    if isinstance(items := node.get("items"), dict):
        inner.append(items)
    deepest = max((_depth(one, root, seen) for one in inner), default=0)
    return deepest + (node.get("type") == "object")


def _least(node: Node, root: Node) -> Any:
    if "$ref" in node:
        return _least(_target(node["$ref"], root) or {}, root)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return node["enum"][0]
    if "anyOf" in node:
        return _least(_easiest(node["anyOf"]), root)
    match _easiest_type(node.get("type")):
        case "object":
            return {name: _least(one, root) for name, one in node.get("properties", {}).items()}
        case "array":
            return [_least(node["items"], root)] * node.get("minItems", 0)
        case "string":
            return _least_text(node)
        case "integer" | "number":
            return _least_number(node)
        case "boolean":
            return False
        case _:
            return None


def _easiest(choices: list[Node]) -> Node:
    """Null where it is allowed: that also ends what refers to itself."""
    return next((one for one in choices if one.get("type") == "null"), choices[0])


def _easiest_type(kind: str | list[str] | None) -> str | None:
    if isinstance(kind, list):
        return "null" if "null" in kind else kind[0]
    return kind


def _least_text(node: Node) -> str:
    if (form := node.get("format")) in FORMATS:
        return FORMATS[form]
    return "text".ljust(node.get("minLength", 0), "x")[: node.get("maxLength")]


def _least_number(node: Node) -> Any:
    """Zero, or what is nearest above the lower limit."""
    step = node.get("multipleOf", 1 if node["type"] == "integer" else 0)
    if "exclusiveMinimum" in node and node["exclusiveMinimum"] >= 0:
        low = node["exclusiveMinimum"]
        above = node.get("maximum", node.get("exclusiveMaximum", low + 2))
        return low - low % step + step if step else (low + above) / 2
    low = max(node.get("minimum", 0), 0)
    high = node.get("maximum", low)
    return -(-low // step) * step if step and high >= low else min(low, high)
