"""Figures of a run: means of the evaluators' scores, as plain data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lexhop.evals.harness.datasets import reference_of
from lexhop.evals.harness.evaluators import ANSWERS, RANKING
from lexhop.evals.harness.metrics import CUTOFFS, mean, percentile
from lexhop.evals.harness.run import QuestionResult, outputs_of
from lexhop.state.records import Answer

Figures = dict[str, Any]
Scores = Mapping[str, float | None]

_FOUND = (*(f"recall@{k}" for k in CUTOFFS), *(f"all_found@{k}" for k in CUTOFFS), "mrr")
_SAID = ("citation_precision", "citation_recall", "key_facts", "answer_stated", "exact_match", "f1")
JUDGED = ("correctness", "faithfulness")
_SPREAD = ("recall@10", "citation_precision", "citation_recall", "key_facts", "answer_stated")


def summary(outcomes: Sequence[QuestionResult]) -> Figures:
    """All figures over the results, also by type and by language of the questions.

    A mean is over the questions that have the score, None if there are none; `over` has their
    number. Latencies leave out failed questions.
    """
    scored = [(outcome, scores_of(outcome)) for outcome in outcomes]
    answers = any(outcome.answer for outcome in outcomes)
    types = sorted({outcome.question.type for outcome in outcomes})
    languages = sorted({outcome.question.language for outcome in outcomes})
    return {
        **_figures(scored, answers=answers),
        **_spread(scored),
        "by_type": {
            name: _figures(
                [(outcome, scores) for outcome, scores in scored if outcome.question.type == name],
                answers=answers,
            )
            for name in types
        },
        "by_language": {
            name: _figures(
                [
                    (outcome, scores)
                    for outcome, scores in scored
                    if outcome.question.language == name
                ],
                answers=answers,
            )
            for name in languages
        },
    }


def scores_of(outcome: QuestionResult) -> dict[str, float | None]:
    """All scores of a result by key; a search has those for rankings only.

    A failed question gets both kinds, as it might have been either.
    """
    outputs, reference = outputs_of(outcome), reference_of(outcome.question)
    evaluators = (*RANKING, *ANSWERS) if outcome.answer or outcome.error else RANKING
    given = [evaluator(outputs, reference) for evaluator in evaluators]
    return {feedback["key"]: feedback["score"] for feedback in (*given, *outcome.judged)}


def _figures(scored: Sequence[tuple[QuestionResult, Scores]], *, answers: bool) -> Figures:
    scores = [row for _, row in scored]
    times = [outcome.took_ms for outcome, _ in scored if not outcome.error]
    p50, p95 = percentile(0.50, times), percentile(0.95, times)
    figures: Figures = {
        "n": len({outcome.question.id for outcome, _ in scored}),
        "answerable": len({outcome.question.id for outcome, _ in scored if outcome.question.gold}),
        "failed": sum(bool(outcome.error) for outcome, _ in scored),
        **{key: _mean(scores, key) for key in _FOUND},
        "latency_ms": {
            "p50": _rounded(p50, 2),
            "p95": _rounded(p95, 2),
            "p95_ratio": _rounded(p95 / p50, 2) if p50 and p95 else None,
        },
    }
    keys = [*_FOUND]
    if answers:
        figures |= _answer_figures(scored, scores)
        keys += _SAID
    judged = [key for key in JUDGED if any(row.get(key) is not None for row in scores)]
    figures |= {key: _mean(scores, key) for key in judged}
    return {**figures, "over": {key: _known(scores, key) for key in (*keys, *judged)}}


def _answer_figures(
    scored: Sequence[tuple[QuestionResult, Scores]], scores: Sequence[Scores]
) -> Figures:
    """Figures of answers. `quotes` are pooled over all answers; `abstained` is the share of
    questions of a kind that were abstained from, where failed ones count as not abstained.
    """
    answers = [outcome.answer for outcome, _ in scored if outcome.answer]
    quotes = [stands for outcome, _ in scored for stands in outcome.verbatim]
    hops = Counter(len(answer.hops) for answer in answers)
    return {
        "status": _counts(answer.status for answer in answers),
        "abstained": {
            "answerable": _rounded(mean(_abstained(scored, answerable=True)), 4),
            "unanswerable": _rounded(mean(_abstained(scored, answerable=False)), 4),
        },
        "abstention": _mean(scores, "abstention"),
        "quotes": {"n": len(quotes), "verbatim": _rounded(mean(quotes), 4)},
        **{key: _mean(scores, key) for key in _SAID},
        "hops": {
            "mean": _mean(scores, "hops"),
            **{str(number): hops[number] for number in sorted(hops)},
        },
        "stop_reasons": _counts(answer.stop_reason for answer in answers),
        "models": _counts(answer.model for answer in answers),
        "tokens": sum(row.get("tokens") or 0 for row in scores),
        "cost_usd": round(sum(row.get("cost_usd") or 0.0 for row in scores), 6),
    }


def _abstained(scored: Sequence[tuple[QuestionResult, Scores]], *, answerable: bool) -> list[bool]:
    asked = [outcome for outcome, _ in scored if bool(outcome.question.gold) == answerable]
    return [_status(outcome.answer) == "abstained" for outcome in asked]


def _status(answer: Answer | None) -> str:
    return answer.status if answer else "failed"


def _spread(scored: Sequence[tuple[QuestionResult, Scores]]) -> Figures:
    """If questions were repeated: minimum and maximum of the means over repetitions, and the number
    of questions whose status differed.
    """
    turns = sorted({outcome.repetition for outcome, _ in scored})
    if len(turns) < 2:
        return {}
    spread = {}
    for key in _SPREAD:
        means = [
            _mean([s for outcome, s in scored if outcome.repetition == turn], key) for turn in turns
        ]
        if known := [figure for figure in means if figure is not None]:
            spread[key] = [min(known), max(known)]
    statuses: dict[str, set[str]] = {}
    for outcome, _ in scored:
        statuses.setdefault(outcome.question.id, set()).add(_status(outcome.answer))
    unstable = sum(len(seen) > 1 for seen in statuses.values())
    return {"repetitions": {"n": len(turns), "unstable": unstable, **spread}}


def _mean(scores: Iterable[Scores], key: str) -> float | None:
    return _rounded(mean(row.get(key) for row in scores), 4)


def _known(scores: Iterable[Scores], key: str) -> int:
    return sum(row.get(key) is not None for row in scores)


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
