"""`lexhop dataset push`, `pull` and `from-feedback`: question sets in LangSmith."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from lexhop.cli.console import err, out
from lexhop.cli.context import AsJson, help_alone, services_of
from lexhop.state.errors import BadInput

dataset = typer.Typer(
    help="Keep question sets in LangSmith, and draft new ones from what users disliked.",
    invoke_without_command=True,
    callback=help_alone,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

File = Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Questions with gold.")]
Out = Annotated[Path, typer.Option(metavar="FILE.jsonl", help="Write them to this file.")]


@dataset.command("push")
def push_file(
    context: typer.Context,
    file: File,
    name: Annotated[str, typer.Option(help="The dataset in LangSmith; made where it isn't there.")],
    tag: Annotated[str, typer.Option(help="Name this version.")] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep examples that aren't in the file.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a dataset hold what a file does; what is the same isn't sent."""
    from dataclasses import asdict

    from lexhop.cli.render.as_json import dumps
    from lexhop.evals.harness.datasets import DatasetError, read_questions
    from lexhop.evals.langsmith.client import open_langsmith
    from lexhop.evals.langsmith.datasets import push

    try:
        questions = read_questions(file)
        pushed = push(
            open_langsmith(services_of(context).redaction), name, questions, keep=keep, tag=tag
        )
    except DatasetError as error:
        raise BadInput(str(error)) from error
    if as_json:
        print(dumps({"dataset": name, **asdict(pushed)}))  # noqa: T201
        return
    done = f"{pushed.added} added, {pushed.changed} changed, {pushed.removed} removed"
    out.print(f"{name}: {done}, {pushed.unchanged} unchanged", soft_wrap=True)
    out.print(f"version {pushed.version}", soft_wrap=True)


@dataset.command("pull")
def pull_file(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The dataset in LangSmith.")],
    out: Out,
    as_of: Annotated[
        str, typer.Option(metavar="VERSION", help="A tag or a time; else the newest.")
    ] = "",
) -> None:
    """Write a dataset to a file, in the order in which it was pushed."""
    from lexhop.evals.harness.datasets import DatasetError, row_of
    from lexhop.evals.harness.details import check_writable
    from lexhop.evals.langsmith.client import open_langsmith
    from lexhop.evals.langsmith.datasets import pull

    try:
        check_writable(out)
        questions = pull(open_langsmith(services_of(context).redaction), name, as_of)
        _write(out, map(row_of, questions))
    except DatasetError as error:
        raise BadInput(str(error)) from error
    err.print(f"{len(questions)} questions in {out}", soft_wrap=True)


@dataset.command("from-feedback")
def from_feedback(
    context: typer.Context,
    out: Out,
    below: Annotated[float, typer.Option(help="Take answers scored less than this.")] = 0.5,
    key: Annotated[str, typer.Option(help="The score, as lexhop feedback has it.")] = "user_score",
    project: Annotated[
        str, typer.Option(help="Where the traces are; else LANGSMITH_PROJECT.")
    ] = "",
) -> None:
    """Draft questions from answers that users disliked; "gold" is left to be written."""
    from lexhop.evals.harness.datasets import DatasetError
    from lexhop.evals.harness.details import check_writable
    from lexhop.evals.langsmith.client import open_langsmith
    from lexhop.evals.langsmith.feedback import disliked

    if out.exists():
        raise BadInput(f"{out}: is there already, maybe with gold in it; name a new file")
    try:
        check_writable(out)
        drafts = disliked(
            open_langsmith(services_of(context).redaction), below=below, key=key, project=project
        )
        _write(out, drafts)
    except DatasetError as error:
        raise BadInput(str(error)) from error
    written = f'{len(drafts)} questions in {out}: write "gold" into each'
    err.print(written, soft_wrap=True)


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    from lexhop.cli.render.as_json import dumps
    from lexhop.evals.harness.datasets import DatasetError

    try:
        path.write_text("".join(f"{dumps(row)}\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path}: can't be written ({error.strerror})") from error
