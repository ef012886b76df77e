"""What a reader must know of a cited act: another file claims to be it."""

from collections.abc import Container, Iterator, Sequence
from itertools import islice

from lexhop.corpus.claims import rivals_among
from lexhop.prompts import phrase
from lexhop.state.records import Act

_MOST = 5


def rival_notices(language: str, acts: Sequence[Act], cited: Container[str]) -> list[str]:
    """A notice for each other file that claims to be an act of the documents `cited`; a few."""
    return list(islice(_notices(language, acts, cited), _MOST))


def _notices(language: str, acts: Sequence[Act], cited: Container[str]) -> Iterator[str]:
    for pair in rivals_among(acts):
        for act, other in ((pair.first, pair.other), (pair.other, pair.first)):
            if act.document_id in cited:
                wording = "rival_decided" if pair.decided else "rival"
                yield phrase(
                    language, wording, act=act.name, file=act.file, other=other.file,
                    number=other.number or other.title,
                )  # fmt: skip
