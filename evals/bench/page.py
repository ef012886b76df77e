"""The benchmark page in Markdown, deterministic for the same figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lexhop.evals.bench.overhead import Overhead
from lexhop.evals.harness.metrics import CUTOFFS

Figures = Mapping[str, Any]

_INTRODUCTION = """\
# Benchmarks

Written by `make bench` (`python -m lexhop.evals.bench`); run it again rather than edit it. No model
and no key: the default set-up, through the command line. Recall@k is the share of the provisions
(in prose: documents) a question needs among the first k distinct ones found, all@k the share of
questions with all of theirs there, mrr the mean of 1 / the place of the first; over the questions
that can be answered. Times are of one question, one after the other, in process, warm.

The two baselines get the same passages in the same run. *BM25*: LanceDB's own full-text index
(stemmed words, no stop words) over title, heading and text, one match a question. *BM25, fused*:
its indexes over title and over text, fused by its reciprocal rank fusion; on acts, whose
provisions share a title, the order of the rows decides much of it, and they are in document order.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFigures:
    """Results of one question set: lexhop's JSON output, and the baselines'. `*_s` are seconds."""

    name: str
    ingest: Figures
    search: Figures
    ask: Figures
    stock_words: Figures
    stock_fusion: Figures
    stock_load_s: float
    cold_ask_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmarks:
    """All results on the page. `absent` are sets that were not found."""

    machine: Mapping[str, str]
    sets: Sequence[SetFigures]
    absent: Sequence[str]
    overhead: Overhead


def render(given: Benchmarks) -> str:
    """The page, ending in a newline."""
    parts = [
        _INTRODUCTION.strip(),
        "## Machine",
        _table(("", ""), given.machine.items()),
        "## What is loaded and asked",
        _corpora(given.sets),
        "## Search",
        _search(given.sets),
        *_by_type(given.sets),
        "## Answers, without a model",
        _answers(given.sets),
        "Key facts: the share of what a right answer has to state that stands in the answer's "
        "text to the word. Short answers: the share of the questions with none such where a "
        "reference answer stands in it.",
        "## What it costs",
        _costs(given.sets),
        "LanceDB alone adds the same rows and builds one full-text index, and does nothing else. "
        "Cold: a process of its own, from start to exit.",
        f"The graph itself, two hops with a store and a reasoner that do nothing: "
        f"{given.overhead.graph_ms:.2f} ms; a bare LangGraph loop of the same four steps: "
        f"{given.overhead.bare_ms:.2f} ms (medians).",
    ]
    if given.absent:
        parts.append(f"Not on this machine, so not measured: {', '.join(given.absent)}.")
    return "\n\n".join(parts) + "\n"


def _corpora(sets: Sequence[SetFigures]) -> str:
    names = ("set", "documents", "passages", "references", "resolved", "questions", "answerable")
    return _table(
        names,
        (
            (
                measured.name,
                measured.ingest["documents"],
                measured.ingest["passages"],
                measured.ingest["references"]["found"],
                measured.ingest["references"]["resolved"],
                measured.search["n"],
                measured.search["answerable"],
            )
            for measured in sets
        ),
    )


def _search(sets: Sequence[SetFigures]) -> str:
    found = ("all_found@5", "all_found@20", "mrr")
    keys = (*(f"recall@{k}" for k in CUTOFFS), *found)
    names = ("set", "", *(key.replace("_found", "") for key in keys), "p50 ms", "p95 ms")
    rows = []
    for measured in sets:
        methods = {
            "**lexhop**": measured.search,
            "BM25": measured.stock_words,
            "BM25, fused": measured.stock_fusion,
        }
        for method, figures in methods.items():
            times = figures["latency_ms"]
            shares = (_share(figures[key]) for key in keys)
            rows.append((measured.name, method, *shares, times["p50"], times["p95"]))
    return _table(names, rows)


def _by_type(sets: Sequence[SetFigures]) -> list[str]:
    names = ("set", "type or language", "questions", *(f"recall@{k}" for k in CUTOFFS))
    rows = [
        (
            measured.name,
            name,
            figures["answerable"],
            *(_share(figures[f"recall@{k}"]) for k in CUTOFFS),
        )
        for measured in sets
        for group in ("by_type", "by_language")
        for name, figures in measured.search[group].items()
        if figures["answerable"] and len(measured.search[group]) > 1
    ]
    return ["### By type and language", _table(names, rows)] if rows else []


def _answers(sets: Sequence[SetFigures]) -> str:
    names = (
        "set",
        "answered",
        "partial",
        "abstained",
        "abstained, answerable",
        "abstained, unanswerable",
        "quotes verbatim",
        "citation precision",
        "citation recall",
        "key facts",
        "short answers",
        "hops",
        "p50 ms",
        "p95 ms",
    )
    return _table(names, (_answer_row(measured.name, measured.ask) for measured in sets))


def _answer_row(name: str, ask: Figures) -> tuple[object, ...]:
    quotes = ask["quotes"]
    return (
        name,
        *(ask["status"].get(status, 0) for status in ("answered", "partial", "abstained")),
        _share(ask["abstained"]["answerable"]),
        _share(ask["abstained"]["unanswerable"]),
        f"{_share(quotes['verbatim'])} of {quotes['n']}",
        _share(ask["citation_precision"]),
        _share(ask["citation_recall"]),
        _share(ask["key_facts"]),
        _share(ask["answer_stated"]),
        _share(ask["hops"]["mean"]),
        ask["latency_ms"]["p50"],
        ask["latency_ms"]["p95"],
    )


def _costs(sets: Sequence[SetFigures]) -> str:
    names = ("set", "ingest s", "LanceDB alone s", "ratio", "cold `lexhop ask` s")
    return _table(
        names,
        (
            (
                measured.name,
                f"{measured.ingest['took_s']:.2f}",
                f"{measured.stock_load_s:.2f}",
                f"{measured.ingest['took_s'] / measured.stock_load_s:.1f}",
                f"{measured.cold_ask_s:.2f}",
            )
            for measured in sets
        ),
    )


def _table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
