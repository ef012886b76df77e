"""The questions of the HTML report: each with its answer and its sources compared with gold."""

from collections.abc import Mapping, Sequence
from typing import Any

from lexhop.evals.harness.compare import QuestionChange
from lexhop.evals.harness.evaluators import cited_in, said_in, status_of
from lexhop.evals.harness.metrics import name_key, share_stated
from lexhop.evals.harness.run import QuestionResult, outputs_of
from lexhop.evals.harness.summary import Scores, scores_of
from lexhop.evals.html.markup import Markup, element, joined

STATUSES = ("answered", "partial", "abstained", "failed")
_SHOWN = 10

Row = tuple[QuestionResult, Scores]


def worst_first(outcomes: Sequence[QuestionResult]) -> list[Row]:
    """Failed questions first, then by abstention, citation recall (or recall) and precision."""
    rows = [(outcome, scores_of(outcome)) for outcome in outcomes]
    return sorted(rows, key=_goodness)


def questions(rows: Sequence[Row], changes: Mapping[tuple[str, int], QuestionChange]) -> Markup:
    """A card for each question, and filters that work without a script."""
    cards = [
        _kinds_and_card(row, changes.get((row[0].question.id, row[0].repetition))) for row in rows
    ]
    counts = {
        kind: count
        for kind in (*STATUSES, "missed", "part", "found", "lost", "gained")
        if (count := sum(kind in kinds for kinds, _ in cards))
    }
    picks = {"all": len(rows), **counts}
    radios = [
        element("input", type="radio", name="pick", id=f"pick-{kind}", class_="pick",
                checked=kind == "all")
        for kind in picks
    ]  # fmt: skip
    labels = [
        element("label", f"{_NAMES.get(kind, kind)} {count}", for_=f"pick-{kind}")
        for kind, count in picks.items()
    ]
    return joined(
        element("style", Markup("".join(_rules(kind) for kind in picks))),
        *radios,
        element("div", *labels, class_="picks"),
        element("div", *(card for _, card in cards), class_="questions"),
    )


_NAMES = {"missed": "nothing found", "part": "part found", "found": "all found"}


def _rules(kind: str) -> str:
    hide = (
        ""
        if kind == "all"
        else f"#pick-{kind}:checked~.questions .question:not(.{kind}){{display:none}}"
    )
    chosen = f"#pick-{kind}:checked~.picks label[for=pick-{kind}]"
    focused = f"#pick-{kind}:focus-visible~.picks label[for=pick-{kind}]"
    return (
        f"{hide}{chosen}{{border-color:var(--shade4);box-shadow:inset 0 0 0 1px var(--shade4)}}"
        f"{focused}{{outline:2px solid var(--shade4);outline-offset:2px}}"
    )


def _goodness(row: Row) -> tuple[object, ...]:
    outcome, scores = row
    found = scores.get("citation_recall")
    if found is None:
        found = scores["recall@10"]
    right = scores.get("abstention")
    return (
        not outcome.error,
        1.0 if right is None else right,
        1.0 if found is None else found,
        scores["recall@10"] or 0.0,
        scores.get("citation_precision") or 0.0,
        outcome.question.id,
        outcome.repetition,
    )


def _kinds_and_card(row: Row, change: QuestionChange | None) -> tuple[set[str], Markup]:
    outcome, scores = row
    outputs = outputs_of(outcome)
    kind = status_of(outputs) or _found_kind(scores["recall@10"])
    kinds = {kind}
    if change is not None and change.by:
        kinds.add("gained" if change.by > 0 else "lost")
    summary = element(
        "summary",
        element("span", element("span", _NAMES.get(kind, kind), class_=f"chip {kind}")),
        _asked(outcome, change),
        element("span", _scores(outcome, scores), class_="scores"),
    )
    inside = element("div", *_inside(outcome, outputs), class_="inside")
    return kinds, element("details", summary, inside, class_=" ".join(("question", *sorted(kinds))))


def _found_kind(recall: float | None) -> str:
    if recall is None or recall == 1.0:
        return "found"
    return "part" if recall else "missed"


def _asked(outcome: QuestionResult, change: QuestionChange | None) -> Markup:
    turn = f", run {outcome.repetition}" if outcome.repetition > 1 else ""
    parts = [outcome.question.question, " "]
    about = f"{outcome.question.id}, {outcome.question.type.replace('_', ' ')}{turn}"
    parts.append(element("small", about))
    if change is not None and change.by:
        kind = "gained" if change.by > 0 else "lost"
        parts += [" ", element("span", f"{kind} {change.by:+.2f}", class_=f"chip {kind}")]
    return element("span", *parts, class_="asked", lang=outcome.question.language)


