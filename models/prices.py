"""The cost of model calls, by a table of prices."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

_MILLION = 1_000_000


class Price(BaseModel):
    """US dollars for a million tokens. `cached` is for input that the maker's cache had."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached: float | None = Field(default=None, ge=0)


_TABLE = TypeAdapter(dict[str, Price])


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by model. An unlisted model costs 0, which is better than a guess."""

    table: Mapping[str, Price]

    def cost(self, model: str, *, input_tokens: int, output_tokens: int, cached: int = 0) -> float:
        """In US dollars; `cached` of the `input_tokens` came from the provider's cache."""
        price = self.table.get(model)
        if price is None:
            return 0.0
        cheap = price.input if price.cached is None else price.cached
        paid = (input_tokens - cached) * price.input + cached * cheap
        return (paid + output_tokens * price.output) / _MILLION


def known_prices(more: Path | None = None) -> Prices:
    """The bundled table, overridden by `more`. Raises ValueError for a file that is invalid."""
    bundled = resources.files("lexhop.models").joinpath("prices.toml").read_text(encoding="utf-8")
    table = _TABLE.validate_python(tomllib.loads(bundled))
    if more is not None:
        try:
            table |= _TABLE.validate_python(tomllib.loads(more.read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError) as error:
            form = '["MODEL"] with input = and output =, in dollars a million tokens'
            raise ValueError(f"{more}: no table of prices; write {form}") from error
    return Prices(table)
