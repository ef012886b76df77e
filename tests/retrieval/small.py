"""Small invented collections to search."""

from collections.abc import Mapping
from pathlib import Path

from lexhop.corpus.citations.references import keys_of
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.ingest.collection import Collection, StoredDocument, StoredPassage
from lexhop.retrieval.ports import NO_FILTERS, Filters, Hit, PassageStore
from lexhop.retrieval.query.expansion import TermList
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query
from lexhop.state.records import Passage, Reference


def section(
    number: str, text: str, *, cites: str = "", part: str = "", **values: object
) -> Passage:
    """A provision of the invented "bådloven", or a `part` of one; `cites` is a section of it."""
    act = str(values.pop("act", "bådloven"))
    year = str(values.get("valid_from", ""))
    provision = f"{act} § {number}"
    target = Reference(text=f"§ {cites}", target=f"{act} § {cites}")
    plain: dict[str, object] = {
        "id": f"{act}{year}/{number}{part}",
        "document_id": f"{act}{year}",
        "provision": provision,
        "citation": provision + (f", {part}" if part else ""),
        "title": f"Lov om både ({act})",
        "text": text,
        "act": act,
        "references": (target,) if cites else (),
        "position": int("".join(one for one in number if one.isdigit())) * 10,
    }
    return Passage(**{**plain, **values})  # type: ignore[arg-type]


def article(title: str, text: str, **values: object) -> Passage:
    """A short text in English."""
    plain: dict[str, object] = {
        "id": title.casefold(),
        "document_id": title.casefold(),
        "provision": title.casefold(),
        "citation": title.casefold(),
        "title": title,
        "text": text,
        "kind": "prose",
        "language": "en",
    }
    return Passage(**{**plain, **values})  # type: ignore[arg-type]


async def collection(folder: Path, *passages: Passage) -> LanceStore:
    """A store of these passages; articles refer to each other where they name each other."""
    store = LanceStore(folder / "store")
    await fill(store, *passages)
    return store


async def fill(store: Collection, *passages: Passage) -> None:
    """What `collection` does, with a store that is there."""
    titles = [(one.document_id, one.title) for one in passages if one.kind == "prose"]
    index = TitleIndex(titles)
    stored = []
    for one in passages:
        if one.kind == "prose":
            found = index.mentions(one.text, one.document_id)
            values = {name: getattr(one, name) for name in Passage.__slots__}
            one = Passage(**{**values, "references": found})
        keys = keys_of(one, (one.act,), (one.provision.rpartition("§ ")[2],))
        stored.append(StoredPassage(one, keys))
    documents = {
        one.document_id: StoredDocument(
            id=one.document_id,
            source="",
            file_hash="",
            content_hash="x",
            title=one.title,
            act=one.act,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
        )
        for one in passages
    }
    await store.replace(list(documents.values()), stored)
    await store.finish()


async def find(  # noqa: PLR0913 - each test gives one or two
    store: PassageStore,
    text: str,
    *,
    keys: tuple[str, ...] = (),
    limit: int = 10,
    filters: Filters = NO_FILTERS,
    terms: Mapping[str, TermList] | None = None,
) -> list[Hit]:
    finder = StoreSearch(store, {} if terms is None else terms)
    return await finder.find(Query(text=text, keys=keys), limit=limit, filters=filters)


def provisions(hits: list[Hit]) -> list[str]:
    return [hit.passage.provision for hit in hits]
