"""How the time of a function grows with the length of what it reads."""

import gc
import math
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from statistics import linear_regression
from typing import Any

SIZES = (1_000, 4_000, 16_000, 64_000, 256_000)
"""Characters."""
MOST = 1.2
"""Exponent: 1 is linear, 2 quadratic."""
_QUICK_S = 250e-9
"""Seconds a character, below which no growth needs to be looked at."""
_LEAST_S = 1e-7
_LONGEST_S = 8.0
_LETTERS = "a1 .-§\nZ(é😀\u0416"
"""One of each class that a pattern may ask for."""

KINDS: dict[str, str] = {
    "digits": "0123456789",
    "hex": "9f86d081884c7d65",
    "base64": "QUJDREVGR0hJSktMTU5PUFFSU1Q+/x",
    "letters": "abcdefghijklmnopqrstuvwxyzæøå",
    "capitals": "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ",
    "one letter": "a",
    "words": "en lov om ret og pligt ",
    "punctuation": ".,;:!?-()[]{}<>\"'`*_#~|/\\",
    "points": ".",
    "commas": "1,2,3,",
    "spaces": " ",
    "lines": "\n",
    "spaced lines": " \n",
    "odd": "§é٣Ⅷ\u200b\u0301😀",
}


def growth(
    function: Callable[[str], object],
    piece: str,
    sizes: Sequence[int] = SIZES[1:],
    most: float = MOST,
) -> float:
    """The exponent of the time that `function` takes over `piece` repeated; 0 if it is quick.

    Processor time: what else the machine does doesn't count. Each of `sizes` is four times the
    one before. A growth of more than `most` gets a second look, since any machine pauses at times.
    """
    slow = _took(function, _text(piece, sizes[0]))
    exponent = 0.0
    for size in sizes[1:]:
        took = _took(function, _text(piece, size))
        if took < size * _QUICK_S:
            return 0.0
        exponent = _exponent(slow, took)
        if exponent >= most:
            slow = min(slow, *(_took(function, _text(piece, size // 4)) for _ in "abc"))
            took = min(took, *(_took(function, _text(piece, size)) for _ in "ab"))
            exponent = _exponent(slow, took)
        if exponent >= 1.6 or (exponent >= most and size > sizes[1]):
            return exponent
        slow = took
    return exponent


def _exponent(short: float, long: float) -> float:
    """Of the times for a text and for one four times as long."""
    return math.log(max(long, _LEAST_S) / max(short, _LEAST_S)) / math.log(4)


def fitted(function: Callable[[str], object], piece: str) -> tuple[float, float]:
    """The exponent fitted over all sizes, and the milliseconds that the longest text took."""
    points = []
    for size in SIZES:
        took = min(_took(function, _text(piece, size)) for _ in range(3))
        points.append((math.log(size), math.log(max(took, _LEAST_S))))
        if took > _LONGEST_S:
            break
    slope = linear_regression(*zip(*points[-3:], strict=True)).slope
    return slope, math.exp(points[-1][1]) * 1000


def seconds(function: Callable[[str], object], piece: str, size: int = 4_000) -> float:
    """How long `function` takes over `piece` repeated to `size` characters."""
    return _took(function, _text(piece, size))


def _text(piece: str, size: int) -> str:
    return _repeated(piece, size) + "\0"


def _repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _took(function: Callable[[str], object], text: str) -> float:
    gc.disable()  # what other tests have left behind isn't this function's
    try:
        before = time.process_time()
        function(text)
        return time.process_time() - before
    finally:
        gc.enable()


def pieces_of(pattern: re.Pattern[str]) -> Iterator[str]:
    """What nearly matches `pattern`: its beginnings, of which many stand in a row."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found: dict[str, None] = {}
    for seed in range(6):
        # Several ways through the branches; the same at each run.
        whole = list(_sample(tree, random.Random(seed)))  # noqa: S311
        for end in range(1, len(whole) + 1):
            found.setdefault("".join(whole[:end]))
        found.setdefault("".join(whole) + " ")
    pieces = [piece for piece in found if piece]
    step = max(1, len(pieces) // 24)
    yield from pieces[::step]
    yield from {piece[-1] for piece in pieces[::step]}
    yield from {piece[-2:] for piece in pieces[::step]}


def _sample(nodes: Any, rng: random.Random) -> Iterator[str]:
    for code, value in nodes:
        yield from _one(code, value, rng)


def _one(code: Any, value: Any, rng: random.Random) -> Iterator[str]:
    if code is op.LITERAL:
        yield chr(value)
    elif code is op.NOT_LITERAL or code is op.ANY:
        yield "a"
    elif code is op.IN:
        yield _of_set(value, rng)
    elif code is op.BRANCH:
        yield from _sample(rng.choice(value[1]), rng)
    elif code is op.SUBPATTERN:
        yield from _sample(value[-1], rng)
    elif code is op.ATOMIC_GROUP:
        yield from _sample(value, rng)
    elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        for _ in range(min(max(least, 1), int(most), 40)):
            yield from _sample(inner, rng)
    elif code is op.ASSERT and value[0] > 0:
        yield from _sample(value[1], rng)


def _of_set(choices: Any, rng: random.Random) -> str:
    negated = choices[0][0] is op.NEGATE
    members = [one for one in choices if one[0] is not op.NEGATE]
    if negated:
        return next(letter for letter in _LETTERS if not any(_has(one, letter) for one in members))
    code, value = rng.choice(members)
    if code is op.LITERAL:
        return chr(value)
    if code is op.RANGE:
        return chr(rng.randint(value[0], min(value[1], value[0] + 25)))
    return next(letter for letter in _LETTERS if _has((code, value), letter))


def _has(member: Any, letter: str) -> bool:
    code, value = member
    if code is op.LITERAL:
        return ord(letter) == int(value)
    if code is op.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    classes = {
        op.CATEGORY_DIGIT: r"\d",
        op.CATEGORY_NOT_DIGIT: r"\D",
        op.CATEGORY_SPACE: r"\s",
        op.CATEGORY_NOT_SPACE: r"\S",
        op.CATEGORY_WORD: r"\w",
        op.CATEGORY_NOT_WORD: r"\W",
    }
    return re.match(classes[value], letter) is not None
