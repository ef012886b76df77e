"""What finding asks of a store, and what a find is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self

from lexhop.corpus.ingest.collection import Collection
from lexhop.resilience.errors import Failure
from lexhop.state.plan import Query
from lexhop.state.records import Act, Kind, Origin, Passage

Channel = Literal["words", "names"]
"""What passages are matched by: the stems of their words, or the proper names in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which passages count. Empty means any. `as_of` is an ISO day within their validity."""

    acts: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    languages: tuple[str, ...] = ()
    as_of: str = ""


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found. `score` is comparable within one result only.

    `score` is 1 for the best passage where all that was asked is in it. `coverage` is how much of
    what was asked for the passage has, from 0 to 1, rare words counting more than common ones.
    """

    passage: Passage
    score: float
    origin: Origin
    coverage: float = 0.0

    @property
    def via(self) -> str:
        """The origin as people read it."""
        return str(self.origin)


class Candidate(NamedTuple):
    """A passage as ranking sees it: without its text, with what it's matched by.

    `keys` are what references to it name, `targets` what its own references name. `title_keys`
    are the forms of its title, for prose. `words` and `names` are the tokens of the channels,
    separated by spaces, a name's own spaces being "_". (A tuple, since some hundred are made a
    search and a frozen dataclass takes five times as long.)
    """

    id: str
    document_id: str
    provision: str
    title: str
    act: str
    valid_from: str
    position: int
    repealed: bool
    keys: Sequence[str]
    title_keys: Sequence[str]
    targets: Sequence[str]
    words: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """Of how many passages there are, how many have each token, and how often it stands in all.

    `mean_length` is in tokens.
    """

    passages: int
    mean_length: float
    having: Mapping[str, int]
    occurrences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a collection is made of."""

    kinds: frozenset[Kind] = frozenset()
    languages: frozenset[str] = frozenset()


class StoreUnavailable(Exception):
    """The store can't be used as it is. The message says why and what to do."""


class PassageStore(Protocol):
    """Read access to a collection. All methods but `at` and `version` see one corpus version."""

    async def version(self) -> str:
        """The newest corpus version; "" for a collection that was never loaded."""
        ...

    async def at(self, version: str) -> Self:
        """The same store, reading that version from now on."""
        ...

    async def contents(self) -> Contents:
        """Which kinds of passages there are, in which languages."""
        ...

    async def match(
        self,
        channel: Channel,
        tokens: Sequence[str],
        *,
        limit: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        """The best passages for any of `tokens` by BM25, best first."""
        ...

    async def match_law(
        self,
        tokens: Sequence[str],
        *,
        limit: int,
        orders: int,
        filters: Filters = NO_FILTERS,
    ) -> list[Candidate]:
        """The best passages for any of `tokens` by the BM25 of their words, best first.

        Of an act only the newest version counts (at `filters.as_of`). At most `limit` are of acts,
        and of executive orders and the like at most `orders`, or what is lacking to half the limit.
        """
        ...

    async def frequencies(self, channel: Channel, tokens: Sequence[str]) -> Frequencies:
        """How common `tokens` are. Those that no passage has are left out."""
        ...

    async def candidates_by_key(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        """Passages that references to any of these keys lead to."""
        ...

    async def candidates_by_title(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        """Prose whose title is, in one of its forms, one of these keys."""
        ...

    async def knn(self, text: str, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The nearest passages by embedding, nearest first; none where there is no embedder."""
        ...

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        """The passages that have these ids, in the order asked for."""
        ...

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        """All passages of the provisions (or documents) under these keys, in reading order."""
        ...

    async def citing(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Passage]:
        """Passages that refer to any of these keys, in reading order."""
        ...

    async def newest(self, acts: Sequence[str], *, as_of: str = "") -> dict[str, str]:
        """From when the newest version of each of these acts is; `as_of` one valid on that day."""
        ...

    async def acts(self) -> list[Act]:
        """The acts that are loaded."""
        ...

    async def count(self) -> int:
        """How many passages there are."""
        ...


class CollectionStore(PassageStore, Collection, Protocol):
    """A whole collection, read and written: what an adapter for a store has to be."""

    @property
    def name(self) -> str:
        """As users call it."""
        ...

    @property
    def identity(self) -> str:
        """Tells this collection from every other one that shares a cache with it."""
        ...

    async def exists(self) -> bool:
        """Whether it was ever made, be it empty."""
        ...

    async def drop(self) -> None:
        """Delete it. Raises StoreUnavailable while somebody writes to it."""
        ...


class Stores(Protocol):
    """All collections of one installation."""

    def store(self, collection: str) -> CollectionStore:
        """The collection of that name, there or not yet."""
        ...

    async def names(self) -> list[str]:
        """Of the collections that are there, in order."""
        ...


Missed = Callable[[Failure], None]
"""Told why a part of a search was done without, vectors for one."""


class Search(Protocol):
    """Answers queries: ranking over a store, or a wrapper around one."""

    async def find(
        self,
        query: Query,
        *,
        limit: int,
        version: str = "",
        filters: Filters = NO_FILTERS,
        missed: Missed | None = None,
    ) -> list[Hit]:
        """At most `limit` passages of a corpus version ("" for the newest), best first."""
        ...
