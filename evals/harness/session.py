"""A run of `lexhop eval`: from what was asked for to figures, and the files that are kept of it."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lexhop.composition.ports import Services, loaded_store
from lexhop.evals.harness.compare import Comparison, Detail, detail_of, differences, read_details
from lexhop.evals.harness.datasets import DatasetError, EvalQuestion, read_questions
from lexhop.evals.harness.details import DetailsFile, check_writable, detail
from lexhop.evals.harness.gates import GateReport, Gates, check, dataset_name, read_gates
from lexhop.evals.harness.judging import JudgeEvaluator, judges_of
from lexhop.evals.harness.machine import this_machine
from lexhop.evals.harness.run import (
    AnswerTarget,
    Progress,
    QuestionResult,
    RunConfig,
    SearchTarget,
    Target,
    run,
    unknown_gold,
)
from lexhop.evals.harness.summary import summary
from lexhop.evals.harness.targets import search_over
from lexhop.evals.html.report import Report, render
from lexhop.evals.langsmith.client import LangSmith, open_langsmith, tracing
from lexhop.evals.langsmith.datasets import examples, push, questions_in
from lexhop.evals.langsmith.experiments import Experiment, run_experiment
from lexhop.prompts import prompt_hashes

if TYPE_CHECKING:
    from langsmith.schemas import Example

    from lexhop.retrieval.ports import CollectionStore
    from lexhop.state.options import Options

Name = Literal["search", "ask"]
REMOTE = "langsmith:"
"""What the name of a dataset begins with that isn't a file; "@" and a version may follow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRequest:
    """What a run is to do, as the command line has it. `limit` of 0 is no limit."""

    dataset: Path
    collection: str
    target: Name
    options: "Options"
    limit: int = 0
    repetitions: int = 1
    concurrency: int = 1
    details: Path | None = None
    resume: bool = False
    report: Path | None = None
    baseline: Path | None = None
    gates: Path | None = None
    judge: bool = False
    experiment: str = ""

    @property
    def remote(self) -> tuple[str, str] | None:
        """The name and the version of a dataset in LangSmith; None for a file."""
        if not str(self.dataset).startswith(REMOTE):
            return None
        name, _, version = str(self.dataset).removeprefix(REMOTE).partition("@")
        return name, version

    @property
    def set_name(self) -> str:
        return self.remote[0] if self.remote else dataset_name(self.dataset)

    @property
    def name(self) -> str:
        return f"{self.set_name}, {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalInputs:
    """What has to be read before anything runs, so that no run is lost to a slip.

    `examples` are those of the questions in LangSmith, where that is used.
    """

    questions: list[EvalQuestion]
    baseline: dict[str, Detail] | None
    gates: Gates | None
    langsmith: LangSmith | None
    examples: "Mapping[str, Example]"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRun:
    """`experiment` is its name in LangSmith, `lost` why that lacks some of it; "" for neither."""

    outcomes: list[QuestionResult]
    unknown: list[str]
    made_by: dict[str, str]
    experiment: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalResult:
    """`figures` are what --json prints."""

    figures: dict[str, Any]
    run: EvalRun
    comparison: Comparison | None
    verdict: GateReport | None

    @property
    def failed(self) -> list[QuestionResult]:
        return [one for one in self.run.outcomes if one.error]


def _check_apart(asked: EvalRequest) -> None:
    """No file is both read and written, or written twice. Raises DatasetError."""
    read = (None if asked.remote else asked.dataset, asked.baseline, asked.gates)
    seen: set[Path] = set()
    for path in filter(None, (*read, asked.details, asked.report)):
        if path.resolve() in seen:
            raise DatasetError(f"{path}: is named twice; give each its own file")
        seen.add(path.resolve())


def _has_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def given(services: Services, asked: EvalRequest) -> EvalInputs:
    """Raises DatasetError for any file that can't be used, Unreachable where LangSmith is away."""
    _check_apart(asked)
    for path in (asked.details, asked.report):
        if path is not None:
            check_writable(path)
    if asked.details and not asked.resume and _has_text(asked.details):
        raise DatasetError(
            f"{asked.details}: has results already; add --resume to go on with them, or name "
            "another file"
        )
    baseline = read_details(asked.baseline) if asked.baseline else None
    gates = read_gates(asked.gates, asked.set_name, asked.target) if asked.gates else None
    questions = [] if asked.remote else read_questions(asked.dataset)
    langsmith = open_langsmith(services.redaction) if asked.remote or asked.experiment else None
    known: Mapping[str, Example] = {}
    if langsmith is not None:
        if not asked.remote:
            push(langsmith, asked.set_name, questions, keep=True)
        known = examples(langsmith, *(asked.remote or (asked.set_name,)))
        questions = questions or questions_in(known, asked.set_name)
    return EvalInputs(
        questions=questions[: asked.limit or None],
        baseline=baseline,
        gates=gates,
        langsmith=langsmith,
        examples=known,
    )


