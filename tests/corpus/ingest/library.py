"""A folder of files and the collection that they are ingested into, for tests of both."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexhop.corpus.chunking import ChunkSizes
from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.collection import IngestReport
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.retrieval.stores.lance.store import LanceStore

POND = """---
title: Lov om damme (damloven)
number: LBK nr. 1 af 2020-01-01
---
§ 1. En dam skal have et låg.

Stk. 2. Låget er af træ, jf. § 2.

§ 2. Træet er eg, jf. badlovens § 3.
"""
BATH = """---
title: Lov om bade m.v. (badloven)
number: LBK nr. 2 af 2020-01-01
---
§ 1. Et bad er koldt.

§ 3. Vandet skiftes, jf. § 9 og damlovens § 1, stk. 2.
"""


@dataclass
class Library:
    """A folder of files, and the collection that they are ingested into."""

    folder: Path
    data: Path
    sizes: ChunkSizes = field(default_factory=ChunkSizes)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def write_lines(self, name: str, **texts: str) -> Path:
        lines = [{"id": one, "title": one.title(), "text": text} for one, text in texts.items()]
        return self.write(name, "".join(f"{json.dumps(line)}\n" for line in lines))

    def open(self) -> LanceStore:
        return LanceStore(self.data)

    async def ingest(self, *paths: Path, store: LanceStore | None = None) -> IngestReport:
        ingest = Ingest(
            collection=store or self.open(),
            acts=await asyncio.to_thread(known_acts),
            tokens=TokenCounter("estimate", estimate_tokens),
            sizes=self.sizes,
        )
        return await ingest(paths or [self.folder])

    async def texts(self) -> dict[str, str]:
        """What readers have, by id."""
        store = self.open()
        stored = [one.id async for one in store.passages()]
        return {one.id: one.text for one in sorted(await store.get(stored), key=lambda p: p.id)}

    async def targets(self, passage_id: str) -> list[str]:
        [passage] = await self.open().get([passage_id])
        return [one.target for one in passage.references]

    async def state(self) -> tuple[Any, ...]:
        """All that a collection holds, in an order of its own."""
        store = self.open()
        passages = sorted([one async for one in store.passages()], key=lambda one: one.id)
        keys = sorted([one async for one in store.keys()])  # noqa: SIM118
        documents = sorted(await store.documents(), key=lambda one: one.id)
        return passages, keys, documents, await store.count()
