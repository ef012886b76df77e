"""A run of `lexhop eval`: from the request to figures, details file and report."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lexhop.composition.loaded import loaded_store
from lexhop.composition.ports import Services
from lexhop.evals.harness.compare import Comparison, Detail, detail_of, differences, read_details
from lexhop.evals.harness.datasets import BadLine, DatasetError, EvalQuestion, read_questions
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
"""Prefix of a dataset in LangSmith, "langsmith:NAME"; "@" and a version may follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRequest:
    """The options of a run, from the command line. A `limit` of 0 means none."""

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
        """(name, version) of a dataset in LangSmith; None for a file."""
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
    """All that is read before a run, so that invalid files don't cost one.

    `examples` are LangSmith's for the questions, if it is used; `bad` lines are left out.
    """

    questions: list[EvalQuestion]
    baseline: dict[str, Detail] | None
    gates: Gates | None
    langsmith: LangSmith | None
    examples: "Mapping[str, Example]"
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalRun:
    """`experiment` is its name in LangSmith, `lost` why some of it is missing there; else ""."""

    outcomes: list[QuestionResult]
    unknown: list[str]
    made_by: dict[str, str]
    experiment: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalResult:
    """`figures` is the output of --json."""

    figures: dict[str, Any]
    run: EvalRun
    comparison: Comparison | None
    verdict: GateReport | None
    bad: tuple[str, ...] = ()

    @property
    def failed(self) -> list[QuestionResult]:
        return [outcome for outcome in self.run.outcomes if outcome.error]


def _check_apart(request: EvalRequest) -> None:
    """Raises DatasetError for a file that is named twice, to read and to write."""
    read = (None if request.remote else request.dataset, request.baseline, request.gates)
    seen: set[Path] = set()
    for path in filter(None, (*read, request.details, request.report)):
        if path.resolve() in seen:
            raise DatasetError(f"{path}: is named twice; give each its own file")
        seen.add(path.resolve())


