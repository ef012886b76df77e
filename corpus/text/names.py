"""Proper names in texts and titles, in a normal form for comparing."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import STOP_WORDS, folded

LONGEST_TITLE = 10
"""Words. A longer title is seldom mentioned in full."""
_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")
_QUALIFIER = re.compile(r"(?:(?<!\s)\s++)?+\([^()]*+\)\s*+$")
_INSIDE = "of the de la von van der du di and al bin del le da des af og den y"
_JOINERS = frozenset(_INSIDE.split())
_MONTHS_AND_DAYS = """
january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday januar februar marts maj juni juli oktober mandag tirsdag
onsdag torsdag fredag lordag sondag
"""
_CALENDAR = frozenset(_MONTHS_AND_DAYS.split())
_STOP = STOP_WORDS["en"] | frozenset(map(folded, STOP_WORDS["da"]))


def name_words(text: str) -> list[str]:
    """The words of `text` in normal form: folded, without the genitive's "'s"."""
    return [_bare(match[0]) for match in _PIECE.finditer(text) if match[0][0].isalnum()]


def _bare(word: str) -> str:
    return folded(word).removesuffix("'s")


def title_keys(title: str) -> tuple[str, ...]:
    """The forms that a title is mentioned in: full, without its "(film)", without ", Texas"."""
    bare = _QUALIFIER.sub("", title)
    forms = (" ".join(name_words(form)) for form in (title, bare, bare.split(",")[0]))
    return tuple(dict.fromkeys(form for form in forms if form))


def is_telling(key: str) -> bool:
    """Whether a title key is distinctive enough to link on: not "May", "1969" or "The"."""
    if " " in key:
        return True
    return len(key) > 2 and not (key in _STOP or key in _CALENDAR or key.isdigit())


def title_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """(key, first word, word after) of possible titles, which begin with a capital or digit."""
    raw = [match[0] for match in _PIECE.finditer(text) if match[0][0].isalnum()]
    bare = [_bare(word) for word in raw]
    for first, word in enumerate(raw):
        if not (word[0].isupper() or word[0].isdigit()):
            continue
        for after in range(first + 1, min(len(raw), first + LONGEST_TITLE) + 1):
            key = " ".join(bare[first:after])
            if is_telling(key):
                yield key, first, after


def names(text: str) -> frozenset[str]:
    """Capitalised phrases ("university of aarhus"), folded; of "A and B" also "A" and "B"."""
    found: set[str] = set()
    for run in _runs(text):
        words = [_bare(word) for word in run]
        while words and words[0] in _STOP:
            words = words[1:]
        while words and words[-1] in _STOP:
            words = words[:-1]
        found |= {" ".join(part) for part in (words, *_halves(words)) if _may_be_a_name(part)}
    return frozenset(found - _CALENDAR)


def _runs(text: str) -> Iterator[list[str]]:
    """Runs of capitalised words and the joining words ("of", "and") between them."""
    run: list[str] = []
    starts = True
    for piece in _PIECE.findall(text):
        if not piece[0].isalnum():
            if not (piece in "-–" and run):
                yield from _closed(run)
                run, starts = [], piece in '.!?"'
            continue
        lower = piece.lower()
        opens = starts and lower in _STOP and lower != "the"
        if (piece[0].isupper() and not opens) or (run and (piece.isdigit() or lower in _JOINERS)):
            run.append(piece)
        elif not piece[0].isupper():
            yield from _closed(run)
            run = []
        starts = False
    yield from _closed(run)


def _closed(run: list[str]) -> Iterator[list[str]]:
    while run and run[-1].lower() in _JOINERS:
        run.pop()
    if run:
        yield run


def _halves(words: list[str]) -> tuple[list[str], ...]:
    joint = next((word for word in words if word in ("and", "og")), None)
    if joint is None:
        return ()
    at = words.index(joint)
    return words[:at], words[at + 1 :]


def _may_be_a_name(words: list[str]) -> bool:
    return len(words) > 1 or (len(words) == 1 and len(words[0]) > 2)
