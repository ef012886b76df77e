"""Gates: bounds on the figures of a run, from a TOML file, by dataset and target."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from lexhop.evals.harness.datasets import DatasetError


class Gates(BaseModel):
    """Gates of one dataset and target, by the figure's path in the JSON ("quotes.verbatim").

    A figure may miss its gate by `tolerance`, except a gate of 1 at least or 0 at most, which means
    always or never. `latency_ms.p95_ratio` is p95 over p50, since milliseconds differ by machine.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: dict[str, FiniteFloat] = Field(default_factory=dict)
    at_most: dict[str, FiniteFloat] = Field(default_factory=dict)
    tolerance: FiniteFloat = Field(default=0.0, ge=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """`failures` has a line for each gate that failed; `passed` counts the others."""

    passed: int
    failures: tuple[str, ...]


def dataset_name(path: Path) -> str:
    """A question file's name: that of its folder if the file is called "questions"."""
    resolved = path.absolute()
    return resolved.parent.name if resolved.stem == "questions" else resolved.stem


def read_gates(path: Path, dataset: str, target: str) -> Gates:
    """The gates for `dataset` and `target`. Raises DatasetError, also if there are none, since a
    missing gate must not look like one that passed.
    """
    try:
        tables: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path}: no such file; give one of gates, such as evals/gates.toml"
        ) from error
    except OSError as error:
        raise DatasetError(f"{path}: can't be read ({error.strerror}); check the file") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path}: not TOML ({error})") from error
    chosen = tables.get(dataset, {})
    if not isinstance(chosen, dict) or target not in chosen:
        named = [(name, table) for name, table in tables.items() if isinstance(table, dict)]
        known = [f"[{name}.{key}]" for name, table in named for key in table]
        raise DatasetError(
            f"{path}: no gates in [{dataset}.{target}]; it has {', '.join(known) or 'none'}"
        )
    try:
        return Gates.model_validate(chosen[target])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, (dataset, target, *first["loc"])))
        raise DatasetError(f"{path}: {where}: {first['msg']}") from error


def check(gates: Gates, figures: Mapping[str, Any], *, of: str) -> GateReport:
    """Checks `figures`, as from `summary`, against `gates`. `of` names the run in messages.

    Raises DatasetError for a gate on a figure that doesn't exist.
    """
    failures = []
    for name, gate in gates.at_least.items():
        limit = gate if gate == 1.0 else gate - gates.tolerance
        value = _figure(figures, name)
        if value is None:
            failures.append(f"{name} has no figure, and its gate is {_short(gate)} ({of})")
        elif value < limit and not math.isclose(value, limit):
            failures.append(f"{name} {_short(value)} is below the gate {_short(gate)} ({of})")
    for name, gate in gates.at_most.items():
        limit = gate + gates.tolerance if gate else 0.0
        value = _figure(figures, name)
        if value is None:
            failures.append(f"{name} has no figure, and its gate is {_short(gate)} ({of})")
        elif value > limit and not math.isclose(value, limit):
            failures.append(f"{name} {_short(value)} is above the gate {_short(gate)} ({of})")
    return GateReport(
        passed=len(gates.at_least) + len(gates.at_most) - len(failures),
        failures=tuple(failures),
    )


def _figure(figures: Mapping[str, Any], name: str) -> float | None:
    found: Any = figures
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise DatasetError(f"a gate is on {name}, which is no figure of this target")
        found = found[part]
    if found is not None and not isinstance(found, int | float):
        raise DatasetError(f"a gate is on {name}, which is several figures; name one in it")
    return found


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") if value else "0"
