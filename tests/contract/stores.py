"""The stores that the suite runs on, and what is put into them.

A store joins by a factory here. One that other processes can open too says so, and is picklable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from lexhop.corpus.ingest.collection import Collection, StoredDocument, StoredPassage
from lexhop.corpus.text.analysis import words
from lexhop.retrieval.ports import CollectionStore, Stores
from lexhop.retrieval.stores.lance.stores import LanceStores
from lexhop.state.records import Passage, Reference
from tests.memory_store import MemoryStores


class Open(Protocol):
    """Opens the collection of that name of one installation, empty or not.

    `across_processes` says whether another process that gets it opens the same one.
    """

    across_processes: ClassVar[bool]

    @property
    def stores(self) -> Stores: ...

    def __call__(self, name: str = "laws") -> CollectionStore: ...


@dataclass(frozen=True)
class OpenLance:
    folder: Path
    across_processes: ClassVar[bool] = True

    @property
    def stores(self) -> LanceStores:
        return LanceStores(self.folder)

    def __call__(self, name: str = "laws") -> CollectionStore:
        return self.stores.store(name)


@dataclass(frozen=True)
class OpenMemory:
    folder: Path
    stores: MemoryStores = field(default_factory=MemoryStores)
    across_processes: ClassVar[bool] = False

    def __call__(self, name: str = "laws") -> CollectionStore:
        return self.stores.store(name)


FACTORIES = {"lance": OpenLance, "memory": OpenMemory}


def passage(passage_id: str, text: str, **values: object) -> Passage:
    """A passage of the document that its id begins with."""
    document_id = passage_id.partition("/")[0]
    plain: dict[str, object] = {
        "document_id": document_id,
        "provision": document_id,
        "citation": passage_id,
        "title": "",
        "kind": "provision",
        "content_hash": str(hash(text)),
    }
    return Passage(id=passage_id, text=text, **{**plain, **values})  # type: ignore[arg-type]


def document(document_id: str, **values: object) -> StoredDocument:
    plain: dict[str, object] = {
        "source": f"/files/{document_id}.md",
        "file_hash": "",
        "content_hash": "some",
        "title": document_id,
    }
    return StoredDocument(id=document_id, **{**plain, **values})  # type: ignore[arg-type]


def refer(*targets: str) -> tuple[Reference, ...]:
    return tuple(Reference(text="jf.", target=target) for target in targets)


async def put(store: Collection, *passages: Passage, finish: bool = True) -> str:
    """Replace the documents of `passages` by these; each is found under its provision."""
    documents = [document(one) for one in dict.fromkeys(one.document_id for one in passages)]
    keyed = [StoredPassage(one, (one.provision.casefold().replace(" ", ""),)) for one in passages]
    await store.replace(documents, keyed)
    return await store.finish() if finish else ""


def tokens(text: str, language: str = "da") -> list[str]:
    return list(dict.fromkeys(words(text, language)))


def ids(found: Iterable[object]) -> list[str]:
    return [getattr(one, "passage", one).id for one in found]  # type: ignore[attr-defined]
