"""Which amending acts are in which consolidated version of an act, and which are still to come."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.numbered_acts import NUMBERED, iso_day, number_key
from lexhop.corpus.claims import displaced
from lexhop.corpus.documents import AmendedAct, Document, TextBlock
from lexhop.corpus.ingest.collection import StoredDocument, acts_of
from lexhop.corpus.text.sentences import sentence_spans

_NUMBERED = re.compile(NUMBERED)
_LEFT_OUT = re.compile(r"\bikke\b.{0,40}\bindarbejdet\b|\bindarbejdet\b.{0,40}\bikke\b")
_OF = " af "


def left_out_of(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    """The numbers, as keys, of acts that a consolidated version says are not in it."""
    found: dict[str, None] = {}
    for block in blocks:
        for start, end in sentence_spans(block.text) if "indarbejdet" in block.text else ():
            sentence = block.text[start:end]
            if _LEFT_OUT.search(sentence):
                found |= dict.fromkeys(number_key(one[0]) for one in _NUMBERED.finditer(sentence))
    return tuple(found)


def amended_keys(amended: AmendedAct) -> tuple[str, ...]:
    """What an act that is amended is found by: its number as a key, and its name."""
    keys = (number_key(amended.number), _folded(amended.name))
    return tuple(filter(None, keys))


@dataclass(frozen=True, slots=True)
class Pending:
    """A consolidated act, and the amending acts that aren't in it.

    `until` is the first day of the next consolidated version, "" if there is none.
    """

    base: StoredDocument
    acts: Sequence[StoredDocument]
    until: str = ""


def pending_changes(documents: Iterable[StoredDocument]) -> Iterator[Pending]:
    """For each consolidated act in `documents` the amending acts that it doesn't have in it.

    An act is amended under the number of the version that was the newest then, or of any before: so
    what was made after a version, or for it, isn't in it, unless it says so itself. One that nobody
    vouches for changes nothing, and a claim to the act that doesn't count is none of its versions.
    """
    amending: defaultdict[str, list[StoredDocument]] = defaultdict(list)
    versions: defaultdict[str, list[StoredDocument]] = defaultdict(list)
    documents = list(documents)
    without = displaced(acts_of(documents))
    for document in documents:
        if document.id in without:
            continue
        for key in document.amends if document.as_act().trusted else ():
            amending[key].append(document)
        if document.act and not document.base and not document.amends:
            versions[document.act].append(document)
    if not amending:
        return
    for same in versions.values():
        same.sort(key=lambda document: document.valid_from)
        for place, base in enumerate(same):
            days = (one.valid_from for one in same[place + 1 :])
            until = next((day for day in days if day > base.valid_from), "")
            acts = [act for act in _acts_for(base, amending) if not until or _signed(act) < until]
            if acts and _signed(base):
                yield Pending(base, acts, until)


def _acts_for(
    base: StoredDocument, amending: defaultdict[str, list[StoredDocument]]
) -> list[StoredDocument]:
    number = number_key(base.number)
    found = {
        act.id: act
        for key in (number, *sorted(_names(base)))
        for act in amending.get(key, ())
        if key and _is_to_come(base, number, act)
    }
    return [found[key] for key in sorted(found)]


def _is_to_come(base: StoredDocument, number: str, act: StoredDocument) -> bool:
    left_out = number_key(act.number) in base.left_out
    return left_out or number in act.amends or _signed(act) > _signed(base)


def fits(amended: AmendedAct, record: StoredDocument, pending: Pending) -> bool:
    """Whether an amending act was made for the text that `pending` has.

    That is the consolidated version that it names, or a later one which says that the act isn't in
    it; and each act that it says has changed the text since is among those applied.
    """
    base = number_key(pending.base.number)
    left_out = number_key(record.number) in pending.base.left_out
    if not base or not (number_key(amended.number) == base or left_out):
        return False
    if "bl.a." in amended.lead:
        return False
    loaded = {number_key(act.number) for act in pending.acts}
    since = [one[0] for one in _NUMBERED.finditer(amended.lead)][1:]
    return all(
        number_key(number) in loaded
        or (left_out and iso_day(number.partition(_OF)[2]) < _signed(pending.base))
        for number in since
    )


def _names(document: StoredDocument) -> set[str]:
    return {_folded(name) for name in (document.act, *document.names)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _signed(document: StoredDocument) -> str:
    """The day in its number, "" where there is none."""
    return iso_day(document.number.partition(_OF)[2]) or document.valid_from


def amended_in(act: Document, base: StoredDocument) -> Iterator[AmendedAct]:
    """The parts of an amending act that change `base`, by its number or its name."""
    wanted = _names(base) | {number_key(base.number)}
    for amended in act.amends:
        if wanted & set(amended_keys(amended)):
            yield amended
