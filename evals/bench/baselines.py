"""What lexhop is measured against: LanceDB as it comes, with the same passages and questions.

The one place besides the store's adapter that uses LanceDB itself, since that is the comparison.
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

    `load_s` is what adding the rows and the first of these indexes took.
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
    """The same over the title and over the text, fused by LanceDB's reciprocal rank fusion."""

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
    """A table of `passages` in `folder`; `language` is LanceDB's name for theirs ("Danish").

    Rows go in as the documents have them. Provisions share their act's title, so on a match by
    title the order of the rows decides: by id, fusion on the bundled acts loses a third of its
    recall@2, which would be our doing and not LanceDB's.
    """
    ordered = sorted(passages, key=lambda one: (one.document_id, one.position, one.id))
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
