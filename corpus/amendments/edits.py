"""What a change of a provision's part does to its text: edits of spans."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lexhop.corpus.amendments.changes import Place, TextChange
from lexhop.corpus.amendments.places import level_of
from lexhop.corpus.amendments.provision_text import Edit, NotExact, ProvisionText, Span
from lexhop.corpus.documents import Note, Provision, Subsection
from lexhop.corpus.text.list_items import numbered_items

_OWN_MARKER = re.compile(r"(?:§ ?\d{1,4}(?: ?[a-zæøåA-ZÆØÅ])?\.|Stk\. 1\.)\s*")
_ITEM_LINE = re.compile(r"^\d{1,3} ?[a-zæøå]?\)\s", re.MULTILINE)
_LETTERED = re.compile(r"[a-zæøå]\)\s")
_LAST_OF_ALL = 1_000_000
"""The rank of a new number in front of a part, behind whatever is inserted there."""

_NEW_SUBSECTION = 100_000
"""What is added to the rank of a new subsection: it comes behind all that the one before gets."""

_STK = re.compile(r"Stk\. (?P<number>\d{1,3})\. ")
_STK_LINE = re.compile(r"^Stk\. \d", re.MULTILINE)
_NR = re.compile(r"\d{1,3} ?[a-zæøå]?\) ")
_WITHIN = re.compile(r"[^\W_]{2}|\d[.,]\d|\w[-–]\w")
"""What stands within a word or number, "EU-ret", "1.500" or "2-4"."""

_CITES = re.compile(r"§|\bnr\.")
_SECTION_LETTER = re.compile(r" ?(?:[a-hj-zæøåA-ZÆØÅ](?![\w)])|i(?=[,.;)]))")
"""What makes "§ 5" the beginning of "§ 5 a"; not of "§ 5 i loven"."""


def applied(provision: Provision, changes: Sequence[TextChange]) -> Provision:
    """`provision` after all changes of its parts, which name the parts as they were before.

    Raises NotExact where one of them doesn't fit, or the numbers don't count up afterwards.
    """
    text = ProvisionText.of(provision)
    for change in changes:
        _check_marked(change)
    edits = [
        edit for rank, change in enumerate(changes) for edit in _edits(text, change, rank, changes)
    ]
    _check_order(text, changes)
    after = ProvisionText(text.edited(edits))
    numbered = after.subsections()
    if [number for number, _ in numbered] != list(range(1, len(numbered) + 1)):
        raise NotExact("the subsections don't count up afterwards")
    if _lists_count_up(text) and not _lists_count_up(after):
        raise NotExact("the numbers don't count up afterwards")
    subsections = tuple(
        Subsection(number=str(number), text=after.text[slice(*span)]) for number, span in numbered
    )
    if not all(subsection.text.strip() for subsection in subsections):
        raise NotExact("nothing is left of a subsection")
    notes = _moved_notes(provision, changes)
    return replace(provision, subsections=subsections, notes=notes)


def _check_marked(change: TextChange) -> None:
    """New subsections and items begin with their number; nothing else begins a subsection."""
    if change.kind in ("renumbered", "repealed"):
        return
    level = "words" if change.kind == "words" else level_of(change.to or change.place)
    number = (change.to or change.place).stk
    marked = {"stk": _STK, "nr": _NR, "litra": _LETTERED}.get(level)
    if level == "stk":
        text = change.text if number != "1" or _STK.match(change.text) else f"Stk. 1. {change.text}"
    else:
        text = change.text
        if _STK_LINE.search(text):
            raise NotExact("a subsection in another part")
    if marked and not marked.match(text):
        raise NotExact("new text without its number")


def _check_order(text: ProvisionText, changes: Sequence[TextChange]) -> None:
    """Raises NotExact where an item and a sentence are put at one place, in no told order."""
    levels: dict[int, set[str]] = {}
    for change in changes:
        if change.kind == "inserted":
            level = level_of(change.to or change.place)
            levels.setdefault(text.span(change.place)[1], set()).add(level)
    if any(len(found - {"stk"}) > 1 for found in levels.values()):
        raise NotExact("an item and a sentence at one place")


def _moved_notes(provision: Provision, changes: Sequence[TextChange]) -> tuple[Note, ...]:
    """The notes, each on the subsection that it was on, by its number afterwards."""
    moves = _moves(changes, Place(section=provision.section), "stk")
    gone = {
        change.place.stk
        for change in changes
        if change.kind in ("repealed", "replaced") and level_of(change.place) == "stk"
    }
    return tuple(
        replace(note, subsection=moves.get(note.subsection, note.subsection))
        for note in provision.notes
        if note.subsection not in gone
    )


def _lists_count_up(text: ProvisionText) -> bool:
    return all(
        len(numbered_items(text.text, *span)) == len(_ITEM_LINE.findall(text.text[slice(*span)]))
        for _, span in text.subsections()
    )


def _edits(
    text: ProvisionText, change: TextChange, rank: int, all_changes: Sequence[TextChange]
) -> Iterator[Edit]:
    if change.kind == "words":
        yield from _words(text, change, rank)
    elif change.kind == "repealed":
        start, end = text.span(change.place)
        yield Edit(*_with_gap(text.text, start, end), rank, "")
    elif change.kind == "replaced":
        start, _ = text.span(change.place)
        _, end = text.span(change.last or change.place)
        if change.place.pkt and "\n" in text.text[start:end]:
            raise NotExact(f"whether the list in {change.place} stays")
        yield Edit(start, end, rank, _fitting(change.text, change.place))
    elif change.kind == "renumbered" and change.to:
        yield _renumbered(text, change.place, change.to)
    elif change.kind == "inserted" and change.to:
        yield _as_new(text, change, change.to, rank, all_changes)
    elif change.kind == "inserted":
        start, end = text.span(change.place)
        glue = _glue(text.text, change.place, (start, end))
        if change.before:
            yield Edit(start, start, rank, _fitting(change.text, change.place) + glue)
        else:
            new = _NEW_SUBSECTION * (level_of(change.place) == "stk")
            yield Edit(end, end, rank + new, glue + change.text)
    else:
        raise NotExact(change.kind)


def _words(text: ProvisionText, change: TextChange, rank: int) -> Iterator[Edit]:
    start, end = text.span(change.place)
    found = list(_occurrences(text.text, change.old, start, end))
    if not found or (change.times and len(found) != change.times):
        raise NotExact(f"{change.old!r} stands {len(found)} times in {change.place}")
    for low, high in found:
        if change.text:
            yield Edit(low, high, rank, change.text)
        else:
            yield Edit(*_with_gap(text.text, low, high), rank, "")


def _occurrences(text: str, words: str, start: int, end: int) -> Iterator[Span]:
    """Where `words` stand in a span, and are no part of longer words, numbers or citations."""
    at = text.find(words, start, end) if words else -1
    while at >= 0:
        to = at + len(words)
        letter = words[-1].isdigit() and _SECTION_LETTER.match(text, to)
        if not (_joined(text, at) or _joined(text, to) or (letter and _CITES.search(words))):
            yield at, to
        at = text.find(words, to, end)


def _joined(text: str, at: int) -> bool:
    """Whether a word or number goes on over the offset `at`."""
    if not 0 < at < len(text):
        return False
    around = (text[at - 1 : at + 1], text[max(0, at - 2) : at + 1], text[at - 1 : at + 2])
    return any(map(_WITHIN.fullmatch, around))


def _with_gap(text: str, start: int, end: int) -> Span:
    """The span with the one space or line break that taking it out leaves over."""
    if start and text[start - 1] in " \n":
        return start - 1, end
    return (start, end + 1) if text[end : end + 1] in (" ", "\n") else (start, end)


def _fitting(text: str, place: Place) -> str:
    """New text as it stands in a provision: the first subsection has no marker."""
    first = place.stk in ("", "1") and not (place.nr or place.litra or place.pkt)
    return _OWN_MARKER.sub("", text, count=1) if first and _OWN_MARKER.match(text) else text


def _glue(text: str, place: Place, span: Span) -> str:
    level = level_of(place)
    if level == "stk":
        return "\n"
    if level == "pkt":
        return "\n" if "\n" in text[slice(*span)] else " "
    if any(not _LETTERED.match(line) for line in text[slice(*span)].split("\n")[1:]):
        raise NotExact(f"where {place} ends")
    return "\n" if text[span[0] - 1 : span[0]] == "\n" else " "


def _renumbered(text: ProvisionText, place: Place, to: Place) -> Edit:
    start, _ = text.span(place)
    level = level_of(place)
    if level == "stk" and place.stk == "1":
        return Edit(0, 0, _LAST_OF_ALL, f"Stk. {to.stk}. ")
    if level == "stk":
        marker = f"Stk. {place.stk}. "
        new = f"Stk. {to.stk}. " if to.stk != "1" else ""
        return Edit(start, start + len(marker), _LAST_OF_ALL, new)
    if level == "nr" and place.stk == to.stk:
        end = text.text.index(")", start)
        return Edit(start, end, _LAST_OF_ALL, to.nr)
    raise NotExact(f"{place} -> {to}")


def _as_new(
    text: ProvisionText, change: TextChange, to: Place, rank: int, all_changes: Sequence[TextChange]
) -> Edit:
    """The part that is to have the number of `to`, behind the one that comes before it then."""
    level = level_of(to)
    inside = text.span(change.place)
    if level == "pkt":
        return _as_new_sentence(text, change, to, rank, all_changes)
    if level == "stk":
        parts = [(str(number), span) for number, span in text.subsections()]
    elif level == "nr":
        parts = _items(text, change.place, inside)
    else:
        raise NotExact(f"as {to}")
    moves = _moves(all_changes, change.place, level)
    before = [
        (int(moves.get(number, number).split()[0]), span)
        for number, span in parts
        if not _repealed(all_changes, change.place, level, number)
    ]
    earlier = [item for item in before if item[0] < int(getattr(to, level).split()[0])]
    if not earlier:
        raise NotExact(f"what comes before {to}")
    _, span = max(earlier)
    glue = "\n" if level == "stk" else _glue(text.text, to, span)
    return Edit(span[1], span[1], rank + _NEW_SUBSECTION * (level == "stk"), glue + change.text)


def _items(text: ProvisionText, place: Place, inside: Span) -> list[tuple[str, Span]]:
    if not place.stk and len(text.subsections()) > 1:
        raise NotExact(f"numbers of {place}")
    numbers = [number for _, number in numbered_items(text.text, *inside)]
    return [(number, text.span(replace(place, nr=number))) for number in numbers]


def _moves(changes: Sequence[TextChange], place: Place, level: str) -> Mapping[str, str]:
    return {
        getattr(change.place, level): getattr(change.to, level)
        for change in changes
        if change.kind == "renumbered"
        and change.to
        and level_of(change.place) == level
        and (level == "stk" or change.place.stk == place.stk)
    }


def _repealed(changes: Sequence[TextChange], place: Place, level: str, number: str) -> bool:
    part = replace(place, **{level: number})
    return any(change.kind == "repealed" and change.place == part for change in changes)


def _as_new_sentence(
    text: ProvisionText, change: TextChange, to: Place, rank: int, all_changes: Sequence[TextChange]
) -> Edit:
    """Only behind the last sentence: in between, an act says what the sentence comes after."""
    if not change.place.stk and len(text.subsections()) > 1:
        raise NotExact(f"sentences of {change.place}")
    sentences = text.sentences(text.span(change.place))
    gone = sum(
        _repealed(all_changes, change.place, "pkt", str(number))
        for number in range(1, len(sentences) + 1)
    )
    if not sentences or int(to.pkt) != len(sentences) - gone + 1:
        raise NotExact(f"{to} isn't the next sentence")
    start, end = sentences[-1]
    glue = "\n" if "\n" in text.text[start:end] else " "
    return Edit(end, end, rank, glue + change.text)
