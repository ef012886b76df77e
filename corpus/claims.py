"""Which documents claim to be the same act, and whose claim counts.

A text file can call itself anything, so official XML and what the user trusts come first. Where a
document was fetched from is no evidence: its address stands in the file like everything else.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lexhop.state.records import Act


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two documents that claim one act; `first` is the trusted one, if only one is."""

    first: Act
    other: Act

    @property
    def decided(self) -> bool:
        """Whether the other's claim doesn't count."""
        return self.first.trusted and not self.other.trusted


def rivals_among(acts: Sequence[Act]) -> list[Rivals]:
    """All pairs that share a name or number, each once.

    Two trusted documents with numbers of their own are versions of an act and no rivals, nor are
    an unofficial version and what it was made from.
    """
    claims: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        for claim in _claims_of(act):
            claims[claim].append(act)
    found: dict[tuple[str, str], Rivals] = {}
    for claimants in claims.values():
        ranked = sorted(claimants, key=lambda act: (not act.trusted, act.document_id))
        for first, other in _pairs(ranked):
            if not _are_versions(first, other):
                found[first.document_id, other.document_id] = Rivals(first, other)
    return list(found.values())


def displaced(acts: Sequence[Act]) -> frozenset[str]:
    """Ids of documents that don't count, since a trusted one claims the same act."""
    return frozenset(pair.other.document_id for pair in rivals_among(acts) if pair.decided)


def _claims_of(act: Act) -> set[str]:
    claims = {" ".join(name.casefold().split()) for name in (act.name, *act.names, act.number)}
    return claims - {""}


def _pairs(ranked: Sequence[Act]) -> Iterator[tuple[Act, Act]]:
    """Each claimant with the first, and those beside each other: linear, and none is left out."""
    for before, act in pairwise(ranked):
        yield ranked[0], act
        if before is not ranked[0]:
            yield before, act


def _are_versions(first: Act, other: Act) -> bool:
    apart = first.number != other.number or first.valid_from != other.valid_from
    same = (first.base or first.document_id) == (other.base or other.document_id)
    return same or (first.trusted and other.trusted and apart)
