"""An embedder that fails when a question comes: words still find, and the failure is told."""

from pathlib import Path

import pytest

from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.plan import Query
from tests.fakes import LetterEmbeddings
from tests.retrieval.small import article, collection, find, provisions

ARTICLES = [article("Hen", "Hens lay an egg a day."), article("Stone", "Rock, tin, ore.")]


class FailingAtQueries(LetterEmbeddings):
    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self.failure = failure

    async def aembed_query(self, text: str) -> list[float]:
        raise self.failure


@pytest.mark.parametrize(
    "failure", [Transient("busy", kind="rate_limited"), Permanent("bad key", kind="not_allowed")]
)
async def test_words_are_enough_and_the_failure_is_told(tmp_path: Path, failure: Failure) -> None:
    plain = await collection(tmp_path, *ARTICLES)
    store = LanceStore(plain.folder, embeddings=FailingAtQueries(failure))
    await store.finish()
    missed: list[Failure] = []
    found = await StoreSearch(store).find(Query(text="egg of hens"), limit=5, missed=missed.append)
    assert provisions(found) == provisions(await find(plain, "egg of hens")) != []
    assert missed == [failure]
    with pytest.raises(type(failure)):
        await StoreSearch(store).find(Query(text="egg of hens"), limit=5)
