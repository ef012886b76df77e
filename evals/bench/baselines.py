"""The baseline: LanceDB with its own full-text search, over the same passages and questions.

The only module besides the store's adapter that uses LanceDB directly.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lancedb
import pyarrow as pa
from lancedb.index import FTS
from lancedb.rerankers import RRFReranker

from lexhop.evals.harness.run import DEPTH, TargetOutput
from lexhop.state.records import Passage


@dataclass(frozen=True, slots=True)
class Stock:
    """A table with LanceDB's own full-text indexes on title, text and both with the heading.

    `load_s` is the seconds for adding the rows and building the first of these indexes.
    """

    table: lancedb.AsyncTable
    load_s: float

    async def match(self, question: str, column: str) -> pa.Table:
        query = self.table.query().nearest_to_text(question, columns=[column])
        return await query.select(["name", "_score"]).with_row_id().limit(DEPTH).to_arrow()


@dataclass(frozen=True, slots=True)
class StockWords:
    """BM25 over stemmed words of the whole text, one match a question."""

    stock: Stock

    async def __call__(self, question: str) -> TargetOutput:
        return _found(await self.stock.match(question, "whole"), "words")


@dataclass(frozen=True, slots=True)
class StockFusion:
    """BM25 over title and text separately, fused by LanceDB's reciprocal rank fusion."""

    stock: Stock

    async def __call__(self, question: str) -> TargetOutput:
        rankings = [await self.stock.match(question, name) for name in ("title", "text")]
        return _found(RRFReranker().rerank_multivector(rankings), "fusion")


async def load_stock(
    folder: Path,
    passages: Sequence[Passage],
    language: str,
    clock: Callable[[], float] = time.perf_counter,
) -> Stock:
    """A table of `passages` in `folder`; `language` is LanceDB's name of theirs ("Danish").

    Rows are added in document order. Provisions share their act's title, so the order of rows
    decides matches by title: in id order, fusion on the bundled acts loses a third of its recall@2,
    which would not be LanceDB's fault.
    """
    ordered = sorted(
        passages, key=lambda passage: (passage.document_id, passage.position, passage.id)
    )
    rows = pa.Table.from_pylist([_row(passage) for passage in ordered])
    database = await lancedb.connect_async(str(folder))
    index = FTS(language=language)
    started = clock()
    table = await database.create_table("stock", data=rows)
    await table.create_index("whole", config=index)
    load_s = clock() - started
    for name in ("title", "text"):
        await table.create_index(name, config=index)
    return Stock(table, load_s)


def _row(passage: Passage) -> dict[str, Any]:
    return {
        "name": passage.provision,
        "title": passage.title,
        "text": passage.text,
        "whole": f"{passage.title}\n{passage.heading}\n{passage.text}",
    }


def _found(ranking: pa.Table, via: str) -> TargetOutput:
    return TargetOutput(led=tuple((name, via) for name in ranking["name"].to_pylist()))
