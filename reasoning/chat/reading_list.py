"""What a model may ask to read: references of the texts that it is shown, and what had no room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys, target_key
from lexhop.prompts import phrase
from lexhop.reasoning.blocks import block_spans
from lexhop.reasoning.chat.context_packing import ContextPassage, PackedContext
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Query
from lexhop.state.records import Passage, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Something to read, with the query that brings it.

    `source` is the number of the text that refers to it, 0 for what was found and had no room.
    `value` is how promising it is, from 0 to 1.
    """

    name: str
    source: int
    value: float
    query: Query


def reading_list(packed: PackedContext, about: QueryTerms) -> tuple[Readable, ...]:
    """The most promising of what is referred to and isn't shown, then what had no room.

    A range ("§§ 39-39 B") is one entry, which brings all its members.
    """
    referred = sorted(_referred(packed, about), key=lambda readable: -readable.value)
    unique = {readable.name: readable for readable in reversed(referred)}
    best = sorted(unique.values(), key=lambda readable: -readable.value)
    unread = [
        Readable(name=part.citation, source=0, value=0.0, query=_again(part.passage, part.locator))
        for part in packed.unread
    ]
    return (*best[: WEIGHTS.most_references], *unread[: WEIGHTS.most_unread])


def listed(readables: Sequence[Readable], language: str) -> str:
    """A line for each, numbered from 1, as a prompt has it."""
    return "\n".join(
        f"{number}. {' '.join(readable.name.split())} ({_why(readable, language)})"
        for number, readable in enumerate(readables, start=1)
    ) or phrase(language, "nothing")


def _why(readable: Readable, language: str) -> str:
    if readable.source:
        return phrase(language, "referred_to_in", number=str(readable.source))
    return phrase(language, "found_not_shown")


def is_shown(reference: Reference, packed: PackedContext) -> bool:
    """Whether the part that `reference` names is shown; without a locator, all of the provision."""
    key = target_key(reference)
    targets = [context for context in packed.shown if key in own_keys(context.passage)]
    if not reference.locator:
        return any(_is_whole(context) for context in targets)
    return any(
        (span := part_of(context.passage, reference.locator)) is not None and context.shows(*span)
        for context in targets
    )


def _is_whole(context: ContextPassage) -> bool:
    """Whether all of the provision is shown: no piece of it, or one that came with the others."""
    passage = context.passage
    alone = passage.citation == passage.provision or context.evidence.requested
    return alone and context.shows(0, len(passage.text))


def _referred(packed: PackedContext, about: QueryTerms) -> Iterator[Readable]:
    for number, context in enumerate(packed.shown, start=1):
        passage = context.passage
        for printed, references in _by_print(passage).items():
            at = offset_of(passage, references[0])
            if not context.shows(at, at + len(printed)) or passage.repealed:
                continue
            new = [reference for reference in references if not is_shown(reference, packed)]
            if new:
                start, end = next(
                    (span for span in block_spans(passage.text) if span[0] <= at < span[1]), (0, 0)
                )
                near = about.weight(about.covered(passage.text[start:end]))
                yield Readable(
                    name=_named(new),
                    source=number,
                    value=context.evidence.score
                    * (WEIGHTS.reference_alone + (1 - WEIGHTS.reference_alone) * near),
                    query=_to(new, passage),
                )


def _by_print(passage: Passage) -> dict[str, list[Reference]]:
    """References by their printed form: those of a range or a list have the same."""
    found: dict[str, list[Reference]] = {}
    for reference in passage.references:
        found.setdefault(reference.text, []).append(reference)
    return found


def _named(references: Sequence[Reference]) -> str:
    """ "ligningsloven § 16 A, stk. 4"; of several "ligningsloven § 39, § 39 A, § 39 B"."""
    first = references[0]
    act = first.target.partition(" §")[0]
    others = [reference.target.removeprefix(act).strip() for reference in references[1:]]
    names = ", ".join(dict.fromkeys((first.target, *others)))
    return f"{names}, {first.locator}" if first.locator else names


def _to(references: Sequence[Reference], passage: Passage) -> Query:
    targets = {target_key(reference): reference for reference in references}
    kept = dict(list(targets.items())[: WEIGHTS.widest_range])
    return Query(
        text=_named(list(kept.values())),
        keys=tuple(kept),
        locators=tuple(reference.locator for reference in kept.values()),
        via=passage.provision if passage.act else passage.title,
    )


def _again(passage: Passage, locator: str) -> Query:
    """What was found, asked for by name, so that it comes before what was only found."""
    keys = tuple(sorted(own_keys(passage)))
    return Query(
        text=passage.citation,
        keys=keys,
        locators=(locator,) * len(keys),
        via=passage.provision if passage.act else passage.title,
    )
