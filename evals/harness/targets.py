"""The search of `lexhop search`, as a function to evaluate."""

from collections.abc import Callable

from lexhop.corpus.citations.act_names import ActNames
from lexhop.evals.harness.run import SearchFunction
from lexhop.retrieval.ports import Hit, PassageStore
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.search import StoreSearch


async def searches_over(
    store: PassageStore, names: ActNames
) -> Callable[[Channels], SearchFunction]:
    """Makes a search over `store` for given channels.

    `names` is extended by the acts in `store`, so that citations of them are understood.
    """
    loaded = await store.acts()
    for act in loaded:
        names.add(act.name, act.names)
    acts = [act.name for act in loaded]

    def search_by(channels: Channels) -> SearchFunction:
        finder = StoreSearch(store, channels=channels)

        async def search(question: str, limit: int) -> list[Hit]:
            return await finder.find(plan_of(question, names, acts).queries[0], limit=limit)

        return search

    return search_by


async def search_over(store: PassageStore, names: ActNames) -> SearchFunction:
    """The search with all channels."""
    return (await searches_over(store, names))(ALL)
