"""Which ranking a query is for: law, prose or both."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lexhop.retrieval.ports import Contents, Filters, PassageStore
from lexhop.retrieval.query.expansion import TermList, bundled_terms
from lexhop.retrieval.query.term_groups import term_groups
from lexhop.retrieval.ranking.channels import ALL, Channels
from lexhop.retrieval.ranking.law import LawRanking
from lexhop.retrieval.ranking.prose import ProseRanking
from lexhop.retrieval.ranking.ranked import Ranked
from lexhop.state.records import Kind

LAW: tuple[Kind, ...] = ("provision", "note", "summary")
PROSE: tuple[Kind, ...] = ("prose",)


@dataclass(frozen=True, slots=True)
class Router:
    """Ranks what a collection holds, law as law and prose as prose.

    `terms` are lists by the language that a question may be in; they lead to words of law. The
    bundled ones are taken where there are none. `similarity` is what passages have by embedding, by
    id and from 0 to 1.
    """

    store: PassageStore
    terms: Mapping[str, TermList] | None = None
    channels: Channels = ALL
    similarity: Mapping[str, float] = field(default_factory=dict)

    async def rank(self, question: str, filters: Filters) -> list[Ranked]:
        """All candidates, best first; scores of law and prose are each in 0..1."""
        contents = await self.store.contents()
        law, prose = _narrowed(filters, contents, LAW), _narrowed(filters, contents, PROSE)
        rankings = []
        if law:
            terms = await bundled_terms() if self.terms is None else self.terms
            groups = term_groups(question, contents.languages, terms)
            by_law = LawRanking(self.store, self.channels, self.similarity)
            rankings.append(by_law.rank(groups, law))
        if prose:
            groups = term_groups(question, contents.languages)
            by_prose = ProseRanking(self.store, self.channels, self.similarity)
            rankings.append(by_prose.rank(question, groups, prose))
        ranked = [one for ranking in await asyncio.gather(*rankings) for one in ranking]
        return sorted(ranked, key=lambda one: -one.score)


def _narrowed(filters: Filters, contents: Contents, kinds: tuple[Kind, ...]) -> Filters | None:
    """`filters` for `kinds` alone; None where nothing is left.

    Where the collection has no other kinds they needn't be asked for, which is quicker.
    """
    wanted = [kind for kind in kinds if kind in contents.kinds]
    if filters.kinds:
        wanted = [kind for kind in wanted if kind in filters.kinds]
    if not wanted:
        return None
    return filters if set(wanted) == contents.kinds else replace(filters, kinds=tuple(wanted))