def measure(services: Services, asked: EvalRequest, *, progress: Progress) -> EvalResult:
    """Runs it, and writes the details and the report. Raises DatasetError and Unreachable."""
    read = given(services, asked)
    started = time.perf_counter()
    done = asyncio.run(_run(services, asked, read, progress))
    figures = {
        "target": asked.target,
        **summary(done.outcomes),
        "unknown_gold": len(done.unknown),
        "concurrency": asked.concurrency,
        "wall_s": round(time.perf_counter() - started, 2),
    }
    compared = _compared(read.baseline, done.outcomes)
    verdict = check(read.gates, figures, of=asked.name) if read.gates else None
    if asked.report is not None:
        page = Report(
            title=asked.name,
            about=_about(asked, figures, done),
            figures=figures,
            outcomes=done.outcomes,
            comparison=compared,
            baseline=str(asked.baseline or ""),
            gates=verdict,
        )
        _write(asked.report, render(page))
    return EvalResult(figures=figures, run=done, comparison=compared, verdict=verdict)


async def _run(
    services: Services, asked: EvalRequest, read: EvalInputs, progress: Progress
) -> EvalRun:
    """What isn't to be an experiment isn't traced: measuring is no use that anybody made of it."""
    store = await loaded_store(services, asked.collection)
    unknown = await unknown_gold(read.questions, store)
    made_by = {
        "target": asked.target,
        "collection": asked.collection,
        "corpus_version": await store.version(),
        **({"preset": asked.options.preset} if asked.target == "ask" else {}),
        "model": services.model,
        "embeddings": services.embeddings,
    }
    async with AsyncExitStack() as stack:
        stack.enter_context(tracing(enabled=False))
        judges: Sequence[JudgeEvaluator] = ()
        if asked.judge:
            model = await stack.enter_async_context(services.judging())
            judges, made_by["judge"] = judges_of(model), model.name
        target = await _target(services, asked, store, stack)
        way = RunConfig(
            concurrency=asked.concurrency,
            repetitions=asked.repetitions,
            judges=judges,
            progress=progress,
        )
        file = DetailsFile(asked.details, made_by) if asked.details else None
        if file:
            way = await _begun(file, asked, read, way)
        if read.langsmith and asked.experiment:
            experiment = Experiment(
                langsmith=read.langsmith,
                name=asked.experiment,
                made_by=made_by,
                metadata=_metadata(asked),
                examples=read.examples,
                target=asked.target,
            )
            ran = await run_experiment(read.questions, target, store, way, experiment)
            outcomes, name, lost = ran.outcomes, ran.name, ran.lost
        else:
            outcomes, name, lost = await run(read.questions, target, store, way), "", ""
        if file:
            await asyncio.to_thread(file.finish, outcomes)
    return EvalRun(outcomes=outcomes, unknown=unknown, made_by=made_by, experiment=name, lost=lost)


async def _begun(
    file: DetailsFile, asked: EvalRequest, read: EvalInputs, way: RunConfig
) -> RunConfig:
    """The way that goes on where the file is, and keeps what comes in it."""
    finished: list[QuestionResult] = []
    if asked.resume:
        finished = await asyncio.to_thread(file.finished, read.questions, asked.repetitions)
    await asyncio.to_thread(file.begin, finished)
    return replace(way, finished=finished, keep=file.keep)


async def _target(
    services: Services, asked: EvalRequest, store: "CollectionStore", stack: AsyncExitStack
) -> Target:
    if asked.target == "ask":
        with tracing(enabled=bool(asked.experiment)):
            graph = await stack.enter_async_context(services.graph(store, cached=False))
        return AnswerTarget(graph, asked.options)
    return SearchTarget(await search_over(store, await services.act_names(store)))


def _metadata(asked: EvalRequest) -> dict[str, object]:
    """What an experiment is told apart by, beside what its details have."""
    return {"dataset": asked.set_name, "prompts": prompt_hashes(), "machine": this_machine()}


def _compared(
    baseline: dict[str, Detail] | None, outcomes: list[QuestionResult]
) -> Comparison | None:
    if baseline is None:
        return None
    now = [detail_of(detail(one)) for one in outcomes]
    compared = differences(baseline, {one.key: one for one in now})
    if compared is None:
        raise DatasetError("the baseline has no question of this set; compare like runs")
    return compared


def _about(asked: EvalRequest, figures: dict[str, Any], done: EvalRun) -> dict[str, str]:
    machine = this_machine()
    at_once = f"{asked.concurrency} at a time" if asked.concurrency > 1 else "one after the other"
    turns = f", each {asked.repetitions} times" if asked.repetitions > 1 else ""
    return {
        "dataset": str(asked.dataset),
        **{name.replace("_", " "): value or "none" for name, value in done.made_by.items()},
        **({"experiment": done.experiment} if done.experiment else {}),
        "date": datetime.now().astimezone().isoformat(sep=" ", timespec="minutes"),
        "run": f"{at_once}{turns}, {figures['wall_s']:.1f} s in all",
        "machine": f"{machine['processor']}, {machine['memory']}",
        "versions": f"lexhop {machine['lexhop']}, Python {machine['Python']}",
    }


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DatasetError(f"{path}: can't be written ({error.strerror})") from error
