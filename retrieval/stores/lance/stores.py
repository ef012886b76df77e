"""All collections in one folder, each a folder of LanceDB tables."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from lexhop.retrieval.embeddings.embedder import TextVectors
from lexhop.retrieval.stores.lance.store import LanceStore


@dataclass(frozen=True, slots=True)
class LanceStores:
    """`folder` needn't exist; `embeddings` is used by all its collections."""

    folder: Path
    embeddings: TextVectors | None = None

    def store(self, collection: str) -> LanceStore:
        return LanceStore(self.folder / collection, embeddings=self.embeddings)

    async def names(self) -> list[str]:
        return await asyncio.to_thread(self._names)

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _holds_something(path))


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir())
