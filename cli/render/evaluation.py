"""The output of `lexhop eval`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from lexhop.cli.render.as_json import dumps
from lexhop.evals.harness.ablation import NOTE, ablation
from lexhop.evals.harness.compare import Comparison, QuestionChange
from lexhop.evals.harness.metrics import CUTOFFS
from lexhop.evals.harness.run import QuestionResult
from lexhop.evals.harness.session import EvalResult

Figures = Mapping[str, Any]

_RECALLS = tuple(f"recall\n@{k}" for k in CUTOFFS)
_MOST_NAMED = 3


def warn_of_unknown(console: Console, unknown: Sequence[str]) -> None:
    """Print one line about gold that isn't in the collection."""
    if unknown:
        named = ", ".join(unknown[:_MOST_NAMED]) + (", ..." if unknown[_MOST_NAMED:] else "")
        text = f"warning: {len(unknown)} gold not in the collection and never found: {named}"
        console.print(Text(text), soft_wrap=True)


def results(console: Console, errors: Console, given: EvalResult, *, as_json: bool) -> None:
    """Print all figures, as one line of JSON or as tables, and failures as lines on `errors`."""
    warn_of_unknown(errors, given.run.unknown)
    for outcome in given.failed:
        turn = f" (run {outcome.repetition})" if outcome.repetition > 1 else ""
        errors.print(Text(f"failed: {outcome.question.id}{turn}: {outcome.error}"), soft_wrap=True)
    if as_json:
        print(dumps(_json(given)))  # noqa: T201
    else:
        _figures(console, given.figures)
        if given.comparison is not None:
            console.print(Text("\nagainst the baseline"))
            comparison(console, given.comparison, as_json=False)
    if given.verdict is not None:
        for failure in given.verdict.failures:
            errors.print(Text(f"gate: {failure}"), soft_wrap=True)
        if not as_json and not given.verdict.failures:
            console.print(Text(f"{given.verdict.passed} gates hold"))
    if given.run.experiment and not as_json:
        console.print(Text(f"in LangSmith as {given.run.experiment}"))
    if given.run.lost:
        text = f"LangSmith lacks some of {given.run.experiment} ({given.run.lost}); all is here"
        errors.print(Text(text), soft_wrap=True)


def _json(given: EvalResult) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if given.failed:
        more["failures"] = [
            {"id": outcome.question.id, "repetition": outcome.repetition, "error": outcome.error}
            for outcome in given.failed
        ]
    if given.comparison is not None:
        more["baseline"] = _comparison_json(given.comparison)
    if given.verdict is not None:
        more["gates"] = {"held": given.verdict.passed, "falls": list(given.verdict.failures)}
    if given.run.experiment:
        more["langsmith"] = {"experiment": given.run.experiment, "lost": given.run.lost}
    return {**given.figures, **more}


