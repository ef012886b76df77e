"""Computed vectors in one file, so that no text is embedded twice."""

import asyncio
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from lexhop.retrieval.embeddings.embedder import TextVectors
from lexhop.retrieval.ports import StoreUnavailable

_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
_AT_ONCE = 500
_FLOAT = np.dtype(np.float32).itemsize
_PATIENCE_S = 30.0
"""Seconds to wait for another ingest that is writing."""


class PersistentEmbedder:
    """Stores the vectors that `inner` computes for documents in `file`.

    They are stored by text and `model`, so they serve all collections and survive a move of the
    text. Queries are not stored. Vectors are in single precision, as in the stores.
    """

    def __init__(self, inner: TextVectors, file: Path, *, model: str) -> None:
        self.model = model
        self._inner = inner
        self._file = file

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        keys = [hashlib.sha256(f"{self.model}\n{text}".encode()).digest()[:16] for text in texts]
        known = _of_one_size(await asyncio.to_thread(self._read, keys))
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            vectors = await self._inner.aembed_documents(list(new.values()))
            made = dict(zip(new, vectors, strict=True))
            await asyncio.to_thread(self._write, made)
            if len(_of_one_size(known | made)) < len(known | made):
                return await self._anew(texts, keys)
            known |= made
        return [known[key] for key in keys]

    async def _anew(self, texts: Sequence[str], keys: Sequence[bytes]) -> list[list[float]]:
        """Embeds all of them, since those in the file are of another size than what is made."""
        given = dict(zip(keys, texts, strict=True))
        made = dict(
            zip(given, await self._inner.aembed_documents(list(given.values())), strict=True)
        )
        await asyncio.to_thread(self._write, made)
        return [list(made[key]) for key in keys]

    async def aembed_query(self, text: str) -> list[float]:
        return await self._inner.aembed_query(text)

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, list[float]]:
        found: dict[bytes, list[float]] = {}
        with self._open() as database:
            for start in range(0, len(keys), _AT_ONCE):
                some = keys[start : start + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
                for key, vector in database.execute(query, some):
                    if isinstance(vector, bytes) and vector and len(vector) % _FLOAT == 0:
                        found[key] = np.frombuffer(vector, np.float32).tolist()
        return found

    def _write(self, vectors: Mapping[bytes, Sequence[float]]) -> None:
        rows = [(key, np.asarray(vector, np.float32).tobytes()) for key, vector in vectors.items()]
        with self._open() as database, database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=_PATIENCE_S)) as database:
                database.execute(_TABLE)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(
                f"{self._file}: can't be used ({error}); remove it (it only saves work) or make "
                "its folder writable, and run the same again"
            ) from error


def _of_one_size(vectors: Mapping[bytes, list[float]]) -> dict[bytes, list[float]]:
    """Those of the most common size: another one is no vector of the same model."""
    sizes = Counter(map(len, vectors.values())).most_common(1)
    return {key: vector for key, vector in vectors.items() if len(vector) == sizes[0][0]}
