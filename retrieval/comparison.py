"""What changed in an act between two days, provision by provision."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.retrieval.ports import PassageStore
from lexhop.state.records import Act, Passage

ProvisionChange = Literal["inserted", "removed", "repealed", "changed", "renumbered"]
PieceKind = Literal["same", "out", "in"]
_MARKER = re.compile(r"§§?\s?[\d\w –-]{1,20}?\.\s*")
_WORD = re.compile(r"\s+|[^\s]+")


class NoSuchVersion(ValueError):
    """No act of that name is loaded, or none that was in force on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionDiff:
    """A provision that differs. `before` and `after` are its texts, "" where it isn't there.

    A renumbered one `was` another provision. `pending` changes are not in `after`.
    """

    provision: str
    change: ProvisionChange
    before: str = ""
    after: str = ""
    was: str = ""
    changed_by: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDiff:
    """The versions of an act on two days, and the provisions that differ, in their order."""

    act: str
    before: Act
    after: Act
    changes: tuple[ProvisionDiff, ...]


async def act_diff(
    store: PassageStore, names: ActNames, act: str, days: tuple[str, str]
) -> ActDiff:
    """What changed in `act`, by any of its names, from the first of two ISO days to the second.

    Raises NoSuchVersion.
    """
    acts = await store.acts()
    name = (names.canonical(act) or act).casefold()
    versions = [one for one in acts if name in _folded(one)]
    if not versions:
        raise NoSuchVersion(f"no act {act!r} is loaded")
    first, last = [await _on(store, versions, day) for day in days]
    if first.document_id == last.document_id:
        return ActDiff(act=last.name, before=first, after=last, changes=())
    before, after = [await store.document(one.document_id) for one in (first, last)]
    changes = tuple(_changes(_by_provision(before), _by_provision(after)))
    return ActDiff(act=last.name, before=first, after=last, changes=changes)


def _folded(act: Act) -> set[str]:
    return {name.casefold() for name in (act.name, *act.names)}


async def _on(store: PassageStore, versions: Sequence[Act], day: str) -> Act:
    name = versions[0].name
    newest = await store.newest([name], as_of=day)
    for version in versions:
        ended = version.valid_to and version.valid_to < day
        if newest.get(name, "") == version.valid_from and not ended:
            return version
    begin = min(version.valid_from for version in versions)
    raise NoSuchVersion(f"no version of {name} of {day} is loaded; the oldest is of {begin or '?'}")


def _by_provision(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.kind == "provision":
            found[passage.provision].append(passage)
    return found


def _changes(
    before: dict[str, list[Passage]], after: dict[str, list[Passage]]
) -> Iterator[ProvisionDiff]:
    moved = _moved(before, after)
    for name, passages in after.items():
        old = before.get(name) or before.get(moved.get(name, ""), [])
        if not old:
            yield _diff(name, "inserted", [], passages)
        elif name in moved:
            yield _diff(name, "renumbered", old, passages, was=moved[name])
        elif passages[0].repealed and not old[0].repealed:
            yield _diff(name, "repealed", old, passages)
        elif _bare(old) != _bare(passages) or _pending(passages) - _pending(old):
            yield _diff(name, "changed", old, passages)
    still = {*after, *moved.values()}
    for name, passages in before.items():
        if name not in still:
            yield _diff(name, "removed", passages, [])


def _moved(before: dict[str, list[Passage]], after: dict[str, list[Passage]]) -> dict[str, str]:
    """Provisions that weren't there, by name, with the one gone that alone has the same text."""
    gone = [one for name, one in before.items() if name not in after and not one[0].repealed]
    new = [one for name, one in after.items() if name not in before]
    times = Counter(map(_bare, [*gone, *new]))
    by_text = {_bare(passages): passages[0].provision for passages in gone}
    return {
        passages[0].provision: by_text[text]
        for passages in new
        if (text := _bare(passages)) in by_text and times[text] == 2
    }


def _diff(
    name: str,
    change: ProvisionChange,
    before: Sequence[Passage],
    after: Sequence[Passage],
    was: str = "",
) -> ProvisionDiff:
    known = {label for passage in before for label in (*passage.changed_by, *passage.pending)}
    made = {label: None for passage in after for label in passage.changed_by}
    pending = {label: None for passage in after for label in passage.pending}
    return ProvisionDiff(
        provision=name,
        change=change,
        before=_text(before),
        after=_text(after),
        was=was,
        changed_by=tuple(label for label in made if label not in known),
        pending=tuple(pending),
    )


def _pending(passages: Sequence[Passage]) -> set[str]:
    return {label for passage in passages for label in passage.pending}


def _text(passages: Sequence[Passage]) -> str:
    return "\n".join(passage.text for passage in passages)


def _bare(passages: Sequence[Passage]) -> str:
    """The text without its number and without regard to where lines are broken."""
    return " ".join(_MARKER.sub("", _text(passages), count=1).split())


def pieces(before: str, after: str) -> Iterator[tuple[PieceKind, str]]:
    """The texts as runs of words that are the same, taken out and put in, in reading order.

    Sentences are compared first, and the words of those that differ.
    """
    old, new = _sentences(before), _sentences(after)
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[low:high])
        else:
            yield from _of_words("".join(old[low:high]), "".join(new[start:end]))


def _sentences(text: str) -> list[str]:
    """The sentences, each with the white space behind it."""
    starts = [start for start, _ in sentence_spans(text)]
    ends = [*starts[1:], len(text)][: len(starts)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _of_words(before: str, after: str) -> Iterator[tuple[PieceKind, str]]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[low:high])
            continue
        if low < high:
            yield "out", "".join(old[low:high])
        if start < end:
            yield "in", "".join(new[start:end])
