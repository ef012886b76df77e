"""`lexhop cache stats` and `lexhop cache clear`."""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from lexhop.cli.console import out
from lexhop.cli.context import AsJson, help_alone, services_of
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lexhop.resilience.tiers import Tier, Tiers

_SHARED = "hits, misses and errors are those of all processes"
_OWN = (
    "caches in memory are each process's own and can't be seen from here; "
    "REDIS_URL names a shared one"
)

cache = typer.Typer(
    help="See and clear what is cached: embeddings, results, replies.",
    invoke_without_command=True,
    callback=help_alone,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@cache.command("stats")
def stats(context: typer.Context, as_json: AsJson = False) -> None:
    """What is cached where, and how often that helped."""
    from lexhop.cli.render.as_json import dumps

    tiers: Tiers = services_of(context).caches()
    rows = asyncio.run(_rows(tiers))
    shared = any(row["where"] == "redis" for row in rows)
    if as_json:
        print(dumps({"tiers": rows, "note": _SHARED if shared else _OWN}))  # noqa: T201
        return
    table = Table("tier", "where", box=None)
    for name in ("kept", "entries", "bytes", "hits", "misses", "errors"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row["tier"],
            row["where"],
            f"{row['ttl_s'] / 3600:g} h",
            *(_shown(row[name]) for name in ("entries", "bytes", "hits", "misses", "errors")),
        )
    out.print(table)
    out.print(_SHARED if shared else _OWN, soft_wrap=True)


@cache.command("clear")
def clear(
    context: typer.Context,
    tier: Annotated[str | None, typer.Option(help="Only this one, as stats names it.")] = None,
    tenant: Annotated[str | None, typer.Option(help="Only what is this tenant's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Remove what is cached in Redis, and conversations; other data there isn't touched."""
    from lexhop.cli.render.as_json import dumps

    tiers: Tiers = services_of(context).caches()
    chosen = [known for known in tiers if tier in (None, known.name)]
    if not chosen:
        names = ", ".join(known.name for known in tiers)
        raise BadInput(f"there is no tier {tier!r}; choose one of {names}")
    shared = [picked for picked in chosen if picked.cache.where != "memory"]
    removed = asyncio.run(_clear(tiers, shared, tenant))
    if as_json:
        note = "" if shared else _OWN
        print(dumps({"removed": removed, "note": note}))  # noqa: T201
        return
    for name, count in removed.items():
        out.print(f"{name}: {count} entries removed")
    if not removed:
        out.print(f"nothing to clear: {_OWN}", soft_wrap=True)


async def _rows(tiers: "Tiers") -> list[dict[str, Any]]:
    rows = []
    try:
        for tier in tiers:
            row: dict[str, Any] = {
                "tier": tier.name, "where": tier.cache.where, "ttl_s": tier.ttl
            }  # fmt: skip
            if row["where"] == "memory":
                row |= dict.fromkeys(("entries", "bytes", "hits", "misses", "errors"))
            else:
                row |= await _figures(tier)
            rows.append(row)
    finally:
        await tiers.aclose()
    return rows


async def _figures(tier: "Tier") -> dict[str, int]:
    from lexhop.resilience.cache import key_prefix

    size = await tier.cache.size(key_prefix(tier.name))
    counts = (await tier.cache.counts()).get(tier.name, Counter())
    return {
        "entries": size.entries,
        "bytes": size.bytes,
        "hits": counts.get("hit", 0),
        "misses": counts.get("miss", 0),
        "errors": counts.get("error", 0),
    }


async def _clear(tiers: "Tiers", shared: "Sequence[Tier]", tenant: str | None) -> dict[str, int]:
    from lexhop.resilience.cache import key_prefix

    try:
        return {tier.name: await tier.cache.clear(key_prefix(tier.name, tenant)) for tier in shared}
    finally:
        await tiers.aclose()


def _shown(figure: int | None) -> str:
    return "-" if figure is None else f"{figure:,}"
