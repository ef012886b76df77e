"""`lexhop cache`, over a real Redis where there is one."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lexhop.cli.commands.cache import cache
from lexhop.resilience.cache import cache_key
from lexhop.resilience.errors import Transient
from lexhop.resilience.redis_cache import RedisCache
from lexhop.resilience.tiers import Tiers, open_tiers
from lexhop.state.errors import BadInput
from tests.conftest import ROOT
from tests.in_process import lexhop
from tests.redis_server import RedisServer, free_port, needs_redis


class Services:
    """Only what these commands ask for."""

    def __init__(self, url: str = "") -> None:
        self.url = url

    def caches(self) -> Tiers:
        return open_tiers(RedisCache(self.url) if self.url else None)


def run(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(cache, arguments, obj=lambda: Services(url))


@pytest.fixture(scope="module")
def redis_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def url(redis_process: RedisServer) -> str:
    """A Redis with something of ours in it, used by another process, and something else."""
    redis_process.ask("FLUSHALL")
    asyncio.run(_use(redis_process.url))
    redis_process.ask("SET app:session 1")
    return redis_process.url


async def _use(url: str) -> None:
    async def make() -> str:
        return "made"

    tiers = open_tiers(RedisCache(url))
    for tenant in ("a", "b"):
        for text in ("x", "y", "x"):
            key = cache_key("results", tenant=tenant, text=text)
            await tiers.results.get_or_make(key, make, encode=str.encode, decode=bytes.decode)
    key = cache_key("replies", tenant="a", text="x")
    await tiers.replies.get_or_make(key, make, encode=str.encode, decode=bytes.decode)
    await tiers.aclose()


@needs_redis
def test_stats_tell_what_all_processes_did(url: str) -> None:
    given = json.loads(run(url, "stats", "--json").stdout)
    rows = {row["tier"]: row for row in given["tiers"]}
    assert rows["results"] == {
        "tier": "results", "where": "redis", "ttl_s": 3600,
        "entries": 4, "bytes": 100, "hits": 2, "misses": 4, "errors": 0,
    }  # fmt: skip
    assert (rows["embeddings"]["entries"], rows["replies"]["entries"]) == (0, 1)
    assert rows["session"]["where"] == "memory"
    assert rows["session"]["entries"] is None
    assert "all processes" in given["note"]


@needs_redis
def test_stats_for_people_fit_on_a_screen(url: str) -> None:
    done = run(url, "stats")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].split() == [
        "tier", "where", "kept", "entries", "bytes", "hits", "misses", "errors"
    ]  # fmt: skip
    assert [line.split() for line in lines[1:5]] == [
        ["embeddings", "redis", "168", "h", "0", "0", "0", "0", "0"],
        ["results", "redis", "1", "h", "4", "100", "2", "4", "0"],
        ["replies", "redis", "1", "h", "1", "25", "0", "1", "0"],
        ["session", "memory", "0.5", "h", "-", "-", "-", "-", "-"],
    ]


@needs_redis
def test_clear_removes_ours_and_nothing_else(url: str, redis_process: RedisServer) -> None:
    assert json.loads(run(url, "clear", "--json").stdout)["removed"] == {
        "embeddings": 0, "results": 4, "replies": 1
    }  # fmt: skip
    assert redis_process.ask("GET app:session") == b"$1\r\n1\r\n"
    assert "0 entries" in run(url, "clear", "--tier", "results").stdout


@needs_redis
def test_a_tier_and_a_tenant_can_be_cleared_alone(url: str) -> None:
    done = run(url, "clear", "--tier", "results", "--tenant", "a")
    assert done.stdout == "results: 2 entries removed\n"
    assert run(url, "clear", "--tenant", "a").stdout.splitlines() == [
        "embeddings: 0 entries removed",
        "results: 0 entries removed",
        "replies: 1 entries removed",
    ]


def test_memory_of_other_processes_is_out_of_reach_and_that_is_said() -> None:
    done = run("", "clear")
    assert done.exit_code == 0
    assert "REDIS_URL" in done.stdout
    stats = json.loads(run("", "stats", "--json").stdout)
    assert {row["where"] for row in stats["tiers"]} == {"memory"}
    assert "REDIS_URL" in stats["note"]


def test_an_unknown_tier_is_bad_input() -> None:
    error = run("", "clear", "--tier", "answers").exception
    assert isinstance(error, BadInput)
    assert str(error) == (
        "there is no tier 'answers'; choose one of embeddings, results, replies, session"
    )


@pytest.mark.parametrize("command", ["stats", "clear"])
def test_a_redis_that_is_not_there_is_one_line(command: str) -> None:
    error = run(f"redis://127.0.0.1:{free_port()}/0", command).exception
    assert isinstance(error, Transient)
    assert str(error).startswith("Redis can't be reached")
    assert "\n" not in str(error)


def test_conversations_in_files_are_told_and_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path))
    assert lexhop("ingest", str(ROOT / "examples" / "acts"), "--quiet").code == 0
    assert lexhop("ask", "Hvad siger CPL § 6?", "--session", "a", "--quiet").code == 0
    told = {row["tier"]: row for row in json.loads(lexhop("cache", "stats", "--json").out)["tiers"]}
    assert (told["session"]["where"], told["session"]["entries"]) == ("files", 1)
    cleared = json.loads(lexhop("cache", "clear", "--tier", "session", "--json").out)
    assert cleared["removed"] == {"session": 1}
    assert list((tmp_path / "sessions").glob("*.entry")) == []
