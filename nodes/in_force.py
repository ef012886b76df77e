"""What a reader must know of the day that cited law is of: changes made, pending and to come."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.references import own_keys
from lexhop.prompts import phrase
from lexhop.retrieval.ports import Filters, PassageStore
from lexhop.state.records import Act, Passage

_YEAR = re.compile(
    r"\b(?:i|for|in|during|året|indkomståret|year|ultimo|primo|siden|since)\s"
    r"(?P<year>(?:19|20)\d\d)\b(?!/)",
    re.IGNORECASE,
)
_MOST = 5
"""Provisions that are looked up in the versions to come, and versions of each."""


@dataclass(frozen=True, slots=True)
class OnDay:
    """What is open about the cited text, and what else must be known of it."""

    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


async def standing_of(
    language: str, cited: Sequence[Passage], acts: Sequence[Act], store: PassageStore, day: str
) -> OnDay:
    """Of law cited on a day: changes that weren't applied are gaps, all others notices."""
    law = [passage for passage in cited if passage.kind == "provision"]
    to_come = await _to_come(language, law, acts, store, day)
    return OnDay(
        gaps=_each_once(_pending(language, law)),
        notices=_each_once([*_made(language, law, acts), *to_come]),
    )


def asked_year(
    language: str, question: str, cited: Sequence[Passage], acts: Sequence[Act], day: str
) -> str:
    """A notice for a question that names a year gone by, or "": how to ask for the law of then."""
    found = _YEAR.search(question)
    names = {passage.act for passage in cited if passage.kind == "provision"}
    if not found or not names or found["year"] >= day[:4]:
        return ""
    then = f"{found['year']}-12-31"
    at_hand = any(act.name in names and act.valid_from <= then for act in acts)
    wording = "asked_year" if at_hand else "asked_year_without"
    return phrase(language, wording, year=found["year"], day=day, then=then)


def _pending(language: str, law: Sequence[Passage]) -> Iterator[str]:
    for passage in law:
        if passage.pending:
            yield phrase(
                language,
                "pending_change",
                provision=passage.provision,
                changes="; ".join(passage.pending),
            )


def _made(language: str, law: Sequence[Passage], acts: Sequence[Act]) -> Iterator[str]:
    numbers = {act.document_id: act.number or act.title for act in acts}
    bases = {act.document_id: act.base for act in acts}
    for passage in law:
        if passage.changed_by:
            base = bases.get(passage.document_id, "")
            yield phrase(
                language,
                "unofficial",
                provision=passage.provision,
                base=numbers.get(base, base),
                changes="; ".join(passage.changed_by),
            )


async def _to_come(
    language: str, law: Sequence[Passage], acts: Sequence[Act], store: PassageStore, day: str
) -> list[str]:
    """What versions that begin after `day` say of the provisions."""
    lines: list[str] = []
    version = {act.document_id: act for act in acts}
    provisions = {passage.provision: passage for passage in law}
    for passage in list(provisions.values())[:_MOST]:
        own = version.get(passage.document_id)
        base = (own.base or own.document_id) if own else ""
        later = [act for act in acts if base and act.base == base and act.valid_from > day]
        known = _changes([passage])
        for act in sorted(later, key=lambda one: one.valid_from)[:_MOST]:
            found = await store.by_key(
                sorted(own_keys(passage)), filters=Filters(as_of=act.valid_from)
            )
            new = _changes(one for one in found if one.document_id == act.document_id) - known
            if not new:
                continue
            known |= new
            changes = "; ".join(sorted(new))
            lines.append(
                phrase(
                    language,
                    "change_to_come",
                    provision=passage.provision,
                    day=act.valid_from,
                    changes=changes,
                )
            )
    return lines


def _changes(passages: Iterable[Passage]) -> set[str]:
    """The instructions that changed the text, or are to change it."""
    return {label for passage in passages for label in (*passage.changed_by, *passage.pending)}


def _each_once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