def ablated(
    console: Console,
    errors: Console,
    outcomes: Mapping[str, Sequence[QuestionResult]],
    unknown: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Print a row for each set of channels, as one line of JSON or as a table."""
    warn_of_unknown(errors, unknown)
    rows = ablation(outcomes)
    if as_json:
        print(dumps({"target": "search", "ablation": rows, "unknown_gold": len(unknown)}))  # noqa: T201
        return
    console.print(_table(rows.items()))
    console.print(Text(NOTE))


def _figures(console: Console, given: Figures) -> None:
    """Print a table of recall by type and language, and below it latencies and answers."""
    console.print(_table(_rows(given)))
    console.print(Text("recall, all and mrr are over the questions that have gold"))
    times = given["latency_ms"]
    at_once = given["concurrency"]
    others = f" at {at_once} at a time, waiting for the others included" if at_once > 1 else ""
    took = f"a question took {times['p50']} ms (p50), {times['p95']} ms (p95){others}"
    console.print(Text(f"{took}; the run {given['wall_s']:.1f} s"))
    if given["failed"]:
        console.print(Text(f"{given['failed']} failed: counted as nothing found, without a time"))
    if "repetitions" in given:
        console.print(Text(_repetitions(given["repetitions"])))
    if "status" in given:
        _answers(console, given)


def _repetitions(given: Figures) -> str:
    figures = [(name, bounds) for name, bounds in given.items() if name not in ("n", "unstable")]
    spread = ", ".join(f"{name} {low:.3f} to {high:.3f}" for name, (low, high) in figures)
    ended = f"{given['unstable']} questions did not end alike in all"
    return f"asked {given['n']} times: {spread}; {ended}"


def _table(rows: Iterable[tuple[str, Figures]]) -> Table:
    """Recall and rank figures, with a row for each name."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for name in ("n", "gold", *_RECALLS, "all\n@5", "all\n@20", "mrr"):
        table.add_column(name, justify="right")
    for name, row in rows:
        found = [row[f"recall@{k}"] for k in CUTOFFS]
        found += [row["all_found@5"], row["all_found@20"], row["mrr"]]
        table.add_row(
            name, str(row["n"]), str(row["answerable"]), *(_share(share) for share in found)
        )
    return table


def _rows(given: Figures) -> Iterator[tuple[str, Figures]]:
    yield "all", given
    for group in ("by_type", "by_language"):
        if len(given[group]) > 1:
            yield from given[group].items()


def _answers(console: Console, given: Figures) -> None:
    """Print each figure with the number of questions it covers."""
    table = Table.grid(padding=(0, 2))
    abstained, quotes = given["abstained"], given["quotes"]
    table.add_row("status", _counts(given["status"]))
    table.add_row(
        "abstained",
        f"{_share(abstained['answerable'])} of the {given['answerable']} answerable, "
        f"{_share(abstained['unanswerable'])} of the {given['n'] - given['answerable']} "
        "unanswerable",
    )
    table.add_row("quotes", f"{_share(quotes['verbatim'])} of {quotes['n']} verbatim")
    for name, figures in (
        ("citations", {"precision": "citation_precision", "recall": "citation_recall"}),
        ("key facts", {"stated": "key_facts"}),
        ("short answers", {"stated": "answer_stated"}),
        ("whole text", {"exact match": "exact_match", "F1": "f1"}),
        ("judged", {"correctness": "correctness", "faithfulness": "faithfulness"}),
    ):
        known = {shown: key for shown, key in figures.items() if given["over"].get(key)}
        if known:
            table.add_row(name, ", ".join(_over(given, *pair) for pair in known.items()))
    hops = [(name, count) for name, count in given["hops"].items() if name != "mean"]
    taken = ", ".join(f"{count} took {name}" for name, count in hops)
    table.add_row("hops", f"{taken} (mean {_share(given['hops']['mean'])})")
    table.add_row("stopped", _counts(given["stop_reasons"]))
    if given["tokens"]:
        table.add_row("tokens", f"{given['tokens']}, {given['cost_usd']} US dollars")
    console.print(table)


def _over(given: Figures, shown: str, key: str) -> str:
    return f"{shown} {_share(given[key])} (of {given['over'][key]})"


def comparison(console: Console, given: Comparison, *, as_json: bool) -> None:
    """Print the questions that differ: recall before and after at each cutoff, and the status."""
    if as_json:
        print(dumps(_comparison_json(given)))  # noqa: T201
        return
    counts = f"{given.better} better, {given.worse} worse, {given.otherwise} otherwise different"
    console.print(Text(f"{counts}, {given.unchanged} unchanged"))
    if given.unmatched:
        console.print(Text(f"{len(given.unmatched)} questions are in one run only"))
    if not given.changes:
        return
    for key, (old, new) in given.means.items():
        if round(old, 3) != round(new, 3):
            console.print(Text(f"{key} {old:.3f}→{new:.3f}"))
    table = Table(box=None)
    for name in ("by", *_RECALLS, "status"):
        table.add_column(name, no_wrap=True)
    table.add_column("question", overflow="fold")
    for change in given.changes:
        before, after = change.before, change.after
        recalls = zip(before.recalls, after.recalls, strict=True)
        table.add_row(
            Text(f"{change.by:+.3f}", style="green" if change.by > 0 else "red"),
            *(_step(_short(old), _short(new)) for old, new in recalls),
            _step(before.status, after.status),
            Text.assemble(before.key, " ", (before.question, "dim")),
        )
    console.print(table)


def _comparison_json(given: Comparison) -> dict[str, Any]:
    return {
        "better": given.better,
        "worse": given.worse,
        "otherwise": given.otherwise,
        "unchanged": given.unchanged,
        "unmatched": list(given.unmatched),
        "means": {key: [round(mean, 4) for mean in pair] for key, pair in given.means.items()},
        "p95_ms": list(given.p95_ms),
        "changes": [_change_json(change) for change in given.changes],
    }


def _change_json(change: QuestionChange) -> dict[str, Any]:
    pairs = zip(CUTOFFS, change.before.recalls, change.after.recalls, strict=True)
    return {
        "id": change.before.id,
        "repetition": change.before.repetition,
        "question": change.before.question,
        "by": change.by,
        **{f"recall@{k}": [old, new] for k, old, new in pairs},
        "status": [change.before.status, change.after.status],
    }


def _step(old: str, new: str) -> str:
    return old if old == new else f"{old}→{new}"


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