def _has_text(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def given(services: Services, request: EvalRequest) -> EvalInputs:
    """Reads all inputs. Raises DatasetError for an invalid file, Unreachable without LangSmith."""
    _check_apart(request)
    for path in (request.details, request.report):
        if path is not None:
            check_writable(path)
    if request.details and not request.resume and _has_text(request.details):
        raise DatasetError(
            f"{request.details}: has results already; add --resume to go on with them, or name "
            "another file"
        )
    baseline = read_details(request.baseline) if request.baseline else None
    gates = read_gates(request.gates, request.set_name, request.target) if request.gates else None
    bad: list[BadLine] = []
    questions = [] if request.remote else read_questions(request.dataset, bad.append)
    langsmith = open_langsmith(services.redaction) if request.remote or request.experiment else None
    known: Mapping[str, Example] = {}
    if langsmith is not None:
        if not request.remote:
            push(langsmith, request.set_name, questions, keep=True)
        known = examples(langsmith, *(request.remote or (request.set_name,)))
        questions = questions or questions_in(known, request.set_name)
    return EvalInputs(
        questions=questions[: request.limit or None],
        baseline=baseline,
        gates=gates,
        langsmith=langsmith,
        examples=known,
        bad=tuple(map(str, bad)),
    )


def measure(services: Services, request: EvalRequest, *, progress: Progress) -> EvalResult:
    """Runs the evaluation, writes details and report. Raises DatasetError and Unreachable."""
    inputs = given(services, request)
    started = time.perf_counter()
    done = asyncio.run(_run(services, request, inputs, progress))
    figures = {
        "target": request.target,
        **summary(done.outcomes),
        "unknown_gold": len(done.unknown),
        **({"bad_lines": len(inputs.bad)} if inputs.bad else {}),
        "concurrency": request.concurrency,
        "wall_s": round(time.perf_counter() - started, 2),
    }
    compared = _compared(inputs.baseline, done.outcomes)
    verdict = check(inputs.gates, figures, of=request.name) if inputs.gates else None
    if request.report is not None:
        page = Report(
            title=request.name,
            about=_about(request, figures, done),
            figures=figures,
            outcomes=done.outcomes,
            comparison=compared,
            baseline=str(request.baseline or ""),
            gates=verdict,
        )
        _write(request.report, render(page))
    return EvalResult(
        figures=figures, run=done, comparison=compared, verdict=verdict, bad=inputs.bad
    )


async def _run(
    services: Services, request: EvalRequest, inputs: EvalInputs, progress: Progress
) -> EvalRun:
    """Runs the questions; traced only as an experiment, since other runs aren't anybody's use."""
    store = await loaded_store(services, request.collection)
    unknown = await unknown_gold(inputs.questions, store)
    made_by = {
        "target": request.target,
        "collection": request.collection,
        "corpus_version": await store.version(),
        **({"preset": request.options.preset} if request.target == "ask" else {}),
        "model": services.model,
        "embeddings": services.embeddings,
    }
    async with AsyncExitStack() as stack:
        stack.enter_context(tracing(enabled=False))
        judges: Sequence[JudgeEvaluator] = ()
        if request.judge:
            model = await stack.enter_async_context(services.judging())
            judges, made_by["judge"] = judges_of(model), model.name
        target = await _target(services, request, store, stack)
        config = RunConfig(
            concurrency=request.concurrency,
            repetitions=request.repetitions,
            judges=judges,
            progress=progress,
        )
        file = DetailsFile(request.details, made_by) if request.details else None
        if file:
            config = await _begun(file, request, inputs, config)
        if inputs.langsmith and request.experiment:
            experiment = Experiment(
                langsmith=inputs.langsmith,
                name=request.experiment,
                made_by=made_by,
                metadata=_metadata(request),
                examples=inputs.examples,
                target=request.target,
            )
            ran = await run_experiment(inputs.questions, target, store, config, experiment)
            outcomes, name, lost = ran.outcomes, ran.name, ran.lost
        else:
            outcomes, name, lost = await run(inputs.questions, target, store, config), "", ""
        if file:
            await asyncio.to_thread(file.finish, outcomes)
    return EvalRun(outcomes=outcomes, unknown=unknown, made_by=made_by, experiment=name, lost=lost)


async def _begun(
    file: DetailsFile, request: EvalRequest, inputs: EvalInputs, config: RunConfig
) -> RunConfig:
    """`config` that resumes from the file, if asked for, and stores each result in it."""
    finished: list[QuestionResult] = []
    if request.resume:
        finished = await asyncio.to_thread(file.finished, inputs.questions, request.repetitions)
    await asyncio.to_thread(file.begin, finished)
    return replace(config, finished=finished, keep=file.keep)


async def _target(
    services: Services, request: EvalRequest, store: "CollectionStore", stack: AsyncExitStack
) -> Target:
    if request.target == "ask":
        with tracing(enabled=bool(request.experiment)):
            graph = await stack.enter_async_context(services.graph(store, cached=False))
        return AnswerTarget(graph, request.options)
    return SearchTarget(await search_over(store, await services.act_names(store)))


def _metadata(request: EvalRequest) -> dict[str, object]:
    """Metadata of the experiment besides what its details have."""
    return {"dataset": request.set_name, "prompts": prompt_hashes(), "machine": this_machine()}


def _compared(
    baseline: dict[str, Detail] | None, outcomes: list[QuestionResult]
) -> Comparison | None:
    if baseline is None:
        return None
    now = [detail_of(detail(outcome)) for outcome in outcomes]
    compared = differences(baseline, {row.key: row for row in now})
    if compared is None:
        raise DatasetError("the baseline has no question of this set; compare like runs")
    return compared


def _about(request: EvalRequest, figures: dict[str, Any], done: EvalRun) -> dict[str, str]:
    machine = this_machine()
    at_once = (
        f"{request.concurrency} at a time" if request.concurrency > 1 else "one after the other"
    )
    turns = f", each {request.repetitions} times" if request.repetitions > 1 else ""
    return {
        "dataset": str(request.dataset),
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
