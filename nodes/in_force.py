"""What a reader must know of the day that cited law is of: changes made, pending and to come."""

import re
from collections.abc import Iterable, Iterator, Sequence
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
class OfItsDay:
    """What is open about the cited text, and what else must be known of it."""

    gaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


async def standing_of(
    plan: Plan, cited: Sequence[Passage], acts: Sequence[Act], store: PassageStore, day: str
) -> OfItsDay:
    """Of law cited on a day: changes that weren't applied are gaps, all others notices.

    An amending act that is quoted unasked is a gap too: what it puts in may not be in force.
    """
    language = plan.language
    law = [passage for passage in cited if passage.kind == "provision"]
    asked, unasked = _amending(plan, cited, acts)
    to_come = await _to_come(language, law, acts, store, day)
    return OfItsDay(
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
) -> OfItsDay:
    """How to ask for the law of a year gone by that a question names.

    It is a gap where a cited text is younger, and a notice where it was already in force.
    """
    found = _YEAR.search(question)
    law = [passage for passage in cited if passage.kind == "provision"]
    if not found or not law or found["year"] >= day[:4]:
        return OfItsDay()
    then = f"{found['year']}-12-31"
    names = {passage.act for passage in law}
    at_hand = any(act.name in names and act.valid_from <= then for act in acts)
    wording = "asked_year" if at_hand else "asked_year_without"
    line = phrase(language, wording, year=found["year"], day=day, then=then)
    younger = any(_begun(passage, acts) > then for passage in law)
    return OfItsDay(gaps=(line,)) if younger else OfItsDay(notices=(line,))


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
) -> list[str]:
    """What versions that begin after `day` say of the provisions."""
    lines: list[str] = []
    provisions = {passage.provision: passage for passage in law}
    for passage in list(provisions.values())[:_MOST]:
        keys = sorted(own_keys(passage))
        then = [
            (act, await store.by_key(keys, filters=Filters(as_of=act.valid_from)))
            for act in _later(passage, acts, day)
        ]
        lines += _said_of(language, passage, then)
    return lines


def _later(passage: Passage, acts: Sequence[Act], day: str) -> list[Act]:
    """The first versions of the passage's act that begin after `day`."""
    own = next((act for act in acts if act.document_id == passage.document_id), None)
    base = (own.base or own.document_id) if own else ""
    later = [act for act in acts if base and act.base == base and act.valid_from > day]
    return sorted(later, key=lambda one: one.valid_from)[:_MOST]


def _said_of(
    language: str, passage: Passage, then: Sequence[tuple[Act, Sequence[Passage]]]
) -> Iterator[str]:
    """The changes that each version has and none before it."""
    known = {*passage.changed_by, *passage.pending}
    for act, found in then:
        of_act = [one for one in found if one.document_id == act.document_id]
        labels = dict.fromkeys(label for one in of_act for label in (*one.changed_by, *one.pending))
        new = [label for label in labels if label not in known]
        known.update(new)
        if new:
            yield phrase(
                language,
                "change_to_come",
                provision=passage.provision,
                day=act.valid_from,
                changes="; ".join(new),
            )


def _each_once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
