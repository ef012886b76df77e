"""What a reader must know of the day that cited law is of: changes made, pending and to come."""

import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.references import own_keys
from lexhop.prompts import phrase
from lexhop.retrieval.ports import Filters, PassageStore
from lexhop.state.plan import Plan
from lexhop.state.records import Act, Passage

_YEAR = re.compile(
    r"\b(?:i|for|in|during|året|indkomståret|year|ultimo|primo|siden|since)\s"
    r"(?P<year>(?:19|20)\d\d)\b(?!/)",
    re.IGNORECASE,
)
_MOST = 5
"""Provisions that are looked up in the versions to come, and versions of each."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open about the cited text, and what else must be known of it."""

    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


async def standing_of(
    plan: Plan, cited: Sequence[Passage], acts: Sequence[Act], store: PassageStore, day: str
) -> Standing:
    """Of law cited on a day: changes that weren't applied are gaps, all others notices.

    An amending act that is quoted unasked is a gap too: what it puts in may not be in force.
    """
    language = plan.language
    law = [passage for passage in cited if passage.kind == "provision"]
    asked, unasked = _amending(plan, cited, acts)
    to_come = [line async for line in _to_come(language, law, acts, store, day)]
    return Standing(
        gaps=_each_once([*unasked, *_pending(language, law)]),
        notices=_each_once([*asked, *_made(language, law, acts), *to_come]),
    )


def _amending(
    plan: Plan, cited: Sequence[Passage], acts: Sequence[Act]
) -> tuple[list[str], list[str]]:
    """What is said of cited amending acts: of those that the question names, and of others."""
    amending = {act.document_id for act in acts if act.amending}
    named = {
        name
        for query in plan.cited
        for name in (*query.acts, *(one.rpartition(" § ")[0] for one in query.provisions))
    }
    asked: list[str] = []
    unasked: list[str] = []
    for passage in cited:
        if passage.document_id in amending:
            line = phrase(plan.language, "amending_act", source=passage.citation)
            (asked if passage.act in named else unasked).append(line)
    return asked, unasked


def asked_year(
    language: str, question: str, cited: Sequence[Passage], acts: Sequence[Act], day: str
) -> Standing:
    """How to ask for the law of a year gone by that a question names.

    It is a gap where a cited text is younger, and a notice where it was already in force.
    """
    found = _YEAR.search(question)
    law = [passage for passage in cited if passage.kind == "provision"]
    if not found or not law or found["year"] >= day[:4]:
        return Standing()
    then = f"{found['year']}-12-31"
    names = {passage.act for passage in law}
    at_hand = any(act.name in names and act.valid_from <= then for act in acts)
    wording = "asked_year" if at_hand else "asked_year_without"
    line = phrase(language, wording, year=found["year"], day=day, then=then)
    younger = any(_begun(passage, acts) > then for passage in law)
    return Standing(gaps=(line,)) if younger else Standing(notices=(line,))


def _begun(passage: Passage, acts: Sequence[Act]) -> str:
    """The day from which the text applies; what a version leaves as it was is of its base."""
    by_id = {act.document_id: act for act in acts}
    act = by_id.get(passage.document_id)
    base = by_id.get(act.base) if act and not passage.changed_by else None
    return base.valid_from if base else passage.valid_from


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
) -> AsyncIterator[str]:
    """What versions that begin after `day` say of the provisions."""
    version = {act.document_id: act for act in acts}
    provisions = {passage.provision: passage for passage in law}
    for passage in list(provisions.values())[:_MOST]:
        own = version.get(passage.document_id)
        base = (own.base or own.document_id) if own else ""
        later = [act for act in acts if base and act.base == base and act.valid_from > day]
        known = {*passage.changed_by, *passage.pending}
        for act in sorted(later, key=lambda one: one.valid_from)[:_MOST]:
            found = await store.by_key(
                sorted(own_keys(passage)), filters=Filters(as_of=act.valid_from)
            )
            then = [one for one in found if one.document_id == act.document_id]
            changes = {label: None for one in then for label in (*one.changed_by, *one.pending)}
            if new := [label for label in changes if label not in known]:
                known.update(new)
                yield phrase(
                    language,
                    "change_to_come",
                    provision=passage.provision,
                    day=act.valid_from,
                    changes="; ".join(new),
                )


def _each_once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
