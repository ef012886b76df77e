"""Refusals, worded and shaped as OpenAI sends them."""

from typing import Any

from pydantic import ValidationError


class ApiError(Exception):
    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code}}


def unknown_model(model: str) -> ApiError:
    return ApiError(
        404,
        f"The model `{model}` does not exist or you do not have access to it.",
        code="model_not_found",
    )


def unauthorized(*, key_given: bool) -> ApiError:
    if key_given:
        return ApiError(401, "Incorrect API key provided: sk-****.", code="invalid_api_key")
    return ApiError(401, "You didn't provide an API key in an Authorization header.")


def from_validation(error: ValidationError) -> ApiError:
    """The first thing wrong, as the real endpoint reports one at a time."""
    first = error.errors(include_url=False)[0]
    param = _param(first["loc"])
    match first["type"]:
        case "missing":
            message, code = f"Missing required parameter: '{param}'.", "missing_required_parameter"
        case "extra_forbidden":
            message, code = f"Unknown parameter: '{param}'.", "unknown_parameter"
        case kind if kind.endswith("_type"):
            message, code = f"Invalid type for '{param}': {first['msg']}.", "invalid_type"
        case _:
            message, code = f"Invalid '{param}': {first['msg']}.", "invalid_value"
    return ApiError(400, message, param=param, code=code)


def _param(location: tuple[int | str, ...]) -> str:
    """("messages", 0, "role") -> "messages[0].role"."""
    parts: list[Any] = [f"[{one}]" if isinstance(one, int) else f".{one}" for one in location]
    return "".join(parts).lstrip(".")
