"""Answers, hits and reports for a terminal."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from lexhop.cli.render.labels import Label, labels_for, origin_label
from lexhop.corpus.ingest.collection import IngestReport
from lexhop.retrieval.ports import Hit
from lexhop.state.records import Answer, Calculation, Citation

_COLOURS = {"answered": "green", "partial": "yellow", "abstained": "red"}
_NOT_LAW = ("guidance", "decision")
_SNIPPET = 160
_QUOTED = 240
_SKIPPED = 10
_KINDS = 4
_ENDINGS = 6
_PARTICULARS = re.compile(r"\([^()\n]*\)|'[^'\n]*'|(?<!\w)/\S+|\d+")
"""The parts of a reason that differ by file: text in brackets or quotes, paths, numbers."""


def answer(console: Console, given: Answer, *, start_s: float = 0.0) -> None:
    """The text, the numbered sources, and what is left open; `start_s` is what starting took."""
    label = labels_for(given.question)
    status = Text(label(f"label_{given.status}"), style=f"bold {_COLOURS[given.status]}")
    console.print(Text.assemble(status, (f"  {_how(label, given, start_s)}", "dim")))
    if given.understood:
        console.print(Text.assemble((f"{label('label_understood')}: ", "bold"), given.understood))
    console.print()
    console.print(Text(given.text))
    for calculation in given.calculations:
        console.print()
        console.print(_calculation(label, calculation))
    if given.citations:
        console.print()
        console.print(Group(*_sources(label, given)))
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


def _calculation(label: Label, given: Calculation) -> Text:
    """The sum with its figures, and where each is from."""
    sources = "; ".join(
        f"{operand.figure}: {operand.source or label('question_s_own')}"
        for operand in given.operands
    )
    name = f"{label('label_calculation')}: "
    return Text.assemble(
        (name, "bold"), f"{given.written} = {given.result}", (f"  ({sources})", "dim")
    )


def _sources(label: Label, given: Answer) -> Iterator[Text | Padding]:
    """Each provision once, with version and file; then its numbers, and quotes not above."""
    numbered = list(enumerate(given.citations, start=1))
    for provision in dict.fromkeys(citation.provision for citation in given.citations):
        mine = [pair for pair in numbered if pair[1].provision == provision]
        first = mine[0][1]
        named = first.provision or first.citation
        title = first.version or ("" if first.title == named else first.title)
        kind = f"  ({label(f'is_{first.kind}')})" if first.kind in _NOT_LAW else ""
        details = ", ".join(part for part in (title, _age(label, first.valid_from)) if part)
        lines = [(number, _line(citation, named, given.text)) for number, citation in mine]
        alone = not any(line for _, line in lines)
        yield Text.assemble(
            ("".join(f"[{number}] " for number, _ in lines) if alone else "", "bold"),
            (named, "bold"),
            (kind, "yellow"),
            (f"  {details}" if details else "", "dim"),
            (f"  {first.url}" if first.url else "", "dim"),
            (f"  ({first.file})" if first.file else "", "dim"),
        )
        for number, line in [] if alone else lines:
            yield _indented(Text.assemble((f"[{number}] ", "bold"), line), 2)


def _line(citation: Citation, provision: str, text: str) -> str:
    """The place in the provision, and the quote if `text` doesn't have it."""
    place = citation.citation.removeprefix(provision).strip(", ")
    quote = " ".join(citation.quote.split())
    shown = "" if citation.quote in text else f"»{_shortened(quote)}«"
    return "  ".join(part for part in (place, shown) if part)


def _shortened(quote: str) -> str:
    """The words that carry it, as far as they go in two lines; `--json` has all."""
    if len(quote) <= _QUOTED:
        return quote
    return quote[:_QUOTED].rpartition(" ")[0] + " …"


def _age(label: Label, valid_from: str) -> str:
    """How old a version is, in years."""
    try:
        years = (date.today() - date.fromisoformat(valid_from)).days // 365  # noqa: DTZ011
    except ValueError:
        return ""
    if years < 1:
        return ""
    return label("one_year_old") if years == 1 else label("years_old", count=years)


def hits(console: Console, found: Sequence[Hit], label: Label, *, as_of: str = "") -> None:
    """Print two lines a hit: citation and origin, then the beginning of the text.

    The day of its version stands there where one was asked for, and whether its text is unofficial
    or a change is pending.
    """
    for number, hit in enumerate(found, start=1):
        passage = hit.passage
        name = passage.citation if passage.act else f"{passage.title} ({passage.citation})"
        mark = " (repealed)" if passage.repealed else ""
        kind = f"  ({label(f'is_{hit.authority}')})" if hit.authority else ""
        day = f"  {passage.valid_from}" if as_of and passage.act else ""
        head = Text.assemble(
            (f"{number:>2} ", "dim"),
            (name, "bold"),
            (mark, "red"),
            (kind, "yellow"),
            (day, "dim"),
            (f"  ({label('hit_unofficial')})" if passage.changed_by else "", "yellow"),
            (f"  ({label('hit_pending')})" if passage.pending else "", "red"),
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
        table.add_row(
            "", Text.assemble(f"{count} {reason.replace('_', ' ')} ", (f"({common}, ...)", "dim"))
        )
    if (made := report.unofficial).versions:
        counted = f"{made.versions} made from {made.applied} instructions of amending acts"
        left = f", {made.pending} more couldn't be applied exactly" if made.pending else ""
        table.add_row("unofficial", counted + left)
    if report.left_alone:
        table.add_row("left alone", left_alone(report.left_alone))
    took = (f" in {report.took_s:.1f} s", "dim")
    table.add_row("version", Text.assemble(report.corpus_version, took))
    console.print(table)


def left_alone(endings: Counter[str]) -> str:
    """How many files of formats that aren't read: "12 files (.png 8, .xlsx 4)"."""
    count = endings.total()
    named = [f"{ending} {each:,}" for ending, each in endings.most_common(_ENDINGS)]
    if others := count - sum(each for _, each in endings.most_common(_ENDINGS)):
        named.append(f"others {others:,}")
    return f"{count:,} file{'s' if count > 1 else ''} ({', '.join(named)})"


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
