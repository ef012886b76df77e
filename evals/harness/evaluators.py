"""Metrics of one question, as functions that langsmith's aevaluate accepts.

Each takes plain JSON and returns {"key", "score", "comment"}; a score of None means that there
is nothing to measure (no gold, nothing cited). `outputs` come from `harness.run.outputs_of`,
`reference_outputs` from `harness.datasets.reference_of`. The figures of `lexhop eval` are means
of these scores.

A failed question (with an error in its outputs here, with no outputs of ours under langsmith)
counts as having found and said nothing, which is 0 wherever something was expected.
An abstention cites and states nothing, which lowers recall and not precision.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypedDict

from lexhop.evals.harness.metrics import (
    CUTOFFS,
    all_found_at,
    distinct,
    mean,
    name_key,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
    share_stated,
)
from lexhop.evals.harness.short_answers import exact_match as matches
from lexhop.evals.harness.short_answers import f1 as overlap
from lexhop.evals.harness.short_answers import without_marks

Json = Mapping[str, Any]


class Feedback(TypedDict):
    """A score in langsmith's form."""

    key: str
    score: float | None
    comment: str


Evaluator = Callable[[Json, Json], Feedback]
"""(outputs, reference_outputs), passed by these names."""


def recall_evaluator(k: int) -> Evaluator:
    """The share of gold among the first `k` distinct names found."""

    def evaluator(outputs: Json, reference_outputs: Json) -> Feedback:
        gold, ranked = reference_outputs["gold"], outputs.get("ranked", ())
        return _feedback(f"recall@{k}", recall_at(k, gold, ranked), _missed(gold, ranked[:k]))

    evaluator.__name__ = f"recall_at_{k}"
    return evaluator


def all_found_evaluator(k: int) -> Evaluator:
    """1 if all gold is among the first `k` distinct names found."""

    def evaluator(outputs: Json, reference_outputs: Json) -> Feedback:
        gold, ranked = reference_outputs["gold"], outputs.get("ranked", ())
        return _feedback(f"all_found@{k}", all_found_at(k, gold, ranked), _missed(gold, ranked[:k]))

    evaluator.__name__ = f"all_found_at_{k}"
    return evaluator


def first_place(outputs: Json, reference_outputs: Json) -> Feedback:
    """Reciprocal rank of the first gold name."""
    score = reciprocal_rank(reference_outputs["gold"], outputs.get("ranked", ()))
    return _feedback("mrr", score, "")


def citation_precision(outputs: Json, reference_outputs: Json) -> Feedback:
    """The share of the cited names that is gold.

    None for unanswerable questions: `abstention` tells that they were answered at all.
    """
    gold, cited = reference_outputs["gold"], cited_in(outputs)
    extra = [name for name in cited if name_key(name) not in {name_key(wanted) for wanted in gold}]
    score = precision(gold, cited) if gold else None
    return _feedback("citation_precision", score, _listed("not gold", extra))


def citation_recall(outputs: Json, reference_outputs: Json) -> Feedback:
    """The share of gold that is cited."""
    gold, cited = reference_outputs["gold"], cited_in(outputs)
    return _feedback("citation_recall", recall(gold, cited), _missed(gold, cited))


def quotes_verbatim(outputs: Json, reference_outputs: Json) -> Feedback:  # noqa: ARG001 - by name
    """The share of the answer's quotes that are in the store, character for character."""
    quotes = outputs.get("verbatim", ())
    return _feedback("quotes_verbatim", mean(quotes), f"{sum(quotes)} of {len(quotes)}")


def key_facts(outputs: Json, reference_outputs: Json) -> Feedback:
    """The share of the key facts whose words are in the answer's text."""
    facts, said = reference_outputs["key_facts"], said_in(outputs)
    unsaid = [fact for fact in facts if not share_stated([fact], said)]
    return _feedback("key_facts", share_stated(facts, said), _listed("not stated", unsaid))


def answer_stated(outputs: Json, reference_outputs: Json) -> Feedback:
    """1 if the answer's text contains one of the reference answers, word for word.

    None where there are key facts: reference answers are whole sentences there.
    """
    wanted = [] if reference_outputs["key_facts"] else _wanted(reference_outputs)
    share = share_stated(wanted, said_in(outputs))
    return _feedback("answer_stated", None if share is None else float(share > 0), "")


