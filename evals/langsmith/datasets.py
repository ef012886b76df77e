"""Question sets as LangSmith datasets: pushed and pulled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from langsmith.schemas import Dataset, DatasetVersion, Example
from langsmith.utils import LangSmithConflictError, LangSmithNotFoundError

from lexhop.evals.harness.datasets import (
    DatasetError,
    EvalQuestion,
    inputs_of,
    question_of,
    reference_of,
)
from lexhop.evals.langsmith.client import LangSmith, quiet, reaching
from lexhop.observability.redaction.redact import redact, redact_data

_AT_ONCE = 100
_PARTS = ("inputs", "outputs", "metadata")
T = TypeVar("T")
Content = dict[str, Any]
"""An example's inputs, outputs and metadata."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """Counts of a push. `version` is the dataset's new version, a time; "" if it is empty."""

    added: int
    changed: int
    removed: int
    unchanged: int
    version: str


def push(
    langsmith: LangSmith,
    name: str,
    questions: Sequence[EvalQuestion],
    *,
    keep: bool = False,
    tag: str = "",
) -> Pushed:
    """Makes the dataset hold the redacted `questions`, and nothing else unless `keep`.

    Questions are matched by id, and only changed ones are sent. `tag` names the version. Raises
    DatasetError and Unreachable; a push after a failure sends the rest.
    """
    _refuse(langsmith, questions)
    with reaching(), quiet():
        client, dataset = langsmith.client, _made(langsmith, name)
        there = {
            _id_of(example): example for example in client.list_examples(dataset_id=dataset.id)
        }
        extra = [
            example.id for key, example in there.items() if key not in {q.id for q in questions}
        ]
        new, changed = _differences(there, questions, dataset)
        for some in _portions(new):
            client.create_examples(dataset_id=dataset.id, examples=some)
        for some in _portions(changed):
            client.update_examples(dataset_id=dataset.id, updates=some)
        for ids in _portions([] if keep else extra):
            client.delete_examples(ids)
        version = _version(langsmith, dataset, "latest")
        if tag and version:
            client.update_dataset_tag(dataset_id=dataset.id, as_of=version.as_of, tag=tag)
    return Pushed(
        added=len(new),
        changed=len(changed),
        removed=0 if keep else len(extra),
        unchanged=len(questions) - len(new) - len(changed),
        version=version.as_of.isoformat() if version else "",
    )


def pull(langsmith: LangSmith, name: str, as_of: str = "") -> list[EvalQuestion]:
    """The questions of a dataset, at the version with that tag or time.

    Raises DatasetError, also for an example that is no question, and Unreachable.
    """
    return questions_in(examples(langsmith, name, as_of), name)


def examples(langsmith: LangSmith, name: str, as_of: str = "") -> dict[str, Example]:
    """The examples of a dataset in its order, by question id. Raises as `pull` does."""
    with reaching(), quiet():
        dataset = _existing(langsmith, name)
        when = None
        if as_of:
            version = _version(langsmith, dataset, as_of)
            if version is None:
                raise DatasetError(f"the dataset {name!r} has no version {as_of!r}")
            when = version.as_of
        found = list(langsmith.client.list_examples(dataset_id=dataset.id, as_of=when))
    found.sort(key=lambda example: (_position_of(example), _id_of(example)))
    return {_id_of(example): example for example in found}


def questions_in(found: Mapping[str, Example], name: str) -> list[EvalQuestion]:
    """The questions in examples of the dataset `name`. Raises DatasetError."""
    place = Path(f"langsmith:{name}")
    if not found:
        raise DatasetError(f"{place}: no questions in it")
    rows = enumerate(found.values(), start=1)
    return [question_of(place, number, _row_of(example)) for number, example in rows]


def _refuse(langsmith: LangSmith, questions: Sequence[EvalQuestion]) -> None:
    if langsmith.redaction.text == "none":
        raise DatasetError(
            "LEXHOP_TRACE_TEXT=none lets no text out, and a dataset is text; set it to redacted"
        )
    for question in questions:
        if redact(question.id) != question.id:
            raise DatasetError(f"the id {question.id[:4]!r}... looks like personal data; rename it")


def _differences(
    there: Mapping[str, Example], questions: Sequence[EvalQuestion], dataset: Dataset
) -> tuple[list[Content], list[Content]]:
    """(new, changed) examples. Positions only have to rise, so that adding one changes no other."""
    new: list[Content] = []
    changed: list[Content] = []
    position = 0.0
    for question in questions:
        known = there.get(question.id)
        before = _position_of(known) if known else 0.0
        position = before if position < before < float("inf") else position + 1
        content = _content(question, position)
        if known is None:
            inputs, outputs, metadata = (content[name] for name in _PARTS)
            new.append({"inputs": inputs, "reference_outputs": outputs, "metadata": metadata})
        elif not _holds(known, content):
            metadata = {**(known.metadata or {}), **content["metadata"]}
            ids = {"id": known.id, "dataset_id": dataset.id}
            changed.append({**content, **ids, "metadata": metadata})
    return new, changed


def _content(question: EvalQuestion, position: float) -> Content:
    return {
        "inputs": redact_data(inputs_of(question)),
        "outputs": redact_data(reference_of(question)),
        "metadata": {
            "question_id": question.id,
            "type": redact(question.type),
            "position": position,
        },
    }


def _holds(example: Example, content: Content) -> bool:
    metadata = example.metadata or {}
    return (example.inputs, example.outputs, {**metadata, **content["metadata"]}) == (
        content["inputs"],
        content["outputs"],
        metadata,
    )


def _row_of(example: Example) -> dict[str, Any]:
    """An example as an object that `question_of` takes; made elsewhere, it may lack id and gold."""
    metadata = example.metadata or {}
    row = {"id": _id_of(example), "gold": [], **(example.inputs or {}), **(example.outputs or {})}
    return {**row, "type": metadata["type"]} if "type" in metadata else row


def _id_of(example: Example) -> str:
    return str((example.metadata or {}).get("question_id") or example.id)


def _position_of(example: Example) -> float:
    position = (example.metadata or {}).get("position")
    return float(position) if isinstance(position, int | float) else float("inf")


def _made(langsmith: LangSmith, name: str) -> Dataset:
    try:
        return _read(langsmith, name)
    except LangSmithNotFoundError:
        pass
    try:
        return langsmith.client.create_dataset(name, description="questions of lexhop")
    except LangSmithConflictError:  # somebody else was quicker
        return _read(langsmith, name)


def _read(langsmith: LangSmith, name: str) -> Dataset:
    found: Dataset = langsmith.client.read_dataset(dataset_name=name)
    return found


def _existing(langsmith: LangSmith, name: str) -> Dataset:
    try:
        return _read(langsmith, name)
    except LangSmithNotFoundError as error:
        raise DatasetError(
            f"LangSmith has no dataset {name!r}; make it: lexhop dataset push FILE --name {name}"
        ) from error


def _version(langsmith: LangSmith, dataset: Dataset, as_of: str) -> DatasetVersion | None:
    """The version at a time, or with a tag; None if there is none."""
    try:
        wanted: dict[str, Any] = {"as_of": datetime.fromisoformat(as_of)}
    except ValueError:
        wanted = {"tag": as_of}
    try:
        return langsmith.client.read_dataset_version(dataset_id=dataset.id, **wanted)
    except LangSmithNotFoundError:
        return None


def _portions(several: Sequence[T]) -> list[Sequence[T]]:
    return [several[at : at + _AT_ONCE] for at in range(0, len(several), _AT_ONCE)]
