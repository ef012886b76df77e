"""Law and the guidance on it in one ranking: law first, unless guidance is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lexhop.corpus.authority import authority_of
from lexhop.retrieval.ports import Candidate, Filters, PassageStore
from lexhop.retrieval.ranking.ranked import Ranked
from lexhop.retrieval.ranking.weights import WEIGHTS, RankingWeights
from lexhop.state.records import Authority, Origin, Passage


@dataclass(frozen=True, slots=True)
class GuidanceRanking:
    """Ranks the prose of a mixed collection beside its law.

    Where law is asked for, guidance counts for less, and what the best of it refers to stands
    above it, found by words or not: a guide has the everyday words that the law lacks. Only the
    references of few passages are looked up, and none of those that refer to much, so that guidance
    can't flood the law, however much of it there is.
    """

    store: PassageStore
    asked: bool = False
    weights: RankingWeights = field(default=WEIGHTS)

    async def beside(
        self, law: Sequence[Ranked], prose: Sequence[Ranked], filters: Filters
    ) -> list[Ranked]:
        """Both, best first. `filters` are those of law."""
        weights = self.weights
        if self.asked:
            law = [item.times(weights.unasked_law) for item in law]
            return _best_first([*law, *prose])
        prose = [
            item.times(weights.guidance_score) if _is_guidance(item) else item for item in prose
        ]
        offers = dict(self._offers(_best_first(prose)))
        if not offers:
            return _best_first([*law, *prose])
        referred = await self.store.candidates_by_key(
            list(offers), limit=weights.guided_pool, filters=filters
        )
        found = {item.place.id: item for item in law}
        for candidate in referred:
            offer = max(offers[key] for key in candidate.keys if key in offers)
            known = found.get(candidate.id)
            if known is None or known.score < offer[0]:
                coverage = known.coverage if known else 0.0
                origin = Origin("reference", offer[1])
                found[candidate.id] = Ranked(candidate, offer[0], coverage, origin)
        return _best_first([*found.values(), *prose])

    def _offers(self, prose: Sequence[Ranked]) -> Iterator[tuple[str, tuple[float, str]]]:
        """(key, (score, title)) of what the best guidance refers to, the worst offer first."""
        seeds = [item for item in prose if _is_guidance(item)][: self.weights.guidance_seeds]
        for item in reversed(seeds):
            targets = [key for key in _targets(item) if "§" in key]
            if len(targets) <= self.weights.few_targets:
                yield from ((key, (item.score, _title(item))) for key in targets)


def authority(place: Candidate | Passage) -> Authority:
    """What a passage is beside the law; "" for law itself."""
    if place.act:
        return ""
    if isinstance(place, Passage):
        refers = any(" § " in reference.target for reference in place.references)
    else:
        refers = any("§" in key for key in place.targets)
    return authority_of(place.title, refers_to_law=refers)


def _is_guidance(item: Ranked) -> bool:
    return isinstance(item.place, Candidate | Passage) and authority(item.place) != ""


def _targets(item: Ranked) -> Sequence[str]:
    return item.place.targets if isinstance(item.place, Candidate) else ()


def _title(item: Ranked) -> str:
    return item.place.title if isinstance(item.place, Candidate) else ""


def _best_first(items: Sequence[Ranked]) -> list[Ranked]:
    """By falling score; of equals law before prose."""
    return sorted(items, key=lambda item: (-item.score, not item.place.act))
