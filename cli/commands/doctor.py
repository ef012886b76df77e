"""`lexhop doctor`: checks of the installation and its settings."""

import asyncio
import os
import platform
import shutil
from importlib import metadata
from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from lexhop.cli.console import out
from lexhop.cli.context import AsJson, services_of
from lexhop.composition.ports import Services

Check = tuple[str, bool, str]


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Check the set-up: what is used, what is there, what is missing."""
    if not _passes(services_of(context), as_json=as_json):
        raise typer.Exit(1)


def _passes(services: Services, *, as_json: bool) -> bool:
    """Print the checks; returns whether all of them passed."""
    from lexhop.cli.render.as_json import dumps

    checks = [
        _python(),
        _data_dir(services.data_dir),
        *asyncio.run(_collections(services)),
        _tokens(),
        *asyncio.run(_services(services)),
        _embeddings(services.embeddings),
        _diagrams(),
        _tracing(),
    ]
    if as_json:
        rows = [{"check": name, "ok": ok, "detail": detail} for name, ok, detail in checks]
        print(dumps({"ok": all(ok for _, ok, _ in checks), "checks": rows}))  # noqa: T201
    else:
        table = Table(box=None, show_header=False)
        for name, ok, detail in checks:
            table.add_row(Text("ok", "green") if ok else Text("no", "red"), name, detail)
        out.print(table)
    return all(ok for _, ok, _ in checks)


def _python() -> Check:
    versions = " ".join(f"{name} {metadata.version(name)}" for name in ("lancedb", "langgraph"))
    return "python", True, f"{platform.python_version()}, {versions}"


def _data_dir(folder: Path) -> Check:
    existing = next(
        path for path in (folder.absolute(), *folder.absolute().parents) if path.exists()
    )
    if not os.access(existing, os.W_OK) or not existing.is_dir():
        return "data", False, f"{folder} can't be written; set LEXHOP_DATA_DIR to a folder of yours"
    free = shutil.disk_usage(existing).free / 2**30
    return "data", free > 0.5, f"{folder}, {free:.1f} GiB free"


async def _collections(services: Services) -> list[Check]:
    """A check of each collection that isn't whole, or one that says how many are."""
    from lexhop.composition.loaded import cut_short

    names = await services.collections()
    unfinished = {name: await services.store(name).unfinished() for name in names}
    cut = [
        ("collection", False, f"{name}: {cut_short(paths, name)}")
        for name, paths in unfinished.items()
        if paths
    ]
    return cut or [("collections", True, f"{len(names)}, all whole")]


def _tokens() -> Check:
    from lexhop.corpus.text.tokens import token_counter

    name = token_counter().name
    if name == "estimate":
        return (
            "tokens",
            True,
            "estimated; with tiktoken's vocabulary in TIKTOKEN_CACHE_DIR they are counted",
        )
    return "tokens", True, f"counted by tiktoken ({name})"


async def _services(services: Services) -> list[Check]:
    """Checks of the services on the network, each tried once."""
    checks: list[Check] = [("model", *result) async for result in services.try_models()]
    if not checks:
        detail = f"extractive: verbatim quotes, no model (LEXHOP_MODEL={services.model})"
        checks.append(("model", True, detail))
    return [*checks, await _cache(services)]


async def _cache(services: Services) -> Check:
    from lexhop.resilience.errors import Failure

    tiers = services.caches()
    cache = tiers.replies.cache
    if cache.where == "memory":
        return "cache", True, "in memory; REDIS_URL names a shared one"
    try:
        await cache.counts()
    except Failure as error:
        return "cache", False, f"{error}; answers come without it"
    finally:
        await tiers.aclose()
    return "cache", True, "Redis answers"


def _embeddings(name: str) -> Check:
    return "embeddings", True, name or "none; LEXHOP_EMBEDDINGS names one"


def _diagrams() -> Check:
    dot = shutil.which("dot")
    return (
        "diagrams",
        True,
        "PNG by Graphviz" if dot else "Mermaid text only; Graphviz would draw PNG",
    )


def _tracing() -> Check:
    on = os.environ.get("LANGSMITH_TRACING", "").lower() == "true"
    return "tracing", True, "LangSmith is on" if on else "LangSmith is off (LANGSMITH_TRACING)"
