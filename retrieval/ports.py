"""The ports of stores and search, and the records they exchange."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self

from lexhop.corpus.ingest.collection import Collection, StoredDocument
from lexhop.resilience.errors import Failure
from lexhop.state.plan import Query
from lexhop.state.records import Act, Authority, Kind, Origin, Passage

Channel = Literal["words", "names"]
"""What passages are matched by: the stems of their words, or the proper names in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Restricts a search; empty means any. `as_of` is an ISO day within a passage's validity.

    `citing` are keys of which a passage refers to one. `without` are ids of documents that don't
    count; a store adds them.
    """

    acts: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    languages: tuple[str, ...] = ()
    as_of: str = ""
    citing: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that was found. `score` is comparable within one result only.

    `score` is 1 for the best passage if it covers the whole query. `coverage` is the share of the
    query that the passage covers, from 0 to 1, rare words counting more than common ones.
    `authority` is what prose is beside law, "" where the collection has none.
    """

    passage: Passage
    score: float
    origin: Origin
    coverage: float = 0.0
    authority: Authority = ""

    @property
    def via(self) -> str:
        """The origin as text for users."""
        return str(self.origin)


class Candidate(NamedTuple):
    """A passage as ranking sees it: without its text, but with the tokens it is matched by.

    `keys` are the lookup keys of references to it, `targets` those of its own references.
    `title_keys` are the forms of its title, for prose. `words` and `names` are the tokens of the
    channels, separated by spaces, with "_" for the spaces within a name. (A tuple, since a search
    makes some hundred and a frozen dataclass takes five times as long.)
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
    """Document frequency (`having`) and total `occurrences` of tokens among `passages` passages.

    `mean_length` is in tokens.
    """

    passages: int
    mean_length: float
    having: Mapping[str, int]
    occurrences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The kinds and languages of passages in a collection."""

    kinds: frozenset[Kind] = frozenset()
    languages: frozenset[str] = frozenset()

    @property
    def mixed(self) -> bool:
        """Whether there is both law and prose, so that what is which must be told."""
        return {"provision", "prose"} <= self.kinds


class StoreUnavailable(Exception):
    """The store can't be used as it is. The message says why and what to do."""


class PassageStore(Protocol):
    """Read access to a collection. All methods but `at` and `version` read one corpus version.

    Passages of documents whose claim to an act doesn't count (`corpus.claims`) are found by nothing
    but `get`; `acts` has them, after those that count.
    """

    async def version(self) -> str:
        """The newest corpus version; "" for a collection that was never loaded."""
        ...

    async def at(self, version: str) -> Self:
        """The same store, fixed to that version."""
        ...

    async def contents(self) -> Contents:
        """The kinds of passages there are, and their languages."""
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

        Of an act only the newest version counts (at `filters.as_of`). At most `limit` passages are
        of acts. Executive orders and the like add at most `orders`, or more if acts fill less than
        half the limit.
        """
        ...

    async def frequencies(self, channel: Channel, tokens: Sequence[str]) -> Frequencies:
        """The frequencies of `tokens`. Those in no passage are left out."""
        ...

    async def candidates_by_key(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        """Passages that references with any of these keys point to."""
        ...

    async def candidates_by_title(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Candidate]:
        """Prose that has one of these keys as a form of its title."""
        ...

    async def knn(self, text: str, *, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The nearest passages by embedding, nearest first; none without an embedder."""
        ...

    async def get(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in the order of `ids`."""
        ...

    async def by_key(self, keys: Sequence[str], *, filters: Filters = NO_FILTERS) -> list[Passage]:
        """All passages of the provisions (or documents) under these keys, in reading order."""
        ...

    async def citing(
        self, keys: Sequence[str], *, limit: int, filters: Filters = NO_FILTERS
    ) -> list[Passage]:
        """Passages that refer to any of these keys, in reading order."""
        ...

    async def document(self, document_id: str) -> list[Passage]:
        """All passages of a document, in reading order."""
        ...

    async def newest(self, acts: Sequence[str], *, as_of: str = "") -> dict[str, str]:
        """The first day of the newest version of each act; of those valid on `as_of`, if given."""
        ...

    async def acts(self) -> list[Act]:
        """The loaded acts."""
        ...

    async def count(self) -> int:
        """The number of passages."""
        ...


class CollectionStore(PassageStore, Collection, Protocol):
    """A collection to read and write: the port that an adapter for a store implements."""

    @property
    def name(self) -> str:
        """The name that users know it by."""
        ...

    @property
    def identity(self) -> str:
        """Unique among all collections that may share a cache."""
        ...

    async def loaded_documents(self) -> list[StoredDocument]:
        """The documents of the corpus version that is read."""
        ...

    async def exists(self) -> bool:
        """Whether it was ever created, even if it is empty."""
        ...

    async def drop(self) -> None:
        """Delete it. Raises StoreUnavailable while another process writes to it."""
        ...


class Stores(Protocol):
    """All collections of one installation."""

    def store(self, collection: str) -> CollectionStore:
        """The collection of that name, which needn't exist yet."""
        ...

    async def names(self) -> list[str]:
        """The names of existing collections, sorted."""
        ...


Missed = Callable[[Failure], None]
"""Called with the failure that a search worked around, for instance of the embedder."""


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
