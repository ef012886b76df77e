"""The stores that the suite runs on, and what is put into them.

A store joins by a factory here: a picklable object that opens a collection by name, so that other
processes open the same one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lexhop.corpus.ingest.collection import Collection, StoredDocument, StoredPassage
from lexhop.corpus.text.analysis import words
from lexhop.retrieval.ports import CollectionStore
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.records import Passage, Reference


class Open(Protocol):
    """Opens the collection of that name, empty or not."""

    def __call__(self, name: str = "laws") -> CollectionStore: ...


@dataclass(frozen=True)
class OpenLance:
    folder: Path

    def __call__(self, name: str = "laws") -> CollectionStore:
        return LanceStore(self.folder / name)


FACTORIES = {"lance": OpenLance}


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
