"""Whatever somebody puts into our keys in Redis, an answer is as it would be without Redis."""

import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from lexhop.resilience.sealing import Seal, authenticating
from tests.conftest import ROOT
from tests.in_process import lexhop
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis
QUESTION = (
    "Hvor meget skal der betales i rente, når et tilskud fra cykelpuljen kræves tilbagebetalt?"
)
_DEEP = b"[" * 100_000 + b"]" * 100_000
PLANTED: dict[str, bytes] = {
    "no zlib": b"lx2-" + b"x" * 16 + b"znothing",
    "a bomb": b"lx2-" + b"x" * 16 + b"z" + zlib.compress(b"\0" * 2**27, 9),
    "an empty list": b"[]",
    "an old mark": b"lx1-12345678[]",
    "deep JSON": _DEEP,
    "nothing": b"",
    "half UTF-8": b"\xc3",
    "an empty list, under another's seal": Seal(b"k" * 32).seal("", b"[]"),
}
SEALED: dict[str, bytes] = {
    "deep JSON": _DEEP,
    "no JSON": b"{",
    "another shape": b'{"a": [1, 2]}',
    "rows of nothing": b"[[null, null, null, null, null]]",
    "an unknown passage": b'[["nowhere", 1.0, "words", "", 1.0]]',
    "figures": b"[[1, 2, 3, 4, 5]]",
    "text": b'"x"',
    "half UTF-8": b"\xc3",
    "three bytes": b"abc",
}
"""By somebody who has the password: what isn't of our shape is a miss as well."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def planted(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Redis]:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path))
    assert lexhop("ingest", str(ROOT / "examples" / "acts"), "--quiet").code == 0
    monkeypatch.setenv("REDIS_URL", server.url)
    server.ask("FLUSHALL")
    redis = Redis(port=server.port)
    yield redis
    redis.close()


def _answer() -> str:
    done = lexhop("ask", QUESTION, "--quiet")
    assert done.code == 0, done.err
    return done.out.partition("\n\n")[2]


def _keys(redis: Redis) -> list[str]:
    return [key.decode() for key in redis.scan_iter("lexhop:2:*") if b":counts" not in key]


@pytest.mark.parametrize("value", PLANTED.values(), ids=PLANTED.keys())
def test_what_is_not_sealed_is_a_miss(value: bytes, planted: Redis) -> None:
    honest = _answer()
    keys = _keys(planted)
    assert keys
    for key in keys:
        planted.set(key, value)
    assert _answer() == honest
    assert all(planted.get(key) != value for key in keys)


@pytest.mark.parametrize("value", SEALED.values(), ids=SEALED.keys())
def test_what_is_sealed_and_odd_is_a_miss(value: bytes, planted: Redis) -> None:
    honest = _answer()
    for key in _keys(planted):
        planted.set(key, authenticating("").seal(key, value))
    assert _answer() == honest


def test_values_of_other_keys_are_a_miss(planted: Redis) -> None:
    honest = _answer()
    keys = _keys(planted)
    values = [planted.get(key) for key in keys]
    for key, value in zip(keys, values[1:] + values[:1], strict=True):
        planted.set(key, value or b"")
    assert _answer() == honest


@pytest.mark.parametrize("secret", ["", "a secret of sixteen"])
def test_with_a_key_no_text_lies_there(
    secret: str, planted: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    if secret:
        monkeypatch.setenv("LEXHOP_CACHE_KEY", secret)
    honest = _answer()
    stored = b"".join(planted.get(key) or b"" for key in _keys(planted))
    assert (b"cykelpuljeloven" in stored) is not bool(secret)
    monkeypatch.setenv("LEXHOP_CACHE_KEY", "another secret of ours")
    assert _answer() == honest
