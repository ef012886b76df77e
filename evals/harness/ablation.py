"""Ablation: the same questions with some search channels switched off."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lexhop.evals.harness.datasets import EvalQuestion
from lexhop.evals.harness.run import (
    Progress,
    QuestionResult,
    RunConfig,
    SearchFunction,
    SearchTarget,
    run,
)
from lexhop.evals.harness.summary import summary
from lexhop.retrieval.ports import PassageStore
from lexhop.retrieval.ranking.channels import Channels, one_by_one

NOTE = (
    "Words off: they still bring the candidates for n-grams and the starts for the graph, "
    "and don't count. Citations: what the question names, also by a title."
)


async def ablate(
    questions: Sequence[EvalQuestion],
    search_by: Callable[[Channels], SearchFunction],
    store: PassageStore,
    *,
    progress: Progress,
) -> dict[str, list[QuestionResult]]:
    """The results by name of the channels used; with "vectors" only if `store` has any."""
    vectors = bool(await store.knn(questions[0].question, limit=1))
    runs = dict(one_by_one(vectors=vectors))
    total = len(runs) * len(questions)
    outcomes: dict[str, list[QuestionResult]] = {}
    for number, (name, channels) in enumerate(runs.items()):
        before = number * len(questions)

        def tell(done: int, _of: int, _id: str, *, before: int = before, name: str = name) -> None:
            progress(before + done, total, name)

        target = SearchTarget(search_by(channels))
        outcomes[name] = await run(questions, target, store, RunConfig(progress=tell))
    return outcomes


def ablation(outcomes: Mapping[str, Sequence[QuestionResult]]) -> dict[str, dict[str, Any]]:
    """The figures over all questions, by name of the channels used."""
    left_out = ("by_type", "by_language", "over")
    return {
        name: {key: value for key, value in summary(results).items() if key not in left_out}
        for name, results in outcomes.items()
    }
