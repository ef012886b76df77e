"""What `lexhop eval` takes, prints and keeps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.as_json import dumps
from evals.ablation import NOTE, ablation
from evals.compare import Change, Comparison
from evals.datasets import DatasetError
from evals.metrics import CUTOFFS
from evals.report import detail, summary
from evals.run import Outcome

Figures = Mapping[str, Any]

_RECALLS = tuple(f"recall\n@{k}" for k in CUTOFFS)
_MOST_NAMED = 3


def check_writable(path: Path) -> None:
    """Raises DatasetError before hours of work could be lost for want of a folder."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise DatasetError(f"{path}: can't be written; name a file in a folder that exists")


def write_details(path: Path, outcomes: Sequence[Outcome]) -> None:
    """A JSON line a question, in the set's order. Raises DatasetError."""
    lines = [dumps(detail(one)) + "\n" for one in outcomes]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path}: can't be written ({error.strerror})") from error


def warn_of_unknown(console: Console, unknown: Sequence[str]) -> None:
    """One line where gold can't be found because it isn't loaded."""
    if unknown:
        named = ", ".join(unknown[:_MOST_NAMED]) + (", ..." if unknown[_MOST_NAMED:] else "")
        text = f"warning: {len(unknown)} gold not in the collection and never found: {named}"
        console.print(Text(text), soft_wrap=True)


def results(
    console: Console,
    target: str,
    outcomes: Sequence[Outcome],
    unknown: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """All figures, as one line of JSON or as tables."""
    given = {"target": target, **summary(outcomes), "unknown_gold": len(unknown)}
    if as_json:
        print(dumps(given))  # noqa: T201
    else:
        _figures(console, given)


def ablated(
    console: Console,
    errors: Console,
    outcomes: Mapping[str, Sequence[Outcome]],
    unknown: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """A row for each set of channels, as one line of JSON or as a table."""
    warn_of_unknown(errors, unknown)
    rows = ablation(outcomes)
    if as_json:
        print(dumps({"target": "search", "ablation": rows, "unknown_gold": len(unknown)}))  # noqa: T201
        return
    console.print(_table(rows.items()))
    console.print(Text(NOTE))


def _figures(console: Console, given: Figures) -> None:
    """A table of what was found, by type and language; below it the times and the answers."""
    console.print(_table(_rows(given)))
    times = given["latency_ms"]
    console.print(Text(f"a question took {times['p50']} ms (p50), {times['p95']} ms (p95)"))
    if "status" in given:
        _answers(console, given)


def _table(rows: Iterable[tuple[str, Figures]]) -> Table:
    """What was found, a row a name."""
    table = Table(box=None)
    table.add_column("")
    for name in ("n", *_RECALLS, "all\n@5", "all\n@20", "mrr"):
        table.add_column(name, justify="right")
    for name, row in rows:
        found = [row[f"recall@{k}"] for k in CUTOFFS]
        found += [row["all_found@5"], row["all_found@20"], row["mrr"]]
        table.add_row(name, str(row["n"]), *(_share(one) for one in found))
    return table


def _rows(given: Figures) -> Iterator[tuple[str, Figures]]:
    yield "all", given
    for group in ("by_type", "by_language"):
        if len(given[group]) > 1:
            yield from given[group].items()


def _answers(console: Console, given: Figures) -> None:
    table = Table.grid(padding=(0, 2))
    abstained, quotes = given["abstained"], given["quotes"]
    table.add_row("status", _counts(given["status"]))
    table.add_row(
        "abstained",
        f"{_share(abstained['answerable'])} of the answerable, "
        f"{_share(abstained['unanswerable'])} of the unanswerable",
    )
    table.add_row("quotes", f"{quotes['n']}, {_share(quotes['verbatim'])} verbatim")
    table.add_row(
        "citations",
        f"precision {_share(given['citation_precision'])}, "
        f"recall {_share(given['citation_recall'])}",
    )
    table.add_row("key facts", f"{_share(given['key_facts'])} stated")
    table.add_row("short answers", f"{_share(given['answer_stated'])} stated")
    hops = {name: count for name, count in given["hops"].items() if name != "mean"}
    table.add_row("hops", f"{_counts(hops)} (mean {_share(given['hops']['mean'])})")
    table.add_row("stopped", _counts(given["stop_reasons"]))
    console.print(table)


def comparison(console: Console, given: Comparison, *, as_json: bool) -> None:
    """A line a question that differs: recall before and after at each cutoff, and the status."""
    if as_json:
        print(dumps(_comparison_json(given)))  # noqa: T201
        return
    counts = f"{given.better} better, {given.worse} worse, {given.otherwise} otherwise different"
    console.print(Text(f"{counts}, {given.unchanged} unchanged"))
    if given.unmatched:
        console.print(Text(f"{len(given.unmatched)} questions are in one file only"))
    if not given.changes:
        return
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
            Text.assemble(before.id, " ", (before.question, "dim")),
        )
    console.print(table)


def _comparison_json(given: Comparison) -> dict[str, Any]:
    return {
        "better": given.better,
        "worse": given.worse,
        "otherwise": given.otherwise,
        "unchanged": given.unchanged,
        "unmatched": list(given.unmatched),
        "changes": [_change_json(change) for change in given.changes],
    }


def _change_json(change: Change) -> dict[str, Any]:
    pairs = zip(CUTOFFS, change.before.recalls, change.after.recalls, strict=True)
    return {
        "id": change.before.id,
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
