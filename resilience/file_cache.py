"""A cache in files, for what a later process on this machine has to find again."""

import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from lexhop.resilience.cache import CacheOutcome, Counts, Size
from lexhop.resilience.errors import Permanent


@dataclass(slots=True, kw_only=True)
class FileCache:
    """A file an entry in `folder`, readable by its owner alone; what has expired is removed.

    A file has the time at which it expires and its key in its first lines.
    """

    folder: Path
    clock: Callable[[], float] = time.time
    where: str = "files"
    _counts: Counts = field(default_factory=dict)

    async def get(self, keys: Sequence[str]) -> list[bytes | None]:
        return await asyncio.to_thread(lambda: [self._read(self._file(key)) for key in keys])

    async def set(self, values: Mapping[str, bytes], *, ttl: float) -> None:
        try:
            await asyncio.to_thread(self._write, values, self.clock() + ttl)
        except OSError as error:
            raise Permanent(f"{self.folder} can't be written") from error

    def count(self, tier: str, outcome: CacheOutcome, times: int = 1) -> None:
        self._counts.setdefault(tier, Counter())[outcome] += times

    async def counts(self) -> Counts:
        return {tier: Counter(outcomes) for tier, outcomes in self._counts.items()}

    async def size(self, prefix: str) -> Size:
        files = await asyncio.to_thread(lambda: list(self._having(prefix)))
        return Size(len(files), sum(size for _, size in files))

    async def clear(self, prefix: str) -> int:
        def remove() -> int:
            files = [file for file, _ in self._having(prefix)]
            for file in files:
                file.unlink(missing_ok=True)
            return len(files)

        return await asyncio.to_thread(remove)

    async def aclose(self) -> None:
        """Nothing is open."""

    def _file(self, key: str) -> Path:
        return self.folder / f"{blake2b(key.encode(), digest_size=16).hexdigest()}.entry"

    def _read(self, file: Path) -> bytes | None:
        try:
            expires, _, rest = file.read_bytes().partition(b"\n")
            if float(expires) <= self.clock():
                file.unlink(missing_ok=True)
                return None
        except (OSError, ValueError):
            return None
        return rest.partition(b"\n")[2]

    def _write(self, values: Mapping[str, bytes], expires: float) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in self.folder.glob("*.entry"):
            self._read(old)
        for key, value in values.items():
            handle, name = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(b"%f\n%s\n%s" % (expires, key.encode(), value))
                Path(name).replace(self._file(key))
            except OSError:
                with suppress(OSError):
                    Path(name).unlink()
                raise

    def _having(self, prefix: str) -> list[tuple[Path, int]]:
        found = []
        for file in self.folder.glob("*.entry"):
            with suppress(OSError):
                head = file.read_bytes().split(b"\n", 2)
                if len(head) == 3 and head[1].decode(errors="replace").startswith(prefix):
                    found.append((file, len(head[2])))
        return found
