"""A store in plain Python: the fake behind nodes and graphs, held to the stores' contract."""

import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Self

from lexhop.corpus.citations.references import target_key
from lexhop.corpus.claims import displaced
from lexhop.corpus.ingest.collection import (
    Links,
    Progress,
    Refused,
    StoredDocument,
    StoredPassage,
    acts_of,
    links_of,
    silent,
)
from lexhop.corpus.text.analysis import words
from lexhop.corpus.text.names import names, title_keys
from lexhop.retrieval.ports import (
    NO_FILTERS,
    Candidate,
    Channel,
    Contents,
    Filters,
    Frequencies,
    Hit,
    StoreUnavailable,
)
from lexhop.retrieval.stores.versions import Versions
from lexhop.state.records import Act, Passage, Reference

K1, B = 1.2, 0.75
_numbers = count(1)
"""Tells what was made from what was made before, under the same name too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as it was put, with what it is matched by."""

    stored: StoredPassage
    card: Candidate

    @property
    def passage(self) -> Passage:
        return self.stored.passage


def row_of(stored: StoredPassage) -> Row:
    one = stored.passage
    prose = one.kind == "prose"
    indexed = f"{one.title if prose else one.act}\n{one.heading}\n{one.text}"
    named = names(f"{one.title}.\n{one.text}") if prose else ()
    card = Candidate(
        id=one.id,
        document_id=one.document_id,
        provision=one.provision,
        title=one.title,
        act=one.act,
        valid_from=one.valid_from,
        position=int(one.position),
        repealed=one.repealed,
        keys=list(stored.keys),
        title_keys=list(title_keys(one.title)) if prose else [],
        targets=list(dict.fromkeys(map(target_key, one.references))),
        words=" ".join(words(indexed, one.language)),
        names=" ".join(sorted(name.replace(" ", "_") for name in named)),
    )
    return Row(stored, card)


def passes(passage: Passage, filters: Filters) -> bool:
    begun = not passage.valid_from or passage.valid_from <= filters.as_of
    ended = passage.valid_to and passage.valid_to < filters.as_of
    return (
        (not filters.acts or passage.act in filters.acts)
        and (not filters.kinds or passage.kind in filters.kinds)
        and (not filters.languages or passage.language in filters.languages)
        and (not filters.as_of or (begun and not ended))
        and (not filters.citing or _refers(passage, filters.citing))
        and passage.document_id not in filters.without
    )


def _refers(passage: Passage, keys: Sequence[str]) -> bool:
    return any(target_key(reference) in keys for reference in passage.references)


@dataclass(frozen=True)
class Corpus:
    """One version: its documents, and its rows in reading order."""

    documents: Sequence[StoredDocument] = ()
    rows: Sequence[Row] = ()

    @cached_property
    def counts(self) -> dict[Channel, list[Counter[str]]]:
        return {
            "words": [Counter(row.card.words.split()) for row in self.rows],
            "names": [Counter(row.card.names.split()) for row in self.rows],
        }

    def having(self, channel: Channel, token: str) -> int:
        return sum(token in counts for counts in self.counts[channel])

    def length(self, channel: Channel) -> float:
        """The mean, in tokens."""
        total = sum(counts.total() for counts in self.counts[channel])
        return total / len(self.rows) if self.rows else 0.0

    def ranked(self, channel: Channel, tokens: Sequence[str]) -> list[Row]:
        """Rows that have any of `tokens`, best first by BM25; equals in the order of their ids."""
        mean = self.length(channel) or 1.0
        rarity = {}
        for token in dict.fromkeys(tokens):
            having = self.having(channel, token)
            rarity[token] = math.log(1 + (len(self.rows) - having + 0.5) / (having + 0.5))
        scored = []
        for row, counts in zip(self.rows, self.counts[channel], strict=True):
            norm = K1 * (1 - B + B * counts.total() / mean)
            score = sum(
                idf * counts[token] * (K1 + 1) / (counts[token] + norm)
                for token, idf in rarity.items()
                if token in counts
            )
            if score:
                scored.append((-score, row.card.id, row))
        return [row for _, _, row in sorted(scored, key=lambda one: one[:2])]

    @cached_property
    def versions(self) -> Versions:
        plain = [
            {"id": one.id, "act": one.act, "valid_from": one.valid_from, "valid_to": one.valid_to}
            for one in self.documents
            if one.id not in self.displaced
        ]
        return Versions(plain)

    @cached_property
    def displaced(self) -> frozenset[str]:
        return displaced(acts_of(self.documents))


