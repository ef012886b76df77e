"""Rows of LanceDB's tables from passages and documents, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import lancedb
import pyarrow as pa

from lexhop.corpus.citations.references import target_key
from lexhop.corpus.ingest.collection import StoredDocument, StoredPassage
from lexhop.corpus.text.analysis import words
from lexhop.corpus.text.names import names, title_keys
from lexhop.retrieval.ports import Candidate, Filters
from lexhop.state.records import Passage, Reference

Row = dict[str, Any]

_PLAIN = tuple(field.name for field in fields(Passage) if field.name != "references")
_LISTS = {
    record: tuple(field.name for field in fields(record) if field.type == tuple[str, ...])
    for record in (Passage, StoredDocument)
}
_TYPES = {
    "position": pa.int32(),
    "repealed": pa.bool_(),
    **dict.fromkeys(_LISTS[Passage], pa.list_(pa.string())),
}

PASSAGE_COLUMNS = (*_PLAIN, "references")
_CARD = Candidate._fields[:-3]
"""Candidate fields stored in one column, as each column costs a search 0.1 ms."""
CANDIDATE_COLUMNS = ("card", *Candidate._fields[-3:])
PASSAGES = pa.schema(
    [
        *[(name, _TYPES.get(name, pa.string())) for name in PASSAGE_COLUMNS],
        ("keys", pa.list_(pa.string())),
        ("targets", pa.list_(pa.string())),
        ("words", pa.string()),
        ("names", pa.string()),
        ("title_keys", pa.list_(pa.string())),
        ("card", pa.string()),
    ]
)
_FLAGS = ("historic", "official", "trusted")
DOCUMENTS = pa.schema(
    [
        *[(name, pa.list_(pa.string())) for name in _LISTS[StoredDocument]],
        *[(name, pa.bool_()) for name in _FLAGS],
        ("passages", pa.int32()),
        *[
            (field.name, pa.string())
            for field in fields(StoredDocument)
            if field.name not in {"passages", *_LISTS[StoredDocument], *_FLAGS}
        ],
    ]
)
REFERENCES = pa.schema([PASSAGES.field(name) for name in ("id", "references", "targets")])


def passage_row(stored: StoredPassage) -> Row:
    """The row of a passage, with its keys, targets and tokens."""
    passage = stored.passage
    prose = passage.kind == "prose"
    indexed = f"{passage.title if prose else passage.act}\n{passage.heading}\n{passage.text}"
    named = f"{passage.title}.\n{passage.text}" if prose else ""
    row = {
        **{name: getattr(passage, name) for name in _PLAIN},
        **{name: list(getattr(passage, name)) for name in _LISTS[Passage]},
        **references_row(passage.references),
        "keys": list(stored.keys),
        "words": " ".join(words(indexed, passage.language)),
        "names": " ".join(sorted(name.replace(" ", "_") for name in names(named))),
        "title_keys": list(title_keys(passage.title)) if prose else [],
    }
    return {**row, "card": json.dumps([row[name] for name in _CARD], ensure_ascii=False)}


def references_row(references: tuple[Reference, ...]) -> Row:
    """References as they are stored, and their target keys without duplicates."""
    printed = [[reference.text, reference.target, reference.locator] for reference in references]
    return {
        "references": json.dumps(printed, ensure_ascii=False),
        "targets": list(dict.fromkeys(target_key(reference) for reference in references)),
    }


def references_of(text: str) -> tuple[Reference, ...]:
    return tuple(
        Reference(text=printed, target=target, locator=locator)
        for printed, target, locator in json.loads(text)
    )


def passage_of(row: Mapping[str, Any]) -> Passage:
    plain = {name: row[name] for name in _PLAIN}
    plain |= {name: tuple(row[name] or ()) for name in _LISTS[Passage]}
    return Passage(**plain, references=references_of(row["references"]))


def candidates_of(table: pa.Table) -> list[Candidate]:
    columns = (table[name].to_pylist() for name in CANDIDATE_COLUMNS)
    return [Candidate(*json.loads(card), *rest) for card, *rest in zip(*columns, strict=True)]


def document_row(document: StoredDocument) -> Row:
    lists = {name: list(getattr(document, name)) for name in _LISTS[StoredDocument]}
    return {**asdict(document), **lists}


def document_of(row: Mapping[str, Any]) -> StoredDocument:
    lists = {name: tuple(row[name] or ()) for name in _LISTS[StoredDocument]}
    return StoredDocument(**{**row, **lists})


HALF_WRITTEN = "content_hash = ''"
"""The condition of documents whose passages are being written, or were when it was cut short."""


def quoted(values: tuple[str, ...] | list[str]) -> str:
    """`values` as SQL string literals."""
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


def where(filters: Filters, *more: str) -> str:
    """The SQL condition of `filters` and `more`; "" if there is none.

    Conditions that all rows meet aren't free: over 600,000 rows one costs a search 8 ms.
    """
    conditions = list(more)
    if filters.acts:
        conditions.append(f"act IN ({quoted(filters.acts)})")
    if filters.kinds:
        conditions.append(f"kind IN ({quoted(list(filters.kinds))})")
    if filters.languages:
        conditions.append(f"language IN ({quoted(filters.languages)})")
    if filters.citing:
        conditions.append(f"array_has_any(targets, [{quoted(filters.citing)}])")
    if filters.without:
        conditions.append(f"document_id NOT IN ({quoted(filters.without)})")
    if filters.as_of:
        day = quoted([filters.as_of])
        conditions.append(
            f"(valid_from = '' OR valid_from <= {day}) AND (valid_to = '' OR valid_to >= {day})"
        )
    return " AND ".join(f"({condition})" for condition in conditions)


async def put(records: lancedb.AsyncTable, documents: Sequence[StoredDocument]) -> None:
    """Write rows of documents in place of those with their ids."""
    rows = pa.Table.from_pylist(
        [document_row(document) for document in documents], schema=DOCUMENTS
    )
    put = records.merge_insert("id").when_matched_update_all().when_not_matched_insert_all()
    await put.execute(rows)
