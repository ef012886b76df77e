"""The shared cache, in Redis. The only module that imports redis."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import OutOfMemoryError, RedisError, ResponseError
from redis.exceptions import TimeoutError as NoReply

from lexhop.resilience.cache import OUTCOMES, ROOT, CacheOutcome, Counts, Size
from lexhop.resilience.errors import Permanent, Transient
from lexhop.resilience.sealing import Seal

_TIMEOUT_S = 0.2
_CONNECTIONS = 32
_COUNTS = f"{ROOT}counts"
_SENT_AT = 64
"""Counts wait for the next write, but a read sends them along from this many on."""
_AT_ONCE = 500
_UNKEYED = Seal()
_NOT_REDIS = (
    RedisError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""Raised by redis-py for a reply that isn't in Redis's protocol."""


class RedisCache:
    """Values in Redis, each under a `seal`; without one whoever can write there can make one.

    Hits and misses of all processes are counted there too, sent along with other commands. No
    command is retried, and each takes 0.2 s at most (redis-py's defaults are seconds).
    """

    where = "redis"

    def __init__(self, url: str, seal: Seal = _UNKEYED) -> None:
        """Connects on first use. Raises ValueError for an invalid Redis URL."""
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=_TIMEOUT_S,
            socket_timeout=_TIMEOUT_S,
            socket_connect_timeout=_TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
            driver_info=None,  # else each connection reads redis-py's version from disk
        )
        self._redis = Redis.from_pool(pool)
        self._seal = seal
        self._uncounted: Counter[str] = Counter()

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        with _translated():
            if self._uncounted.total() < _SENT_AT:
                values = await self._redis.mget(keys)
            else:
                async with self._redis.pipeline(transaction=False) as commands:
                    commands.mget(keys)
                    self._send_counts(commands)
                    values = (await commands.execute())[0]
            return [self._seal.opened(key, value) for key, value in zip(keys, values, strict=True)]

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        with _translated():
            async with self._redis.pipeline(transaction=False) as commands:
                for key, value in values.items():
                    commands.set(key, self._seal.seal(key, value), px=max(int(ttl * 1000), 1))
                self._send_counts(commands)
                await commands.execute()

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None:
        self._uncounted[f"{tier}:{outcome}"] += times

    def _send_counts(self, commands: Pipeline) -> None:
        """Add the counts to `commands`; if those fail, the counts are lost."""
        for name, times in self._uncounted.items():
            commands.hincrby(_COUNTS, name, times)
        self._uncounted.clear()

    async def counts(self) -> Counts:
        with _translated():
            stored = await self._redis.hgetall(_COUNTS)
        counts: Counts = {}
        for name, times in stored.items():
            text = name if isinstance(name, str) else name.decode("ascii", "replace")
            tier, _, outcome = text.partition(":")
            if outcome in OUTCOMES:
                counts.setdefault(tier, Counter())[outcome] += int(times)
        return counts

    async def size(self, prefix: str) -> Size:
        entries = total = 0
        with _translated():
            async for keys in self._batches(prefix):
                async with self._redis.pipeline(transaction=False) as commands:
                    for key in keys:
                        commands.strlen(key)
                    lengths = await commands.execute(raise_on_error=False)
                entries += len(keys)
                total += sum(length for length in lengths if isinstance(length, int))
        return Size(entries, total)

    async def clear(self, prefix: str) -> int:
        removed = 0
        with _translated():
            async for keys in self._batches(prefix):
                removed += await self._redis.unlink(*keys)
        return removed

    async def _batches(self, prefix: str) -> AsyncIterator[list[bytes]]:
        batch: set[bytes] = set()
        async for key in self._redis.scan_iter(match=f"{prefix}*", count=_AT_ONCE):
            batch.add(key)
            if len(batch) >= _AT_ONCE:
                yield list(batch)
                batch.clear()
        if batch:
            yield list(batch)

    async def aclose(self) -> None:
        try:
            if self._uncounted:
                with _translated():
                    async with self._redis.pipeline(transaction=False) as commands:
                        self._send_counts(commands)
                        await commands.execute()
        except (Transient, Permanent):
            self._uncounted.clear()
        finally:
            await self._redis.connection_pool.disconnect()


@contextmanager
def _translated() -> Iterator[None]:
    """Turns errors of redis-py and the network into Transient and Permanent."""
    try:
        yield
    except OutOfMemoryError as error:
        raise Permanent("Redis is full", kind="rejected") from error
    except NoReply as error:
        raise Transient("Redis doesn't reply in time", kind="timeout") from error
    except (NotConnected, OSError) as error:
        why = str(error).partition(". ")[0].rstrip(".")
        message = f"Redis can't be reached ({why}); start it or correct REDIS_URL"
        raise Transient(message, kind="connection") from error
    except ResponseError as error:
        raise Permanent(f"Redis refuses: {error}", kind="rejected") from error
    except _NOT_REDIS as error:
        message = f"what REDIS_URL names doesn't talk as Redis does ({type(error).__name__})"
        raise Transient(message) from error
