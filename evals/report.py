"""From outcomes to figures and detail lines: plain data that is printed or kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from evals.metrics import (
    CUTOFFS,
    all_found_at,
    distinct,
    mean,
    percentile,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
    share_stated,
)
from evals.run import Outcome
from state.records import Answer

Figures = dict[str, Any]


def summary(outcomes: Sequence[Outcome]) -> Figures:
    """All figures over the outcomes, then the same by type and by language of the questions.

    Recall, all_found and mrr are means over the questions with gold; null without any.
    """
    types = sorted({one.question.type for one in outcomes})
    languages = sorted({one.question.language for one in outcomes})
    return {
        **_figures(outcomes),
        "by_type": {
            name: _figures([one for one in outcomes if one.question.type == name]) for name in types
        },
        "by_language": {
            name: _figures([one for one in outcomes if one.question.language == name])
            for name in languages
        },
    }


def detail(outcome: Outcome) -> Figures:
    """One line of a details file."""
    question = outcome.question
    return {
        "id": question.id,
        "question": question.question,
        "lang": question.language,
        "type": question.type,
        "gold": list(question.gold),
        "ranked": list(outcome.ranked),
        "via": list(outcome.via),
        "took_ms": round(outcome.took_ms, 2),
        "answer": asdict(outcome.answer) if outcome.answer else None,
    }


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    ranked = [(one.question.gold, one.ranked) for one in outcomes]
    times = [one.took_ms for one in outcomes]
    figures = {
        "n": len(outcomes),
        "answerable": sum(bool(one.question.gold) for one in outcomes),
        **{f"recall@{k}": _mean([recall_at(k, *pair) for pair in ranked]) for k in CUTOFFS},
        **{f"all_found@{k}": _mean([all_found_at(k, *pair) for pair in ranked]) for k in CUTOFFS},
        "mrr": _mean([reciprocal_rank(*pair) for pair in ranked]),
        "latency_ms": {
            "p50": _rounded(percentile(0.50, times), 2),
            "p95": _rounded(percentile(0.95, times), 2),
        },
    }
    answered = [(one, one.answer) for one in outcomes if one.answer]
    return {**figures, **_answer_figures(answered)} if answered else figures


def _answer_figures(answered: Sequence[tuple[Outcome, Answer]]) -> Figures:
    """An abstention cites and states nothing, which counts against recall and not precision.

    `key_facts` is over the questions that have some, `answer_stated` (one of the reference answers
    stands in the text) over the others. Citations of unanswerable questions count for nothing:
    that there was an answer at all is what `abstained` tells.
    """
    asked = [(one.question, answer) for one, answer in answered if one.question.gold]
    trapped = [answer for one, answer in answered if not one.question.gold]
    quotes = [stands for one, _ in answered for stands in one.verbatim]
    hops = Counter(len(answer.hops) for _, answer in answered)
    return {
        "status": _counts(answer.status for _, answer in answered),
        "abstained": {
            "answerable": _mean([answer.status == "abstained" for _, answer in asked]),
            "unanswerable": _mean([answer.status == "abstained" for answer in trapped]),
        },
        "quotes": {"n": len(quotes), "verbatim": _mean(quotes)},
        "citation_precision": _mean([precision(one.gold, _cited(answer)) for one, answer in asked]),
        "citation_recall": _mean([recall(one.gold, _cited(answer)) for one, answer in asked]),
        "key_facts": _mean([share_stated(one.key_facts, _said(answer)) for one, answer in asked]),
        "answer_stated": _mean(
            [_states_any(one.answers, answer) for one, answer in asked if not one.key_facts]
        ),
        "hops": {
            "mean": _mean([len(answer.hops) for _, answer in answered]),
            **{str(number): hops[number] for number in sorted(hops)},
        },
        "stop_reasons": _counts(answer.stop_reason for _, answer in answered),
    }


def _cited(answer: Answer) -> tuple[str, ...]:
    return distinct(citation.provision for citation in answer.citations)


def _said(answer: Answer) -> str:
    """What counts as said: nothing where the text is why there is no answer."""
    return "" if answer.status == "abstained" else answer.text


def _states_any(texts: Sequence[str], answer: Answer) -> float | None:
    share = share_stated(texts, _said(answer))
    return None if share is None else float(share > 0)


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _mean(values: Iterable[float | None]) -> float | None:
    return _rounded(mean(values), 4)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
