"""Answers, hits and reports for a terminal."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lexhop.cli.render.labels import Label, labels_for, origin_label
from lexhop.corpus.ingest.collection import IngestReport
from lexhop.retrieval.ports import Hit
from lexhop.state.records import Answer, Citation

_COLOURS = {"answered": "green", "partial": "yellow", "abstained": "red"}
_SNIPPET = 160
_QUOTED = 240
_SKIPPED = 10
_KINDS = 4
_PARTICULARS = re.compile(r"\(.*\)|'[^']*'|(?<!\w)/\S+|\d+")
"""The parts of a reason that differ by file: text in brackets or quotes, paths, numbers."""


def answer(console: Console, given: Answer, *, start_s: float = 0.0) -> None:
    """The text, the numbered sources, and what is left open; `start_s` is what starting took."""
    label = labels_for(given.question)
    status = Text(label(f"label_{given.status}"), style=f"bold {_COLOURS[given.status]}")
    console.print(Text.assemble(status, (f"  {_how(label, given, start_s)}", "dim")))
    console.print()
    console.print(Text(given.text))
    if given.citations:
        console.print()
        for numbers, citations in _by_provision(given.citations):
            console.print(_source(numbers, citations[0]))
            for citation in citations:
                if citation.quote not in given.text:
                    console.print(_indented(Text(_shortened(citation.quote), style="italic"), 4))
    open_ends = given.gaps if given.status != "abstained" else ()  # its text names them
    for name, lines in (("label_open", open_ends), ("label_note", given.notices)):
        if lines:
            console.print()
            for line in lines:
                console.print(Text.assemble((f"{label(name)}: ", "bold"), line))


def _how(label: Label, given: Answer, start_s: float) -> str:
    took = label("took", ms=f"{given.took_ms:.0f}")
    if start_s:
        took = label("took_started", ms=f"{given.took_ms:.0f}", start=f"{start_s:.1f}")
    model = label("no_model") if given.model == "extractive" else given.model
    hops = label("one_hop" if len(given.hops) == 1 else "hops", count=len(given.hops))
    return label("how", hops=hops, took=took, model=model)


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _by_provision(citations: Sequence[Citation]) -> Iterator[tuple[list[int], list[Citation]]]:
    """The citations of each provision, or text, together, with their numbers."""
    together: dict[str, list[tuple[int, Citation]]] = {}
    for number, citation in enumerate(citations, start=1):
        together.setdefault(citation.provision or citation.citation, []).append((number, citation))
    for numbered in together.values():
        yield [number for number, _ in numbered], [citation for _, citation in numbered]


def _shortened(quote: str) -> str:
    """A quote on one line, its beginning if it is long: the whole of it is in the answer."""
    line = " ".join(quote.split())
    return f"»{line}«" if len(line) <= _QUOTED else f"»{line[:_QUOTED].rsplit(' ', 1)[0]} ...«"


def _source(numbers: Sequence[int], citation: Citation) -> Text:
    marks = " ".join(f"[{number}]" for number in numbers)
    name = citation.citation if len(numbers) == 1 else citation.provision or citation.citation
    title = "" if citation.title == name else f"  {citation.title}"
    url = f"  {citation.url}" if citation.url else ""
    return Text.assemble((f"{marks} ", "bold"), name, (title, "dim"), (url, "dim"))


def hits(console: Console, found: Sequence[Hit], label: Label) -> None:
    """Print two lines a hit: citation and origin, then the beginning of the text."""
    for number, hit in enumerate(found, start=1):
        passage = hit.passage
        name = passage.citation if passage.act else f"{passage.title} ({passage.citation})"
        mark = " (repealed)" if passage.repealed else ""
        head = Text.assemble(
            (f"{number:>2} ", "dim"),
            (name, "bold"),
            (mark, "red"),
            (f"  {origin_label(label, hit.origin)}", "dim"),
        )
        line = " ".join(passage.text.split())
        body = line if len(line) <= _SNIPPET else line[: _SNIPPET - 1] + "…"
        console.print(Group(head, _indented(Text(body), 3)))


def ingest_report(console: Console, report: IngestReport) -> None:
    """Print what was ingested, and how many references resolve."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column()
    changes = f"{report.added} added, {report.changed} changed, {report.removed} removed"
    table.add_row("documents", f"{report.documents} ({changes}, {report.unchanged} unchanged)")
    table.add_row("passages", f"{report.passages} ({report.passages_written} written)")
    stats = report.references
    table.add_row("references", f"{stats.found} found, {stats.resolved} resolved")
    for reason, count in stats.unresolved.most_common():
        common = ", ".join(name for name, _ in stats.examples[reason].most_common(3))
        table.add_row("", f"{count} {reason.replace('_', ' ')} [dim]({common}, ...)[/]")
    table.add_row("version", f"{report.corpus_version} [dim]in {report.took_s:.1f} s[/]")
    console.print(table)


def skipped(console: Console, report: IngestReport) -> None:
    """Print the files that were left out, a line each, or by kind of reason if they are many.

    The most common kinds come first. `--json` lists every file.
    """
    kinds: dict[str, list[str]] = {}
    for file, why in report.skipped:
        kinds.setdefault(_kind_of(why, Path(file).name), []).append(why)
    lines = [why for _, why in report.skipped]
    if len(lines) > _SKIPPED:
        ranked = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
        lines = [line for kind in ranked[:_KINDS] for line in _example_of(*kind)]
        if left := sum(len(whys) for _, whys in ranked[_KINDS:]):
            lines.append(f"and {left:,} more for other reasons; --json lists them all")
    for line in lines:
        console.print(Text.assemble(("skipped: ", "bold yellow"), line), soft_wrap=True)


def _example_of(kind: str, whys: Sequence[str]) -> Iterator[str]:
    yield whys[0]
    if len(whys) > 1:
        yield f"and {len(whys) - 1:,} more: {kind}"


def _kind_of(why: str, file: str) -> str:
    """The reason without the parts that differ from file to file."""
    problem = why.removeprefix(file).partition(": ")[2] or why
    return " ".join(_PARTICULARS.sub("", problem.partition("; ")[0]).split())
