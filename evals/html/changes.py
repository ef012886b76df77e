"""Gains and losses against an earlier run, for the HTML report."""

from collections.abc import Sequence

from lexhop.evals.harness.compare import Comparison, QuestionChange
from lexhop.evals.html.markup import Markup, element


def by_question(given: Comparison | None) -> dict[tuple[str, int], QuestionChange]:
    """The changes by question and repetition."""
    changed = given.changes if given else ()
    return {(change.after.id, change.after.repetition): change for change in changed}


def changes(compared: Comparison | None, baseline: str) -> list[Markup]:
    """The comparison's section; empty without a comparison."""
    if compared is None:
        return []
    counts = (
        f"{compared.better} gained, {compared.worse} lost, {compared.otherwise} otherwise "
        f"different, {compared.unchanged} unchanged"
    )
    if compared.unmatched:
        counts += f"; {len(compared.unmatched)} in one run only"
    parts = [
        element("h2", "Against the baseline"),
        element("p", f"{baseline}: {counts}.", class_="soft"),
        _means(compared),
    ]
    ordered = [change for change in reversed(compared.changes) if change.by < 0]
    ordered += [change for change in compared.changes if change.by >= 0]
    if ordered:
        parts += [element("h3", "Questions, most lost first"), _change_table(ordered)]
    return parts


def _means(compared: Comparison) -> Markup:
    rows = [
        _row(key.replace("_", " "), f"{old:.3f}", f"{new:.3f}", _delta(new - old))
        for key, (old, new) in compared.means.items()
    ]
    old, new = compared.p95_ms
    rows.append(
        _row(
            "p95 of the same questions",
            milliseconds(old),
            milliseconds(new),
            element("span", _ratio(old, new)),
        )
    )
    return _table(("", "before", "now", ""), rows)


def _change_table(ordered: Sequence[QuestionChange]) -> Markup:
    rows = []
    for change in ordered:
        before, after = change.before, change.after
        status = (
            after.status if before.status == after.status else f"{before.status} → {after.status}"
        )
        what = [
            f"{key.replace('_', ' ')} {old:.2f} → {after.counted[key]:.2f}"
            for key, old in before.counted.items()
            if key in after.counted and after.counted[key] != old
        ]
        rows.append(
            element(
                "tr",
                element("td", _delta(change.by)),
                element("td", after.key),
                element("td", after.question),
                element("td", status),
                element("td", ", ".join(what)),
            )
        )
    head = [element("th", name) for name in ("by", "id", "question", "status", "what")]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    return element("div", table, class_="wide")


def _table(names: Sequence[str], rows: Sequence[Markup]) -> Markup:
    head = [
        element("th", name, class_="n" if number else None) for number, name in enumerate(names)
    ]
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    return element("div", table, class_="wide")


def _row(name: str, *cells: str) -> Markup:
    return element("tr", element("td", name), *(element("td", cell, class_="n") for cell in cells))


def _delta(by: float) -> Markup:
    kind = "up" if by > 0.0005 else "down" if by < -0.0005 else None
    return element("span", f"{by:+.3f}", class_=kind)


def _ratio(old: float, new: float) -> str:
    return f"× {new / old:.2f}" if old else ""


def milliseconds(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f} ms" if value >= 10 else f"{value:.1f} ms"
