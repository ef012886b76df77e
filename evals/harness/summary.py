"""From outcomes to figures: means of what the evaluators say, as plain data."""

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
    """All figures over the outcomes, then the same by type and by language of the questions.

    Shares are means over the questions that have such a score, null without any; `over` tells how
    many those are. Times leave out questions that failed.
    """
    scored = [(one, scores_of(one)) for one in outcomes]
    answers = any(one.answer for one in outcomes)
    types = sorted({one.question.type for one in outcomes})
    languages = sorted({one.question.language for one in outcomes})
    return {
        **_figures(scored, answers=answers),
        **_spread(scored),
        "by_type": {
            name: _figures([one for one in scored if one[0].question.type == name], answers=answers)
            for name in types
        },
        "by_language": {
            name: _figures(
                [one for one in scored if one[0].question.language == name], answers=answers
            )
            for name in languages
        },
    }


def scores_of(outcome: QuestionResult) -> dict[str, float | None]:
    """What every evaluator says of an outcome, by key; of a search only those that rank.

    A question that failed is scored on both, since what it would have been can't be told.
    """
    outputs, reference = outputs_of(outcome), reference_of(outcome.question)
    evaluators = (*RANKING, *ANSWERS) if outcome.answer or outcome.error else RANKING
    given = [one(outputs, reference) for one in evaluators]
    return {one["key"]: one["score"] for one in (*given, *outcome.judged)}


def _figures(scored: Sequence[tuple[QuestionResult, Scores]], *, answers: bool) -> Figures:
    scores = [one for _, one in scored]
    times = [one.took_ms for one, _ in scored if not one.error]
    p50, p95 = percentile(0.50, times), percentile(0.95, times)
    figures: Figures = {
        "n": len({one.question.id for one, _ in scored}),
        "answerable": len({one.question.id for one, _ in scored if one.question.gold}),
        "failed": sum(bool(one.error) for one, _ in scored),
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
    judged = [key for key in JUDGED if any(one.get(key) is not None for one in scores)]
    figures |= {key: _mean(scores, key) for key in judged}
    return {**figures, "over": {key: _known(scores, key) for key in (*keys, *judged)}}


def _answer_figures(
    scored: Sequence[tuple[QuestionResult, Scores]], scores: Sequence[Scores]
) -> Figures:
    """Quotes are counted one by one over all answers; `abstained` is over the questions of its
    kind, failed ones included, which did not abstain."""
    answers = [one.answer for one, _ in scored if one.answer]
    quotes = [stands for one, _ in scored for stands in one.verbatim]
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
        "tokens": sum(one.get("tokens") or 0 for one in scores),
        "cost_usd": round(sum(one.get("cost_usd") or 0.0 for one in scores), 6),
    }


def _abstained(scored: Sequence[tuple[QuestionResult, Scores]], *, answerable: bool) -> list[bool]:
    asked = [one for one, _ in scored if bool(one.question.gold) == answerable]
    return [_status(one.answer) == "abstained" for one in asked]


def _status(answer: Answer | None) -> str:
    return answer.status if answer else "failed"


def _spread(scored: Sequence[tuple[QuestionResult, Scores]]) -> Figures:
    """Where questions were asked several times: the least and most of each figure over the turns,
    and how many questions didn't get the same status in all of them."""
    turns = sorted({one.repetition for one, _ in scored})
    if len(turns) < 2:
        return {}
    spread = {}
    for key in _SPREAD:
        means = [_mean([s for one, s in scored if one.repetition == turn], key) for turn in turns]
        if known := [one for one in means if one is not None]:
            spread[key] = [min(known), max(known)]
    statuses: dict[str, set[str]] = {}
    for one, _ in scored:
        statuses.setdefault(one.question.id, set()).add(_status(one.answer))
    unstable = sum(len(seen) > 1 for seen in statuses.values())
    return {"repetitions": {"n": len(turns), "unstable": unstable, **spread}}


def _mean(scores: Iterable[Scores], key: str) -> float | None:
    return _rounded(mean(one.get(key) for one in scores), 4)


def _known(scores: Iterable[Scores], key: str) -> int:
    return sum(one.get(key) is not None for one in scores)


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
