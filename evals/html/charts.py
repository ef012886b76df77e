"""Inline SVG charts: widths are percentages, so that text keeps its size at any width."""

import math
from collections.abc import Mapping, Sequence

from lexhop.evals.html.markup import Markup, element, joined

_LINE = 16
_BAR = 11
_INDENT = 34
_ACROSS = 74
"""Percent of the width for a bar of 1; the rest is for its label and figure."""
_HEAD = 18
_HIGH = 130
_MARK = 14
"""Height in pixels of a line of mark names, above the columns."""
_FEWEST = 5
_MOST_BINS = 24
_TICKS = 5


def bars(groups: Sequence[tuple[str, Mapping[str, float | None]]], *, label: str) -> Markup:
    """Shares from 0 to 1, one bar each, grouped under names."""
    parts, y = [], 0
    for name, shares in groups:
        parts.append(_text(name, x=0, y=y + 12, class_="name"))
        y += _LINE + 2
        for shade, (key, share) in enumerate(shares.items(), 1):
            parts.append(_text(key, x=0, y=y + 9, class_="key"))
            parts.append(_bar(share, y, shade))
            y += _LINE - 2
        y += 8
    return _svg(joined(*parts), height=max(y - 8, 1), label=label)


def _bar(share: float | None, y: int, shade: int) -> Markup:
    if share is None:
        return _text("none to find", x=_INDENT, y=y + 9, class_="key")
    width = f"{100 * share:.2f}%"
    inside = joined(
        element("rect", class_="track", width="100%", height=_BAR, rx=2),
        element("rect", class_=f"shade{shade}", width=width, height=_BAR, rx=2),
        _text(f"{share:.2f}", x="100%", y=9, dx=6, class_="figure"),
    )
    return element("svg", inside, x=_INDENT, y=y, width=f"{_ACROSS}%", height=_BAR, class_="open")


def stacks(groups: Sequence[tuple[str, Mapping[str, int]]], *, label: str) -> Markup:
    """Counts of each group as one bar of segments, whose class is their kind."""
    parts, y = [], 0
    for name, counts in groups:
        total = sum(counts.values())
        parts.append(_text(f"{name} ({total})", x=0, y=y + 12, class_="name"))
        y += _LINE + 2
        left = 0.0
        for kind, count in counts.items():
            if not count:
                continue
            width = 100 * count / total
            parts.append(
                element(
                    "rect",
                    element("title", f"{count} {kind}"),
                    class_=kind,
                    x=f"{left:.2f}%",
                    y=y,
                    width=f"{width:.2f}%",
                    height=_LINE,
                )
            )
            middle = f"{left + width / 2:.2f}%"
            parts.append(_text(str(count), x=middle, y=y + 12, class_=f"on {kind}-text"))
            left += width
        y += _LINE + 10
    return _svg(joined(*parts), height=max(y - 10, 1), label=label)


def columns(counts: Mapping[str, int], *, label: str, unit: str) -> Markup:
    """A column for each name, with its count on top."""
    width, most = 100 / max(len(counts), _FEWEST), max(counts.values(), default=0)
    parts: list[Markup] = []
    for number, (name, count) in enumerate(counts.items()):
        parts += [draw(number * width, width, count, most) for draw in (_column, _count)]
        middle = f"{(number + 0.5) * width:.2f}%"
        parts.append(_text(name, x=middle, y=_HEAD + _HIGH + 14, class_="tick"))
    return _on_foot(parts, 0, label=label, unit=unit)


def distribution(
    values: Sequence[float], marks: Mapping[str, float], *, label: str, unit: str
) -> Markup:
    """A histogram of `values` in bins of equal round width; `marks` are lines at values.

    Values beyond twice the last mark are counted in the last bin, so that an outlier doesn't
    squeeze the others.
    """
    highest = max(values, default=1.0)
    top = min(highest, 2 * max(marks.values(), default=highest)) or 1.0
    step = _round_step(top / _MOST_BINS)
    number = max(math.ceil(top / step), 1)
    counts = [0] * number
    for value in values:
        counts[min(int(value / step), number - 1)] += 1
    width, most = 100 / number, max(counts)
    parts = [_column(place * width, width, count, most) for place, count in enumerate(counts)]
    for place in range(number):
        if place % math.ceil(number / _TICKS) == 0:
            x, y = f"{place * width:.2f}%", _HEAD + _HIGH + 14
            parts.append(_text(f"{place * step:g}", x=x, y=y, class_="start"))
    for line, (name, value) in enumerate(marks.items()):
        parts.append(_mark(name, min(value / (number * step), 1.0), line - len(marks)))
    parts += [_count(place * width, width, count, most) for place, count in enumerate(counts)]
    over = f", {number * step:g} and more in the last" if highest > number * step else ""
    return _on_foot(parts, len(marks) * _MARK, label=label, unit=f"{unit}{over}")


def _on_foot(parts: Sequence[Markup], above: int, *, label: str, unit: str) -> Markup:
    """The columns, `above` pixels down, with the unit below."""
    foot = _text(unit, x="100%", y=_HEAD + _HIGH + 30, class_="unit")
    chart = element("svg", *parts, foot, y=above, width="100%", height="100%", class_="open")
    return _svg(chart, height=above + _HEAD + _HIGH + 34, label=label)


def _column(left: float, width: float, count: int, most: int) -> Markup:
    if not count:
        return Markup("")
    high = _height(count, most)
    return element(
        "rect",
        class_="shade3",
        x=f"{left + width * 0.08:.2f}%",
        width=f"{width * 0.84:.2f}%",
        y=f"{_HEAD + _HIGH - high:.1f}",
        height=f"{high:.1f}",
    )


def _count(left: float, width: float, count: int, most: int) -> Markup:
    if not count:
        return Markup("")
    y = f"{_HEAD + _HIGH - _height(count, most) - 4:.1f}"
    return _text(str(count), x=f"{left + width / 2:.2f}%", y=y, class_="top")


def _height(count: int, most: int) -> float:
    return max(_HIGH * count / most, 2.0)


def _mark(name: str, place: float, line: int) -> Markup:
    """A line at `place`, a share of the width, with its name on the side that has room.

    `line` counts upwards from the top of the columns, from -1.
    """
    x = f"{100 * place:.2f}%"
    side = {"dx": -5, "class_": "mark end"} if place > 0.5 else {"dx": 5, "class_": "mark"}
    return joined(
        element("line", class_="mark", x1=x, x2=x, y1=line * _MARK, y2=_HEAD + _HIGH),
        _text(name, x=x, y=line * _MARK + 10, **side),
    )


def _round_step(least: float) -> float:
    """The smallest 1, 2 or 5 times a power of ten that isn't below `least`."""
    power = 10.0 ** math.floor(math.log10(least)) if least > 0 else 1.0
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least * (1 - 1e-9))


def _svg(inside: Markup, *, height: int, label: str) -> Markup:
    title = element("title", label)
    return element("svg", title, inside, width="100%", height=height, role="img", aria_label=label)


def _text(text: str, **attributes: object) -> Markup:
    return element("text", text, **attributes)
