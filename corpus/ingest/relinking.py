"""Updates the references of stored passages with names and titles that became known since."""

from collections.abc import Collection as Container
from dataclasses import dataclass, replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.prose_references import ProseReferences
from lexhop.corpus.citations.title_mentions import TitleIndex
from lexhop.corpus.ingest.collection import Collection
from lexhop.state.records import Passage, Reference

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Relinking:
    """Gives stored passages the references that ingesting everything at once would have given.

    Passages of the documents in `prose` are searched for citations and `titles` again; others get
    the short title of an act in references by a name that wasn't known then.
    """

    acts: ActNames
    titles: TitleIndex
    prose: Container[str]

    async def __call__(self, collection: Collection) -> None:
        changed: dict[str, tuple[Reference, ...]] = {}
        async for passage in collection.passages():
            references = self._references(passage)
            if references != passage.references:
                changed[passage.id] = references
        found = list(changed.items())
        for start in range(0, len(found), _AT_ONCE):
            await collection.set_references(dict(found[start : start + _AT_ONCE]))

    def _references(self, passage: Passage) -> tuple[Reference, ...]:
        if passage.document_id in self.prose:
            return ProseReferences(self.acts, self.titles)(passage)
        return tuple(
            dict.fromkeys(self._known(reference, passage.act) for reference in passage.references)
        )

    def _known(self, reference: Reference, own_act: str) -> Reference:
        act, mark, section = reference.target.rpartition(" § ")
        name = self.acts.canonical(act) if mark and act != own_act else None
        return replace(reference, target=f"{name} § {section}") if name else reference