EMPTY = Corpus()


@dataclass
class Shelf:
    """What all stores of one collection share: what is written, and what readers see of it."""

    made: bool = False
    held: bool = False
    changed: bool = False
    documents: dict[str, StoredDocument] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    published: dict[str, Corpus] = field(default_factory=dict)
    newest: str = ""
    unfinished: tuple[str, ...] = ()
    refused: Refused = field(default_factory=dict)

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]  # as if it had never been


class MemoryStore:
    """A collection in this process, read and written; without an embedder."""

    def __init__(
        self, shelf: Shelf | None = None, *, name: str = "laws", identity: str = "", at: str = ""
    ) -> None:
        self.shelf = Shelf() if shelf is None else shelf
        self.name = name
        self.identity = identity or f"memory {next(_numbers)}/{name}"
        self._at = at
        self._seen = at

    async def exists(self) -> bool:
        return self.shelf.made

    async def drop(self) -> None:
        with self.writing():
            self.shelf.clear()
            self._seen = ""

    # Reading

    async def version(self) -> str:
        if not self._at:
            self._seen = self.shelf.newest
        return self.shelf.newest

    async def at(self, version: str) -> Self:
        known = version if version in self.shelf.published else self.shelf.newest
        return type(self)(self.shelf, name=self.name, identity=self.identity, at=known)

    @property
    def _corpus(self) -> Corpus:
        """What this store sees: the newest at its first read, until it is told of a newer one."""
        self._seen = self._seen or self.shelf.newest
        return self.shelf.published.get(self._seen, EMPTY)

    def _that(self, keep: Callable[[Row], Any], filters: Filters = NO_FILTERS) -> list[Row]:
        filters = self._counted(filters)
        return [row for row in self._corpus.rows if passes(row.passage, filters) and keep(row)]

    def _counted(self, filters: Filters) -> Filters:
        return replace(filters, without=tuple(self._corpus.displaced))

    async def contents(self) -> Contents:
        passages = [row.passage for row in self._corpus.rows]
        return Contents(
            kinds=frozenset(one.kind for one in passages),
            languages=frozenset(one.language for one in passages),
        )

    async def match(
        self,
        channel: Channel,
        tokens: Sequence[str],
        *,
        limit: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        ranked = self._corpus.ranked(channel, tokens)
        filters = self._counted(filters)
        return [row.card for row in ranked if passes(row.passage, filters)][:limit]

    async def match_law(
        self, tokens: Sequence[str], *, limit: int, orders: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        standing = self._corpus.versions.standing(filters.as_of)
        if standing.all_acts:
            return await self.match("words", tokens, limit=limit, filters=filters)
        found = await self.match("words", tokens, limit=len(self._corpus.rows), filters=filters)
        chosen = standing.chosen([one.document_id for one in found], limit, orders)
        return [found[place] for place in chosen]

    async def frequencies(self, channel: Channel, tokens: Sequence[str]) -> Frequencies:
        corpus = self._corpus
        occurrences = {
            token: sum(counts[token] for counts in corpus.counts[channel]) for token in tokens
        }
        return Frequencies(
            passages=len(corpus.rows),
            mean_length=corpus.length(channel),
            having={one: corpus.having(channel, one) for one in tokens if occurrences[one]},
            occurrences={token: times for token, times in occurrences.items() if times},
        )

    async def candidates_by_key(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        wanted = set(keys)
        found = self._that(lambda row: wanted.intersection(row.card.keys), filters)
        return [row.card for row in found][:limit]

    async def candidates_by_title(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        wanted = set(keys)
        found = self._that(lambda row: wanted.intersection(row.card.title_keys), filters)
        return [row.card for row in found][:limit]

    async def knn(self, text: str, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        return []

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        found = {row.card.id: row.passage for row in self._corpus.rows}
        return [found[one] for one in ids if one in found]

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        wanted = set(keys)
        return [
            row.passage
            for row in self._that(lambda row: wanted.intersection(row.card.keys), filters)
        ]

    async def citing(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Passage]:
        wanted = set(keys)
        found = self._that(lambda row: wanted.intersection(row.card.targets), filters)
        return [row.passage for row in found][:limit]

    async def document(self, document_id: str) -> list[Passage]:
        rows = [row for row in self._corpus.rows if row.passage.document_id == document_id]
        return sorted((row.passage for row in rows), key=lambda passage: passage.position)

    async def newest(self, acts: Sequence[str], *, as_of: str = "") -> dict[str, str]:
        versions = self._corpus.versions
        return {act: day for act in acts if (day := versions.newest(act, as_of))}

    async def acts(self) -> list[Act]:
        return acts_of(self._corpus.documents)

    async def loaded_documents(self) -> list[StoredDocument]:
        return list(self._corpus.documents)

    async def count(self) -> int:
        return len(self._corpus.rows)

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        if self.shelf.held:
            raise StoreUnavailable(f"{self.name}: another ingest is writing here; wait for it")
        self.shelf.held = True
        try:
            yield
        finally:
            self.shelf.held = False

    async def refused(self) -> Refused:
        return self.shelf.refused

    async def keep_refused(self, refused: Refused) -> None:
        self.shelf.refused = refused

    async def recover(self) -> None:
        """Nothing here is ever half written: a killed process takes all of it along."""

    async def begin(self, paths: Sequence[str]) -> None:
        self.shelf.made = True
        self.shelf.unfinished = (*self.shelf.unfinished, *paths)

    async def end(self, paths: Sequence[str]) -> None:
        left = (path for path in self.shelf.unfinished if not _under(path, paths))
        self.shelf.unfinished = tuple(left)

    async def unfinished(self) -> tuple[str, ...]:
        return self.shelf.unfinished

    async def documents(self) -> list[StoredDocument]:
        return list(self.shelf.documents.values())

    async def replace(
        self, documents: Sequence[StoredDocument], passages: Sequence[StoredPassage]
    ) -> None:
        shelf = self.shelf
        shelf.made = shelf.changed = True
        shelf.documents.update({one.id: replace(one, content_hash="") for one in documents})
        self._forget([one.id for one in documents])
        shelf.rows.update({one.passage.id: row_of(one) for one in passages})
        shelf.documents.update({one.id: one for one in documents})

    async def remove(self, document_ids: Sequence[str]) -> None:
        self.shelf.made = self.shelf.changed = True
        self._forget(document_ids)
        for one in document_ids:
            self.shelf.documents.pop(one, None)

    def _forget(self, document_ids: Sequence[str]) -> None:
        gone = set(document_ids)
        rows = self.shelf.rows
        self.shelf.rows = {
            one: row for one, row in rows.items() if row.card.document_id not in gone
        }

    async def complete(self, file_hashes: dict[str, str]) -> None:
        for one in self.shelf.documents.values():
            if one.source in file_hashes:
                done = replace(one, file_hash=file_hashes[one.source])
                self.shelf.documents[one.id] = done

    async def set_references(self, references: dict[str, tuple[Reference, ...]]) -> None:
        for one, found in references.items():
            if row := self.shelf.rows.get(one):
                given = replace(row.passage, references=found)
                self.shelf.rows[one] = row_of(replace(row.stored, passage=given))
                self.shelf.changed = True

    async def passages(self) -> AsyncIterator[Passage]:
        for row in list(self.shelf.rows.values()):
            yield row.passage

    async def keys(self) -> AsyncIterator[tuple[tuple[str, ...], bool]]:
        for row in list(self.shelf.rows.values()):
            yield row.stored.keys, row.passage.repealed

    async def references(self) -> AsyncIterator[tuple[Reference, ...]]:
        for row in list(self.shelf.rows.values()):
            yield row.passage.references

    async def links(self) -> Links:
        return await links_of(self)

    async def finish(self, progress: Progress = silent) -> str:
        shelf = self.shelf
        progress(1, 1, "indexing")
        if shelf.changed:
            rows = sorted(
                shelf.rows.values(), key=lambda row: (row.card.document_id, row.card.position)
            )
            shelf.newest = f"memory.{next(_numbers)}"
            shelf.published[shelf.newest] = Corpus(tuple(shelf.documents.values()), rows)
            shelf.changed = False
        return await self.version()


def _under(path: str, roots: Sequence[str]) -> bool:
    return any(map(Path(path).is_relative_to, roots))


@dataclass
class MemoryStores:
    """All collections of one installation, which ends with the process."""

    shelves: dict[str, Shelf] = field(default_factory=dict)
    number: int = field(default_factory=lambda: next(_numbers))

    def store(self, collection: str) -> MemoryStore:
        shelf = self.shelves.setdefault(collection, Shelf())
        identity = f"memory {self.number}/{collection}"
        return MemoryStore(shelf, name=collection, identity=identity)

    async def names(self) -> list[str]:
        return sorted(name for name, shelf in self.shelves.items() if shelf.made)
