"""Frequencies of tokens in a collection, counted at the end of an ingest.

A row counts the passages that have a value, and its occurrences: for words, names, kinds and
languages. The row of the empty value has a column's totals. Lookup keys ("key") are counted with
the passages that are in force as occurrences, targets of references ("target") one by one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import lancedb
import pyarrow as pa
import pyarrow.compute as pc

from lexhop.corpus.ingest.collection import Links
from lexhop.retrieval.ports import Contents
from lexhop.retrieval.stores.lance.rows import quoted, references_of
from lexhop.state.records import Kind

TERMS = pa.schema([("term", pa.string()), ("passages", pa.int64()), ("occurrences", pa.int64())])
_COUNTED = ("words", "names", "kind", "language")
_LINKS = ("keys", "repealed", "references")
_MARK = "counted: words, names, kind, language, key, target"
"""The term that says what is counted, so that older counts are made anew."""
_AT_ONCE = 2000
"""Terms that are looked up in one query."""
_MERGED_AT = 1_000_000
"""Rows of partial counts held before they are summed, to bound memory."""


async def count_terms(passages: lancedb.AsyncTable, terms: lancedb.AsyncTable) -> None:
    """Fill `terms` from `passages`, in linear time and with one batch in memory."""
    partial: list[pa.Table] = []
    async for batch in await passages.query().select([*_COUNTED, *_LINKS]).to_batches():
        partial += _counts_of(batch)
        if sum(table.num_rows for table in partial) > _MERGED_AT:
            partial = [_summed(partial)]
    await terms.delete("true")
    mark = pa.table([[_MARK], [1], [1]], schema=TERMS)
    await terms.add(pa.concat_tables([_summed(partial), mark]) if partial else mark)


async def has_all_counts(terms: lancedb.AsyncTable) -> bool:
    """Whether all is counted that this version counts."""
    return await terms.count_rows(f"term = '{_MARK}'") > 0


async def recount_terms(
    before: lancedb.AsyncTable, tables: Mapping[str, lancedb.AsyncTable], changed: Sequence[str]
) -> None:
    """Correct `terms`, which counts the passages of `before`, by those of the changed documents."""
    condition = f"document_id IN ({quoted(list(changed))})"
    apart = [
        _negative(await _counted(before, condition)), await _counted(tables["passages"], condition),
    ]  # fmt: skip
    delta = _summed(apart)
    delta = delta.filter(pc.or_(*(pc.not_equal(delta[name], 0) for name in TERMS.names[1:])))
    terms = tables["terms"]
    for start in range(0, delta.num_rows, _AT_ONCE):
        some = delta.slice(start, _AT_ONCE)
        listed = quoted(some["term"].to_pylist())
        stored = await terms.query().where(f"term IN ({listed})").to_arrow()
        now = _summed([stored.cast(TERMS), some])
        gone = now.filter(pc.less_equal(now["passages"], 0))["term"].to_pylist()
        put = terms.merge_insert("term").when_matched_update_all().when_not_matched_insert_all()
        await put.execute(now)
        if gone:
            await terms.delete(f"term IN ({quoted(gone)})")


async def _counted(passages: lancedb.AsyncTable, condition: str) -> pa.Table:
    rows = await passages.query().where(condition).select([*_COUNTED, *_LINKS]).to_arrow()
    parts = [part for batch in rows.to_batches() for part in _counts_of(batch)]
    return _summed(parts) if parts else TERMS.empty_table()


def _negative(counts: pa.Table) -> pa.Table:
    columns = [counts["term"], *(pc.negate(counts[name]) for name in TERMS.names[1:])]
    return pa.table(columns, schema=TERMS)


def _counts_of(batch: pa.RecordBatch) -> list[pa.Table]:
    """The counts of each column of a batch."""
    columns = [_counts(column, batch[column]) for column in _COUNTED]
    return [*columns, _keys(batch["keys"], batch["repealed"]), _targets(batch["references"])]


def _keys(keys: pa.Array, repealed: pa.Array) -> pa.Table:
    in_force = pc.cast(pc.invert(repealed), pa.int64())
    flat = pa.table(
        {
            "term": pc.binary_join_element_wise("key", pc.list_flatten(keys), " "),
            "passages": pa.repeat(pa.scalar(1, pa.int64()), len(pc.list_flatten(keys))),
            "occurrences": in_force.take(pc.list_parent_indices(keys)),
        },
        schema=TERMS,
    )
    return _summed([flat])


def _targets(references: pa.Array) -> pa.Table:
    counts = Counter(
        f"target {reference.target}"
        for printed in references.to_pylist()
        for reference in references_of(printed)
    )
    times = pa.array(counts.values(), pa.int64())
    return pa.table([pa.array(counts, pa.string()), times, times], schema=TERMS)


def _counts(column: str, values: pa.Array) -> pa.Table:
    """The counts of one column in one batch, with its totals."""
    apart = pc.split_pattern(values, " ")
    tokens = pa.table({"row": pc.list_parent_indices(apart), "token": pc.list_flatten(apart)})
    tokens = tokens.filter(pc.not_equal(tokens["token"], ""))
    each = tokens.group_by(["row", "token"]).aggregate([([], "count_all")])
    counted = each.group_by("token").aggregate([([], "count_all"), ("count_all", "sum")])
    names = pa.array([column, *([column] * counted.num_rows)])
    tokens_and_total = pa.concat_arrays([pa.array([""]), _flat(counted["token"])])
    return pa.table(
        {
            "term": pc.binary_join_element_wise(names, tokens_and_total, " "),
            "passages": pa.concat_arrays([pa.array([len(values)]), _flat(counted["count_all"])]),
            "occurrences": pa.concat_arrays(
                [pa.array([tokens.num_rows]), _flat(counted["count_all_sum"])]
            ),
        },
        schema=TERMS,
    )


def _flat(column: pa.ChunkedArray) -> pa.Array:
    combined = column.combine_chunks()
    return combined if isinstance(combined, pa.Array) else pa.concat_arrays(combined.chunks)


def _summed(tables: Sequence[pa.Table]) -> pa.Table:
    sums = [("passages", "sum"), ("occurrences", "sum")]
    table = pa.concat_tables(tables).group_by("term").aggregate(sums)
    return table.rename_columns(["term", "passages", "occurrences"]).cast(TERMS)


async def counts_of(
    terms: lancedb.AsyncTable, column: str, values: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """(passages, occurrences) by value, for each of `values` that occurs; "" has the totals."""
    wanted = quoted([f"{column} {value}" for value in ("", *values)])
    rows = await terms.query().where(f"term IN ({wanted})").to_arrow()
    cut = len(column) + 1
    columns = (rows[name].to_pylist() for name in TERMS.names)
    return {
        term[cut:]: (passages, occurrences)
        for term, passages, occurrences in zip(*columns, strict=True)
    }


async def links_in(terms: lancedb.AsyncTable) -> Links:
    """The links of all passages that are counted in `terms`."""
    total = await terms.query().where("term = 'kind '").to_list()
    links = Links(passages=total[0]["passages"] if total else 0)
    for column in ("key", "target"):
        rows = await terms.query().where(_all_of(column)).to_arrow()
        cut = len(column) + 1
        named = [term[cut:] for term in rows["term"].to_pylist()]
        if column == "key":
            alive = (count > 0 for count in rows["occurrences"].to_pylist())
            links.in_force = dict(zip(named, alive, strict=True))
        else:
            counts = rows["occurrences"].to_pylist()
            links.targets = Counter(dict(zip(named, counts, strict=True)))
    return links


def _all_of(column: str) -> str:
    """The condition of all values of a column."""
    return f"term > '{column} ' AND term < '{column}!'"


async def contents_of(terms: lancedb.AsyncTable) -> Contents:
    return Contents(
        kinds=frozenset(cast("Iterable[Kind]", await _values(terms, "kind"))),
        languages=frozenset(await _values(terms, "language")),
    )


async def _values(terms: lancedb.AsyncTable, column: str) -> list[str]:
    """All values of a column, for one with few."""
    rows = await terms.query().where(_all_of(column)).select(["term"]).to_list()
    return [row["term"].removeprefix(f"{column} ") for row in rows]
