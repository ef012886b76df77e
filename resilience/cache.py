"""The cache port, the making of keys, and the cache in memory."""

import json
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal, NamedTuple, Protocol, get_args

CacheOutcome = Literal["hit", "miss", "error"]
OUTCOMES: tuple[CacheOutcome, ...] = get_args(CacheOutcome)
Counts = dict[str, Counter[CacheOutcome]]
"""Outcomes by tier. "error" is a cache that didn't answer, or a value that can't be decoded."""

Part = str | int | float | bool | None | Sequence["Part"] | Mapping[str, "Part"]

ROOT = "lexhop:2:"
"""Prefix of all keys. Its number changes with the encoding of values."""


class Size(NamedTuple):
    entries: int
    bytes: int


class Cache(Protocol):
    """Bytes by key with an expiry. Raises `resilience.errors.Failure`."""

    @property
    def where(self) -> str:
        """ "memory" (of this process) or "redis" (shared)."""
        ...

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        """The values in the order of `keys`; None for what isn't there."""
        ...

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        """Keep `values` for at most `ttl` seconds."""
        ...

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None:
        """Add to `counts`, possibly with a delay."""
        ...

    async def counts(self) -> Counts: ...

    async def size(self, prefix: str) -> Size:
        """Number and bytes of the entries whose keys begin with `prefix`."""
        ...

    async def clear(self, prefix: str) -> int:
        """Remove the entries whose keys begin with `prefix`, and return how many there were."""
        ...

    async def aclose(self) -> None: ...


def key_prefix(tier: str, tenant: str | None = None) -> str:
    """Prefix of the keys of a tier, or of one tenant in it."""
    whole = f"{ROOT}{tier}:"
    return whole if tenant is None else f"{whole}{_digest(tenant, 8)}:"


def cache_key(tier: str, *, tenant: str, **parts: Part) -> str:
    """A hashed key, equal only for equal parts; nothing about them can be read from it."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return key_prefix(tier, tenant) + _digest(text, 16)


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


_OVERHEAD = 200
"""Bytes that an entry takes besides its key and value."""


@dataclass(slots=True, kw_only=True)
class MemoryCache:
    """In this process and bounded: the least recently used entry goes first."""

    most_entries: int = 10_000
    most_bytes: int = 32 * 2**20
    clock: Callable[[], float] = time.monotonic
    where: str = "memory"
    _entries: OrderedDict[str, tuple[float, bytes]] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _counts: Counts = field(default_factory=dict)

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        return [self._live(key) for key in keys]

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        for key, value in values.items():
            self._remove(key)
            if _weight(key, value) > self.most_bytes:
                continue
            self._entries[key] = (self.clock() + ttl, value)
            self._bytes += _weight(key, value)
            while len(self._entries) > self.most_entries or self._bytes > self.most_bytes:
                self._remove(next(iter(self._entries)))

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None:
        self._counts.setdefault(tier, Counter())[outcome] += times

    async def counts(self) -> Counts:
        return {tier: Counter(of_tier) for tier, of_tier in self._counts.items()}

    async def size(self, prefix: str) -> Size:
        now = self.clock()
        live = [
            _weight(key, value)
            for key, (until, value) in self._entries.items()
            if key.startswith(prefix) and until > now
        ]
        return Size(len(live), sum(live))

    async def clear(self, prefix: str) -> int:
        keys = [key for key in self._entries if key.startswith(prefix)]
        for key in keys:
            self._remove(key)
        return len(keys)

    async def aclose(self) -> None:
        """Nothing to close."""

    def _live(self, key: str) -> bytes | None:
        until, value = self._entries.get(key, (0.0, b""))
        if key not in self._entries:
            return None
        if until <= self.clock():
            self._remove(key)
            return None
        self._entries.move_to_end(key)
        return value

    def _remove(self, key: str) -> None:
        if entry := self._entries.pop(key, None):
            self._bytes -= _weight(key, entry[1])


def _weight(key: str, value: bytes) -> int:
    return len(key) + len(value) + _OVERHEAD
