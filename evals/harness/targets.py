"""The search of `lexhop search`, as a function to evaluate."""

from collections.abc import Callable
from dataclasses import replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.evals.harness.run import SearchFunction
from lexhop.retrieval.lookup import Lookup
from lexhop.retrieval.ports import Hit, PassageStore
from lexhop.retrieval.ranking.channels import ALL, Channels


async def searches_over(
    store: PassageStore, names: ActNames
) -> Callable[[Channels], SearchFunction]:
    """A search for each set of channels. `names` learn those of the acts in `store`."""
    lookup = await Lookup.over(store, names)

    def search_by(channels: Channels) -> SearchFunction:
        chosen = replace(lookup, channels=channels)

        async def search(question: str, limit: int) -> list[Hit]:
            return await chosen.find(question, limit=limit)

        return search

    return search_by


async def search_over(store: PassageStore, names: ActNames) -> SearchFunction:
    """The search by all channels."""
    return (await searches_over(store, names))(ALL)