def _scores(outcome: QuestionResult, scores: Scores) -> str:
    if outcome.error:
        return "no result"
    parts = []
    if scores["recall@10"] is not None:
        parts.append(f"recall@10 {scores['recall@10']:.2f}")
    if scores.get("citation_recall") is not None:
        precision = scores.get("citation_precision")
        cited = "-" if precision is None else f"{precision:.2f}"
        parts.append(f"cited P {cited} R {scores['citation_recall']:.2f}")
    if outcome.answer:
        number = len(outcome.answer.hops)
        parts.append(f"{number} hop{'' if number == 1 else 's'}")
    return " · ".join((*parts, f"{outcome.took_ms:.0f} ms"))


def _inside(outcome: QuestionResult, outputs: Mapping[str, Any]) -> list[Markup]:
    question, answer = outcome.question, outcome.answer
    parts: list[Markup] = []
    if outcome.error:
        parts += _titled("Failed", element("p", outcome.error, class_="said"))
    if answer:
        parts += _titled(
            f"Answer ({answer.status}, stopped: {answer.stop_reason.replace('_', ' ')})",
            element("p", answer.text, class_="said"),
        )
    if question.answers:
        parts += _titled(
            "Reference answer",
            *(element("p", answer, class_="said") for answer in question.answers),
        )
    if question.key_facts and answer:
        parts += _titled("Key facts", _facts(question.key_facts, said_in(outputs)))
    parts += _titled("Sources against gold", _sources(outcome, cited_in(outputs)))
    if answer and answer.gaps:
        parts += _titled("Left open", *(element("p", gap, class_="said") for gap in answer.gaps))
    if outcome.ranked:
        parts += _titled(f"Found first (of {len(outcome.ranked)})", _ranked(outcome))
    for feedback in outcome.judged:
        score = "-" if feedback["score"] is None else f"{feedback['score']:.2f}"
        parts += _titled(f"Judged: {feedback['key']} {score}", element("p", feedback["comment"]))
    return parts


def _titled(title: str, *content: Markup) -> list[Markup]:
    return [element("h3", title), *content]


def _facts(facts: Sequence[str], said: str) -> Markup:
    lines = []
    for fact in facts:
        kind, name = ("hit", "stated") if share_stated([fact], said) else ("missed", "not stated")
        lines.append(element("li", element("span", name, class_=f"chip {kind}"), " ", fact))
    return element("ul", *lines, class_="sources")


def _sources(outcome: QuestionResult, cited: Sequence[str]) -> Markup:
    gold = {name_key(name) for name in outcome.question.gold}
    named = {name_key(name) for name in cited}
    lines = []
    for name in cited:
        kind = "hit" if name_key(name) in gold else "extra"
        quotes = _quotes(outcome, name)
        lines.append(
            element("li", element("span", kind, class_=f"chip {kind}"), " ", name, *quotes)
        )
    for name in outcome.question.gold:
        if name_key(name) not in named:
            lines.append(_missed(name, outcome))
    if not lines:
        return element("p", "Nothing to cite, and nothing cited." if outcome.answer else "No gold.")
    return element("ul", *lines, class_="sources")


def _missed(name: str, outcome: QuestionResult) -> Markup:
    places = [name_key(ranked) for ranked in outcome.ranked]
    key = name_key(name)
    place = f"found at {places.index(key) + 1}" if key in places else "not found"
    if outcome.answer or outcome.error:
        return element(
            "li",
            element("span", "missed", class_="chip missed"),
            f" {name} ",
            element("span", place, class_="soft"),
        )
    kind = "hit" if key in places else "missed"
    return element("li", element("span", place, class_=f"chip {kind}"), f" {name}")


def _quotes(outcome: QuestionResult, name: str) -> list[Markup]:
    if outcome.answer is None:
        return []
    pairs = zip(outcome.answer.citations, outcome.verbatim, strict=True)
    quotes = []
    for citation, stands in pairs:
        if name_key(citation.provision) == name_key(name):
            mark = [] if stands else [element("span", "not verbatim", class_="chip failed"), " "]
            quotes.append(element("q", *mark, citation.quote, title=citation.citation))
    return quotes


def _ranked(outcome: QuestionResult) -> Markup:
    gold = {name_key(name) for name in outcome.question.gold}
    lines = []
    for name, via in list(zip(outcome.ranked, outcome.via, strict=True))[:_SHOWN]:
        shown = element("b", name) if name_key(name) in gold else name
        lines.append(element("li", shown, " ", element("span", via, class_="soft")))
    return element("ol", *lines, class_="ranked")
