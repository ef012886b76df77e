"""A run as one self-contained HTML page: no script, and no external font or picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from lexhop.evals.harness.compare import Comparison
from lexhop.evals.harness.gates import GateReport
from lexhop.evals.harness.metrics import CUTOFFS
from lexhop.evals.harness.run import QuestionResult
from lexhop.evals.html.changes import by_question, changes, milliseconds
from lexhop.evals.html.charts import bars, columns, distribution, stacks
from lexhop.evals.html.markup import Markup, element, joined
from lexhop.evals.html.questions import STATUSES, questions, worst_first

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is on the page. `about` says what was run, on what, where and when, in order."""

    title: str
    about: Mapping[str, str]
    figures: Figures
    outcomes: Sequence[QuestionResult]
    comparison: Comparison | None = None
    baseline: str = ""
    gates: GateReport | None = None


def render(given: Report) -> str:
    """The page, deterministic for the same report."""
    style = resources.files("lexhop.evals.html").joinpath("report.css").read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"lexhop eval: {given.title}"),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        element("h1", f"lexhop eval: {given.title}"),
        _about(given.about),
        *_gates(given.gates),
        _tiles(given.figures),
        element("h2", "Charts"),
        element("div", *_charts(given.figures, given.outcomes), class_="charts"),
        *changes(given.comparison, given.baseline),
        element("h2", "Questions, worst first"),
        questions(worst_first(given.outcomes), by_question(given.comparison)),
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


def _about(about: Mapping[str, str]) -> Markup:
    pairs = [
        element("div", element("dt", name), element("dd", value)) for name, value in about.items()
    ]
    return element("dl", *pairs, class_="about")


def _gates(verdict: GateReport | None) -> list[Markup]:
    if verdict is None:
        return []
    failures = [element("p", failure, class_="fall") for failure in verdict.failures]
    passed = element("p", f"{verdict.passed} gates hold", class_="held")
    return [element("h2", "Gates"), *failures, *([passed] if verdict.passed else [])]


def _tiles(figures: Figures) -> Markup:
    over = figures["over"]
    times = figures["latency_ms"]
    tiles = [
        _tile("questions", str(figures["n"]), f"{figures['answerable']} answerable"),
        *(_share_tile(f"recall@{k}", figures[f"recall@{k}"], over) for k in (5, 10)),
    ]
    if "status" in figures:
        quotes, abstained = figures["quotes"], figures["abstained"]
        keys = (
            "citation_precision",
            "citation_recall",
            "key_facts",
            "answer_stated",
            "exact_match",
            "f1",
        )
        tiles += [_share_tile(key, figures[key], over) for key in keys if over[key]]
        tiles.append(
            _tile("quotes verbatim", _share(quotes["verbatim"]), f"of {quotes['n']} quotes")
        )
        for kind in ("answerable", "unanswerable"):
            if abstained[kind] is not None:
                tiles.append(_tile(f"abstained, {kind}", _share(abstained[kind]), ""))
        if figures["tokens"]:
            cost = f"{figures['cost_usd']:.4f} US dollars"
            tiles.append(_tile("tokens", f"{figures['tokens']:,}", cost))
    tiles += [
        _share_tile(key, figures[key], over)
        for key in ("correctness", "faithfulness")
        if key in figures
    ]
    tiles.append(_tile("p50", milliseconds(times["p50"]), f"p95 {milliseconds(times['p95'])}"))
    if figures["failed"]:
        tiles.append(_tile("failed", str(figures["failed"]), "no result"))
    return element("div", *tiles, class_="tiles")


def _share_tile(key: str, value: float | None, over: Figures) -> Markup:
    return _tile(key.replace("_", " "), _share(value), f"over {over[key]}")


def _tile(name: str, value: str, note: str) -> Markup:
    return element(
        "div", element("b", value), element("span", name), element("small", note), class_="tile"
    )


def _charts(figures: Figures, outcomes: Sequence[QuestionResult]) -> list[Markup]:
    charts = []
    groups = [
        (name, of_type) for name, of_type in figures["by_type"].items() if of_type["answerable"]
    ]
    if groups:
        shares = [
            (
                f"{name.replace('_', ' ')} ({of_type['answerable']})",
                {f"@{k}": of_type[f"recall@{k}"] for k in CUTOFFS},
            )
            for name, of_type in groups
        ]
        note = (
            "Share of gold among the first 2, 5, 10 and 20 found; answerable questions in brackets."
        )
        charts.append(_figure("Recall by type", note, bars(shares, label="Recall by type")))
    times, found = (
        figures["latency_ms"],
        [outcome.took_ms for outcome in outcomes if not outcome.error],
    )
    right: list[Markup] = []
    if found:
        marks = {
            f"p50 {milliseconds(times['p50'])}": times["p50"],
            f"p95 {milliseconds(times['p95'])}": times["p95"],
        }
        drawn = distribution(found, marks, label="Latency distribution", unit="ms")
        right.append(_figure("Latency", "Questions by how long they took.", drawn))
    if "status" in figures:
        hops = {name: count for name, count in figures["hops"].items() if name != "mean"}
        drawn = columns(hops, label="Hops", unit="hops")
        right.append(_figure("Hops", "Answers by their number of hops.", drawn))
        charts.append(_statuses(outcomes))
    return [*charts, *right]


def _statuses(outcomes: Sequence[QuestionResult]) -> Markup:
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        kind = outcome.answer.status if outcome.answer else "failed"
        row = counts.setdefault(outcome.question.type.replace("_", " "), dict.fromkeys(STATUSES, 0))
        row[kind] += 1
    drawn = stacks(sorted(counts.items()), label="Status by type")
    there = [kind for kind in STATUSES if any(row[kind] for row in counts.values())]
    legend = [element("span", element("i"), kind, class_=kind) for kind in there]
    return _figure(
        "Status by type",
        "How the questions of each type ended.",
        joined(drawn, element("div", *legend, class_="legend")),
    )


def _figure(title: str, note: str, chart: Markup) -> Markup:
    return element("figure", element("figcaption", element("b", title), note), chart)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
