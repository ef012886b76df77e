"""An embedder that caches the vectors of texts."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lexhop.resilience.cache import cache_key
from lexhop.resilience.tiers import Tier
from lexhop.retrieval.embeddings.embedder import TextVectors

Vector = list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedEmbedder:
    """Embeds with `inner` only what isn't cached. Queries and documents are cached apart.

    `model` is the embedder's unique name. Vectors are cached as 32-bit floats, and new ones are
    rounded likewise.
    """

    inner: TextVectors
    model: str
    tier: Tier
    tenant: str = ""

    async def aembed_query(self, text: str) -> Vector:
        async def make() -> Vector:
            return _rounded(await self.inner.aembed_query(text))

        return await self.tier.get_or_make(
            self._key("query", text), make, encode=_encode, decode=_decode
        )

    async def aembed_documents(self, texts: list[str]) -> list[Vector]:
        """Vectors in the order of `texts`; a repeated text is embedded once."""
        by_key = {self._key("document", text): text for text in texts}
        vectors = await self.tier.get(list(by_key), _decode)
        missing = [key for key in by_key if key not in vectors]
        if missing:
            made = await self.inner.aembed_documents([by_key[key] for key in missing])
            new = {key: _rounded(vector) for key, vector in zip(missing, made, strict=True)}
            await self.tier.set(new, _encode)
            vectors |= new
        return [vectors[self._key("document", text)] for text in texts]

    def _key(self, kind: Literal["query", "document"], text: str) -> str:
        return cache_key(self.tier.name, tenant=self.tenant, model=self.model, kind=kind, text=text)


def _rounded(vector: Vector) -> Vector:
    return _decode(_encode(vector))


def _encode(vector: Vector) -> bytes:
    return np.asarray(vector, dtype="<f4").tobytes()


def _decode(stored: bytes) -> Vector:
    vector: Vector = np.frombuffer(stored, dtype="<f4").tolist()
    return vector