def exact_match(outputs: Json, reference_outputs: Json) -> Feedback:
    """1 if the answer's text equals a reference answer.

    As is usual for these sets, but over the whole text without citation numbers, since an answer
    has no field for a short one. The extractive reasoner quotes whole sentences and so is near 0;
    `answer_stated` tells whether they contain the short answer.
    """
    text, language = without_marks(said_in(outputs)), reference_outputs["lang"]
    return _feedback("exact_match", matches(_wanted(reference_outputs), text, language), "")


def f1(outputs: Json, reference_outputs: Json) -> Feedback:
    """Word F1 of the answer's text against the best reference answer.

    Over the same text as `exact_match`: every quoted word beyond the short answer lowers it.
    """
    text, language = without_marks(said_in(outputs)), reference_outputs["lang"]
    return _feedback("f1", overlap(_wanted(reference_outputs), text, language), "")


def abstention(outputs: Json, reference_outputs: Json) -> Feedback:
    """1 if the question was rightly abstained from or rightly answered (it has gold)."""
    status, answerable = status_of(outputs), bool(reference_outputs["gold"])
    right = status != "failed" and (status == "abstained") != answerable
    kind = "answerable" if answerable else "unanswerable"
    return _feedback("abstention", float(right), f"{status}, {kind}")


def hops(outputs: Json, reference_outputs: Json) -> Feedback:  # noqa: ARG001 - by name
    """The number of hops."""
    answer = outputs.get("answer")
    comment = answer["stop_reason"] if answer else ""
    return _feedback("hops", len(answer["hops"]) if answer else None, comment)


def latency(outputs: Json, reference_outputs: Json) -> Feedback:  # noqa: ARG001 - by name
    """Milliseconds from question to answer; None if it failed."""
    failed = status_of(outputs) == "failed"
    return _feedback("latency_ms", None if failed else outputs["took_ms"], "")


def tokens(outputs: Json, reference_outputs: Json) -> Feedback:  # noqa: ARG001 - by name
    """Input and output tokens of all model calls."""
    usage = _usage(outputs)
    score = usage["input_tokens"] + usage["output_tokens"] if usage else None
    return _feedback("tokens", score, f"{usage['calls']} calls" if usage else "")


def cost(outputs: Json, reference_outputs: Json) -> Feedback:  # noqa: ARG001 - by name
    """US dollars for all model calls."""
    usage = _usage(outputs)
    return _feedback("cost_usd", usage["cost_usd"] if usage else None, "")


RANKING: tuple[Evaluator, ...] = (
    *(recall_evaluator(k) for k in CUTOFFS),
    *(all_found_evaluator(k) for k in CUTOFFS),
    first_place,
    latency,
)
"""For all that ranks: a search as well as an answer."""
ANSWERS: tuple[Evaluator, ...] = (
    citation_precision,
    citation_recall,
    quotes_verbatim,
    key_facts,
    answer_stated,
    exact_match,
    f1,
    abstention,
    hops,
    tokens,
    cost,
)
"""For answers, in addition to RANKING."""


def status_of(outputs: Json) -> str:
    """The answer's status, "failed" after an error, "" for a search."""
    if outputs.get("error", True):
        return "failed"
    return str(outputs["answer"]["status"]) if outputs["answer"] else ""


def cited_in(outputs: Json) -> tuple[str, ...]:
    """The provisions or documents that the answer cites, without duplicates."""
    answer = outputs.get("answer")
    return distinct(citation["provision"] for citation in answer["citations"]) if answer else ()


def said_in(outputs: Json) -> str:
    """The answer's text; "" if it only says why there is no answer."""
    answer = outputs.get("answer")
    return answer["text"] if answer and answer["status"] != "abstained" else ""


def _wanted(reference_outputs: Json) -> Collection[str]:
    """The reference answers; () where abstaining is right, however that is worded."""
    wanted: Collection[str] = reference_outputs["answers"] if reference_outputs["gold"] else ()
    return wanted


def _usage(outputs: Json) -> Json | None:
    answer = outputs.get("answer")
    return answer["usage"] if answer else None


def _missed(gold: Collection[str], named: Collection[str]) -> str:
    known = {name_key(name) for name in named}
    return _listed("missed", [name for name in gold if name_key(name) not in known])


def _listed(what: str, names: Collection[str]) -> str:
    return f"{what}: {', '.join(names)}" if names else ""


def _feedback(key: str, score: float | None, comment: str) -> Feedback:
    return {"key": key, "score": score, "comment": comment}
