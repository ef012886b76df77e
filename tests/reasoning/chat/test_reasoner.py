"""The reasoner with a model: how often it asks, what it believes, and what becomes of the reply."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from lexhop.models.ports import R, Reply, Request
from lexhop.reasoning.chat.reasoner import RESERVE_S
from lexhop.resilience.errors import Permanent, Transient
from lexhop.state.options import Options
from lexhop.state.plan import Assessment, GroundedSentence, Plan, Query, Task
from lexhop.state.records import Usage
from tests.reasoning.played import (
    ACT,
    CONTROL,
    COST,
    DANISH,
    ENGLISH,
    EXEMPTION,
    FEE,
    MOORING,
    REDUCED,
    Played,
    Shelf,
    ask,
    assess,
    by_role,
    chat,
    draft,
    evidence,
    plan,
    says,
    section,
)

WORDS = "Afgiften for en passage af broen er 12 kr. for motorcykler og 45 kr. for personbiler."
TRUE = draft(says(WORDS, (1, WORDS)))
WRONG = draft(says("Afgiften er 60 kr.", (1, WORDS)))
EMPTY: dict[str, Any] = {"sentences": [], "not_found": []}
OPEN = Plan(form="open", language="da", queries=(Query(text=DANISH),))


async def test_a_bare_citation_costs_one_call_of_the_small_model() -> None:
    big, small = Played(), Played(name="small")
    answer = await ask(big, f"{ACT} § 4", small=small)
    assert (big.roles, small.roles) == ([], ["write"])
    assert answer.model == "small"
    assert {one.provision for one in answer.citations} == {f"{ACT} § 4"}


async def test_a_citation_of_what_is_not_there_costs_no_call() -> None:
    model = Played()
    answer = await ask(model, f"{ACT} § 99")
    assert (model.roles, answer.status) == ([], "abstained")
    assert f"{ACT} § 99" in answer.gaps[0]


@pytest.mark.parametrize(("preset", "hops"), [("single_hop", 1), ("fast", 2), ("comprehensive", 3)])
async def test_a_question_costs_a_plan_a_judgement_a_hop_and_an_answer(
    preset: str, hops: int
) -> None:
    more = [assess("gap", queries=[f"afgift {word}"]) for word in ("cykler", "ansøgning", "frist")]
    big, small = Played(by_role(assess=more, draft=TRUE)), Played(name="small")
    # Each query finds one passage more, so that no hop is without news.
    answer = await ask(big, DANISH, small=small, preset=preset, shelf=OneByOne())
    judged = ["entail"] if preset == "comprehensive" else []
    assert small.roles == ["decompose", *judged]
    assert big.roles == ["assess"] * hops + ["write"]
    assert len(answer.hops) == hops
    assert answer.usage.calls == hops + 2 + len(judged)


@dataclass
class OneByOne(Shelf):
    """Finds one passage more a query."""

    async def find(self, query: Query, **other: Any) -> list[Any]:
        hits = await super().find(replace(query, via=""), **other)
        return hits[: len(self.queries)] or hits


async def test_a_repair_is_one_call_more_and_no_second_is_made() -> None:
    model = Played(by_role(draft=[WRONG, WRONG, TRUE]))
    answer = await ask(model)
    assert model.roles == ["decompose", "assess", "write", "repair"]
    assert answer.usage == Usage(
        calls=4, input_tokens=400, output_tokens=40, cost_usd=pytest.approx(0.004)
    )


@pytest.mark.parametrize("drafts", [[WRONG, TRUE], [TRUE], [WRONG, EMPTY], [WRONG, WRONG]])
async def test_every_call_is_counted_whichever_draft_is_taken(drafts: list[Any]) -> None:
    model = Played(by_role(draft=drafts))
    answer = await ask(model)
    assert answer.usage.calls == len(model.asked)
    assert answer.usage.tokens == len(model.asked) * COST.tokens


async def test_the_better_of_two_drafts_is_taken() -> None:
    both = draft(says(WORDS, (1, WORDS)), says("Afgiften er 60 kr.", (1, WORDS)))
    answer = await ask(Played(by_role(draft=[both, WRONG])))
    assert (answer.status, answer.text) == ("partial", f"{WORDS} [1]")
    assert any(one.startswith("1 ") for one in answer.gaps)


async def test_a_repair_that_fails_leaves_the_first_draft() -> None:
    both = draft(says(WORDS, (1, WORDS)), says("Afgiften er 60 kr.", (1, WORDS)))

    def plays(request: Any) -> Any:
        if "kunne ikke bekræftes" in request.user:
            raise Transient("down", kind="connection")
        return by_role(draft=both)(request)

    answer = await ask(Played(plays))
    assert (answer.status, answer.text) == ("partial", f"{WORDS} [1]")
    assert any("ingen forbindelse" in one for one in answer.notices)


@pytest.mark.parametrize("draft_", [WRONG, draft(says("Sådan er det.", (9, "x")))])
async def test_when_nothing_stands_the_sources_speak(draft_: Any) -> None:
    answer = await ask(Played(by_role(draft=draft_)))
    assert answer.model == "extractive"
    assert answer.citations
    assert any("modellens egne ord kunne ikke bekræftes" in one for one in answer.notices)
    assert "60" not in answer.text


@pytest.mark.parametrize(
    "reply",
    [
        plan(),
        plan("  ", "\n"),
        plan("x" * 1000),
        plan(DANISH, DANISH.upper(), f"  {DANISH}  "),
        plan(*(f"søgning {n}" for n in range(50)), form="comparison"),
        plan("what does it cost", target="x" * 10_000),
    ],
    ids=["none", "blank", "endless", "the question again", "fifty", "another language"],
)
async def test_what_code_knows_of_a_question_survives_any_plan(reply: Any) -> None:
    question = f"Hvad er afgiften efter {ACT} § 4 for personbiler?"
    made = await chat(Played(by_role(plan=reply))).decompose(Task(question=question))
    assert made.language == "da"
    assert made.queries[0].text == question
    assert made.queries[0].keys == (f"{ACT}§4",)
    assert len(made.queries) <= 7
    assert len({one.fingerprint for one in made.queries}) == len(made.queries)
    assert len(made.target) <= 120


async def test_a_query_of_the_model_that_cites_looks_up() -> None:
    made = await chat(Played(by_role(plan=plan(f"{ACT} § 7")))).decompose(Task(question=DANISH))
    assert made.queries[1].keys == (f"{ACT}§7",)
    assert made.queries[1].trust < 1


async def test_an_answer_that_rests_on_an_unfollowed_reference_is_not_sufficient_yet() -> None:
    question = "Hvornår søges fritagelsen for afgift for cykler og udrykningskøretøjer?"
    model = chat(Played(by_role(assess=assess("sufficient", rests_on=[1]))))
    found = await model.assess(Task(question=question), OPEN, evidence(FEE))
    assert (found.verdict, found.sufficiency) == ("gap", "gap")
    assert [query.keys for query in found.queries] == [(f"{ACT}§7",)]
    done = await model.assess(Task(question=question), OPEN, evidence(FEE, EXEMPTION))
    assert (done.verdict, done.sufficiency) == ("sufficient", "sufficient")


async def test_passages_that_were_never_shown_are_rested_on_in_vain() -> None:
    model = chat(Played(by_role(assess=assess("sufficient", rests_on=[0, -1, 99]))))
    found = await model.assess(Task(question=DANISH), OPEN, evidence(FEE))
    assert found.verdict == "sufficient"


async def test_a_reference_is_followed_by_its_number_in_the_list() -> None:
    reply = assess("gap", follow=[1, 9, 0, -1])
    found = await chat(Played(by_role(assess=reply))).assess(
        Task(question=DANISH), OPEN, evidence(FEE)
    )
    assert [(query.keys, query.via) for query in found.queries] == [((f"{ACT}§7",), f"{ACT} § 4")]


async def test_a_query_about_something_else_is_not_run() -> None:
    reply = assess("gap", queries=["kagebagning i Nordjylland", "afgift for motorcykler"])
    found = await chat(Played(by_role(assess=reply))).assess(
        Task(question=DANISH), OPEN, evidence(FEE)
    )
    assert [query.text for query in found.queries] == ["afgift for motorcykler"]


async def test_a_gap_without_a_query_gets_those_of_code() -> None:
    found = await chat(Played(by_role(assess=assess("gap")))).assess(
        Task(question=DANISH), OPEN, evidence(CONTROL)
    )
    assert found.queries


async def test_a_query_that_was_run_is_not_run_again() -> None:
    shelf = Shelf()
    model = Played(by_role(assess=assess("gap", queries=[DANISH, DANISH.upper()]), plan=plan()))
    answer = await ask(model, shelf=shelf, preset="comprehensive")
    texts = [query.text.casefold() for query in shelf.queries]
    assert len(texts) == len(set(texts)) == 1
    assert answer.stop_reason == "stagnated"


async def test_what_cannot_be_answered_is_not_written() -> None:
    reply = assess("unanswerable", missing=["afgiften for broen"], queries=["afgift for cykler"])
    model = Played(by_role(assess=reply))
    answer = await ask(model)
    assert model.roles == ["decompose", "assess", "assess"], "it is believed at a second look"
    assert answer.status == "abstained"
    assert any("afgiften for broen" in one for one in answer.gaps)


async def test_without_evidence_nothing_is_judged_or_written() -> None:
    model = Played()
    answer = await ask(model, shelf=Shelf(()))
    assert model.roles == ["decompose"]
    assert (answer.status, answer.stop_reason) == ("abstained", "no_evidence")


async def test_an_empty_draft_is_an_abstention() -> None:
    reply = {**EMPTY, "not_found": ["afgiften for passage"]}
    answer = await ask(Played(by_role(draft=reply)))
    assert answer.status == "abstained"
    assert any("afgiften for passage" in one for one in answer.gaps)


@pytest.mark.parametrize(("question", "word"), [(DANISH, "kilderne"), (ENGLISH, "sources")])
async def test_a_conflict_is_told(question: str, word: str) -> None:
    cited = f"{ACT} § 4" if question == DANISH else "Mooring permit"
    model = Played(by_role(assess=assess("conflict", conflict=cited)))
    answer = await ask(model, question)
    assert answer.stop_reason == "sufficient"
    assert any(word in one and cited in one for one in answer.notices)


async def test_no_hop_is_begun_once_the_budget_is_spent() -> None:
    model = Played(by_role(assess=assess("gap", queries=["afgift for motorcykler"])))
    answer = await ask(model, token_budget=COST.tokens * 2)
    assert (answer.stop_reason, len(answer.hops)) == ("budget", 1)
    assert answer.status == "partial"
    assert model.roles == ["decompose", "assess", "write"]


async def test_a_model_gets_no_time_that_the_answer_needs() -> None:
    model, now = Played(), 1000.0
    task = Task(question=DANISH, deadline=now + 8)
    await chat(model, clock=lambda: now).decompose(task)
    assert model.asked[0].deadline == now + 8 - RESERVE_S
    await chat(model, clock=lambda: now).decompose(replace(task, deadline=0.0))
    assert now < model.asked[1].deadline < now + 60


async def test_past_the_deadline_code_answers() -> None:
    def plays(request: Any) -> Any:
        raise Permanent("too late", kind="deadline")

    model = Played(plays)
    answer = await ask(model, deadline_s=600)
    assert len(model.asked) == len(set(model.roles)), "what is late isn't tried again"
    assert (answer.model, answer.status) == ("extractive", "partial")
    assert any("tiden var gået" in one for one in answer.notices)


async def test_options_and_the_corpus_version_go_into_each_request() -> None:
    model = Played()
    task = Task(question=DANISH, options=Options(preset="exploratory"), corpus_version="7")
    reasoner = chat(model)
    await reasoner.decompose(task)
    await reasoner.write(task, OPEN, evidence(FEE), Assessment(verdict="sufficient"))
    first, last, judging = model.asked
    assert (judging.role, judging.temperature, judging.preset) == ("entail", 0.0, "exploratory")
    assert (first.temperature, first.preset, first.corpus_version) == (0.15, "exploratory", "7")
    assert (first.max_tokens, last.max_tokens) == (600, 2400)


async def test_what_had_no_room_is_told() -> None:
    long = section("5", f"{FEE.text} " * 2000, id="long")
    reasoner = chat(Played(by_role(draft=TRUE)))
    made = await reasoner.write(
        Task(question=DANISH),
        OPEN,
        evidence(FEE, long),
        Assessment(verdict="sufficient", rests_on=("long",)),
    )
    assert any(f"{ACT} § 5" in one and "ikke læst" in one for one in made.notices)


async def test_repealed_law_is_named_but_not_shown() -> None:
    model = Played()
    await chat(model).write(
        Task(question=DANISH), OPEN, evidence(FEE, REDUCED), Assessment(verdict="sufficient")
    )
    assert f'source="{ACT} § 9"' in model.prompts
    assert "pendlere" not in model.prompts


async def test_only_sentences_that_stand_are_streamed_and_each_once() -> None:
    heard: list[GroundedSentence] = []
    reply = draft(
        says(WORDS, (1, WORDS)),
        says("Afgiften er 60 kr.", (1, WORDS)),
        says("Brotilsynet kan kræve fremlæggelse.", (2, "Brotilsynet kan kræve fremlæggelse")),
        says("Afgiften er 45 kr. for personbiler.", (1, WORDS)),
    )
    task = Task(question=DANISH, on_sentence=heard.append)
    reasoner = chat(Played(by_role(draft=reply)))
    await reasoner.write(task, OPEN, evidence(FEE, CONTROL), Assessment(verdict="sufficient"))
    assert [one.text for one in heard] == [WORDS, "Afgiften er 45 kr. for personbiler."]
    assert all(one.citations[0].quote in FEE.text for one in heard)


async def test_nothing_is_streamed_of_a_repair() -> None:
    heard: list[GroundedSentence] = []
    model = Played(by_role(draft=[WRONG, TRUE]))
    await chat(model).write(
        Task(question=DANISH, on_sentence=heard.append),
        OPEN,
        evidence(FEE),
        Assessment(verdict="sufficient"),
    )
    assert heard == []
    assert [one.on_partial is None for one in model.asked] == [False, True]


@pytest.mark.parametrize(
    "quote",
    [
        "Afgiften  for en\npassage af broen er 12 kr.",
        "»Afgiften for en passage af broen er 12 kr. for motorcykler«",
        "Afgiften for en passage … og 45 kr. for personbiler.",
        "Afgiften for en passage [...] 45 kr. for personbiler",
    ],
)
async def test_a_quote_is_delivered_as_the_source_has_it(quote: str) -> None:
    reply = draft(says("Afgiften for en passage følger af loven.", (1, quote)))
    answer = await ask(Played(by_role(draft=reply)))
    assert answer.model == "big"
    assert answer.citations
    assert all(one.quote in FEE.text for one in answer.citations)


async def test_a_reply_that_was_cut_gives_what_it_finished() -> None:
    half = {"sentences": [says(WORDS, (1, WORDS)), {"text": "Cykl"}]}

    class Cut(Played):
        async def __call__(self, request: Request[R]) -> Reply[R]:
            reply = await super().__call__(request)
            if request.salvage is None or request.role != "write":
                return reply
            value = request.salvage(half)
            assert value is not None
            return replace(reply, value=value, cut=True)

    answer = await ask(Cut())
    assert (answer.model, answer.status, answer.text) == ("big", "partial", f"{WORDS} [1]")
    assert any("afbrudt" in gap for gap in answer.gaps)


async def test_a_repair_is_shown_only_what_is_wrong_and_what_the_text_has_instead() -> None:
    almost = WORDS.replace("45", "60")
    first = draft(says(WORDS, (1, WORDS)), says("Det er så.", (1, almost)), says(WORDS, (1, WORDS)))
    model = Played(by_role(draft=[first, draft()]))
    answer = await ask(model)
    asked = model.asked[-1].prompt.user.rpartition("Disse sætninger")[2]
    assert "2. Det er så." in asked
    assert "1. " not in asked
    assert "teksten har »" in asked
    assert "45 kr. for personbiler" in asked
    assert answer.text.count(WORDS) == 2
    assert any(gap.startswith("1 ") for gap in answer.gaps), "a sentence given up is told"


async def test_an_abstention_says_what_was_found_and_not_read() -> None:
    long = section("5", f"{FEE.text} " * 2000, id="long")
    made = await chat(Played(by_role(draft=EMPTY))).write(
        Task(question=DANISH), OPEN, evidence(FEE, long), Assessment(verdict="gap")
    )
    assert made.sentences == ()
    assert any("ikke læst" in gap and f"{ACT} § 5" in gap for gap in made.gaps)


def reckons(expression: str, text: str, *operands: tuple[str, str, int, str]) -> dict[str, Any]:
    fields = ("name", "figure", "passage", "quote")
    given = [dict(zip(fields, operand, strict=True)) for operand in operands]
    return {"expression": expression, "text": text, "operands": given}


CROSSING = "Vi passerer broen 3 gange. Hvad koster afgiften for personbiler i alt?"
EACH = ("a", "45 kr.", 1, WORDS)
OFTEN = ("n", "3 gange", 0, "")


async def test_a_figure_is_reckoned_by_code_and_shown_with_its_operands() -> None:
    made = reckons("a * n", "Afgiften for passagerne er i alt {result}.", EACH, OFTEN)
    answer = await ask(
        Played(by_role(draft=draft(says(WORDS, (1, WORDS)), calculations=[made]))), CROSSING
    )
    assert answer.status == "answered"
    assert "Anvendt på dit tilfælde: Afgiften for passagerne er i alt 135 kr. [1]" in answer.text
    (calculation,) = answer.calculations
    assert (calculation.written, calculation.result) == ("45 kr. * 3 gange", "135 kr.")
    assert [one.source for one in calculation.operands] == [f"{ACT} § 4, stk. 1", ""]


@pytest.mark.parametrize(
    "made",
    [
        reckons("a * n", "Afgiften for passage er {result}.", EACH, ("n", "4 gange", 0, "")),
        reckons("a * n", "Afgiften for passage er {result}.", ("a", "60 kr.", 1, WORDS), OFTEN),
        reckons("a * n", "Afgiften for passage er {result}.", ("a", "45 kr.", 1, "45 kr."), EACH),
        reckons("a * 3", "Afgiften for passage er {result}.", EACH),
        reckons("a * n", "Afgiften for passage er 136 kr.", EACH, OFTEN),
        reckons("n", "Afgiften for passage er {result}.", OFTEN),
    ],
    ids=["no such figure asked", "no such figure", "two amounts", "a number", "its own", "no law"],
)
async def test_a_calculation_that_can_not_be_checked_is_struck(made: dict[str, Any]) -> None:
    model = Played(by_role(draft=draft(says(WORDS, (1, WORDS)), calculations=[made])))
    answer = await ask(model, CROSSING)
    assert answer.calculations == ()
    assert (answer.status, answer.text) == ("partial", f"{WORDS} [1]")
    assert "repair" not in model.roles


async def test_an_english_question_on_an_english_source_is_answered_in_english() -> None:
    answer = await ask(Played(), ENGLISH)
    assert answer.citations[0].provision == MOORING.provision
    assert answer.status == "answered"
