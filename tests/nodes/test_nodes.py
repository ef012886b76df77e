"""What single nodes promise beyond what a whole run shows."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from lexhop.nodes.answer import WriteAnswer
from lexhop.nodes.decompose import Decompose
from lexhop.nodes.reason import MOST_QUERIES, Reason
from lexhop.nodes.retrieve import Retrieve
from lexhop.resilience.errors import Transient
from lexhop.retrieval.ports import Hit, Missed
from lexhop.retrieval.search import StoreSearch
from lexhop.state.options import Options
from lexhop.state.plan import Assessment, Plan, Provenance, Query
from lexhop.state.records import Evidence, Hop, Origin, StopReason, Usage, Verdict
from lexhop.state.research import Research
from tests.memory_store import MemoryStore
from tests.retrieval.small import article, section
from tests.scripted import Scripted

QUERY = Query(text="CPL § 6", keys=("cykelpuljeloven§6",), locators=("stk. 1",))


async def test_the_first_node_fixes_run_deadline_and_corpus(examples: MemoryStore) -> None:
    node = Decompose(
        reasoner=Scripted((QUERY,)), store=examples, clock=lambda: 100.0, new_id=lambda: "run"
    )
    state = Research(question=" Hvad? ", options=Options(deadline_s=5))
    update = await node(state)
    assert (update["run_id"], update["started"], update["deadline"]) == ("run", 100.0, 105.0)
    assert update["corpus_version"] == await examples.version()


async def test_a_resumed_run_keeps_what_was_fixed(examples: MemoryStore) -> None:
    node = Decompose(reasoner=Scripted((QUERY,)), store=examples, clock=lambda: 100.0)
    state = Research(
        question="Hvad?", run_id="old", started=1.0, deadline=2.0, corpus_version="1.1.1"
    )
    update = await node(state)
    assert (update["run_id"], update["started"], update["deadline"]) == ("old", 1.0, 2.0)
    assert update["corpus_version"] == "1.1.1"


async def test_an_empty_question_is_refused(examples: MemoryStore) -> None:
    with pytest.raises(ValueError, match="empty"):
        await Decompose(reasoner=Scripted((QUERY,)), store=examples)(Research(question=" "))


async def test_evidence_has_the_part_that_was_asked_for(examples: MemoryStore) -> None:
    node = Retrieve(search=StoreSearch(examples, {}))
    version = await examples.version()
    update = await node(Research(question="?", queries=(QUERY,), corpus_version=version))
    first = update["evidence"][0]
    assert first.passage.provision == "cykelpuljeloven § 6"
    assert first.span.startswith("§ 6.")
    assert first.span in first.passage.text
    assert len(first.span) < len(first.passage.text)


async def test_a_query_brings_only_what_is_new(examples: MemoryStore) -> None:
    node = Retrieve(search=StoreSearch(examples, {}))
    queries = (Query(text="tilskud til cykelveje"), Query(text="tilskud til en cykelvej"))
    state = Research(question="?", queries=queries, corpus_version=await examples.version())
    update = await node(state)
    ids = [one.passage.id for one in update["evidence"]]
    assert len(ids) == len(set(ids)) == 2 * state.options.docs_per_hop


@pytest.mark.parametrize("kind", [Reason, WriteAnswer])
async def test_a_node_entered_without_a_plan_says_so(
    kind: type[Reason] | type[WriteAnswer], examples: MemoryStore
) -> None:
    reasoner = Scripted((QUERY,))
    node = (
        Reason(reasoner=reasoner)
        if kind is Reason
        else WriteAnswer(reasoner=reasoner, store=examples)
    )
    with pytest.raises(ValueError, match="start the graph at its first node"):
        await node(Research(question="?"))


class Deaf(StoreSearch):
    """Has no vectors at the moment."""

    async def find(self, query: Query, *, missed: Missed | None = None, **more: Any) -> list[Hit]:
        if missed is not None:
            missed(Transient("the embedder is away"))
        return await super().find(query, **more)


async def test_a_search_without_its_vectors_still_finds_and_says_so_once(
    examples: MemoryStore,
) -> None:
    node = Retrieve(search=Deaf(examples, {}))
    queries = (Query(text="tilskud til cykelveje"), Query(text="rente"))
    state = Research(question="?", queries=queries, corpus_version=await examples.version())
    update = await node(state)
    assert update["evidence"]
    assert update["gaps"] == ("searched by words only; the embeddings could not be used",)


NOW = 100.0
MORE = Query(text="mere")
FOUND = Evidence(
    passage=section("1", "Både males."), span="", score=1.0, hop=1, origin=Origin("words")
)
PLAN = Plan(form="open", language="da", queries=(QUERY,))


def judged(verdict: Verdict, *queries: Query, tokens: int = 0) -> Assessment:
    usage = Usage(calls=1, input_tokens=tokens)
    return Assessment(verdict=verdict, queries=queries, provenance=Provenance(usage=usage))


def searched(**values: Any) -> Research:
    """After a hop that found something new."""
    plain: dict[str, Any] = {
        "question": "?",
        "plan": PLAN,
        "evidence": (FOUND,),
        "found": (FOUND.passage.id,),
        "options": Options(preset="comprehensive"),
    }
    return Research(**{**plain, **values})


@dataclass(frozen=True)
class Case:
    assessed: Assessment
    stop: StopReason | None
    state: Research = field(default_factory=searched)


def budget(tokens: int, used: int) -> Research:
    usage = Usage(calls=1, input_tokens=used)
    return searched(options=Options(preset="comprehensive", token_budget=tokens), usage=usage)


GAP, NO_MORE, ENOUGH = judged("gap", MORE), judged("gap"), judged("sufficient")
FAILED = ("søgningen mislykkedes",)
STOPS = {
    "there is more to ask": Case(GAP, None),
    "it is enough": Case(ENOUGH, "sufficient"),
    "it is enough, though the time is up": Case(ENOUGH, "sufficient", searched(deadline=NOW)),
    "it is enough, though a search failed": Case(ENOUGH, "sufficient", searched(gaps=FAILED)),
    "the time is up": Case(GAP, "deadline", searched(deadline=NOW)),
    "there is time left": Case(GAP, None, searched(deadline=NOW + 1)),
    "the time is up before a failed search tells": Case(
        NO_MORE, "deadline", searched(deadline=NOW - 1, gaps=FAILED)
    ),
    "the budget is spent to the token": Case(
        judged("gap", MORE, tokens=40), "budget", budget(100, 60)
    ),
    "the budget has a token left": Case(judged("gap", MORE, tokens=39), None, budget(100, 60)),
    "no budget is set": Case(judged("gap", MORE, tokens=10**6), None),
    "there is nothing more to ask": Case(NO_MORE, "stagnated"),
    "a model says that more can't help": Case(judged("stagnated", MORE), "stagnated"),
    "all was asked before": Case(GAP, "stagnated", searched(asked=(MORE.fingerprint,))),
    "a search failed and there is nothing more to ask": Case(
        NO_MORE, "degraded", searched(gaps=FAILED)
    ),
    "all searches failed": Case(NO_MORE, "degraded", searched(gaps=FAILED, evidence=(), found=())),
    "a search failed, but there is more to ask": Case(GAP, None, searched(gaps=FAILED)),
    "nothing is found": Case(NO_MORE, "no_evidence", searched(evidence=(), found=())),
    "nothing is found, but there is more to ask": Case(GAP, None, searched(evidence=(), found=())),
    "no hop is left": Case(GAP, "hop_limit", searched(options=Options(preset="single_hop"))),
}


async def reason(state: Research, assessed: Assessment) -> Any:
    scripted = Scripted((QUERY,), (assessed,))
    return await Reason(reasoner=scripted, clock=lambda: NOW)(state)


@pytest.mark.parametrize("case", STOPS.values(), ids=STOPS)
async def test_the_search_stops_where(case: Case) -> None:
    update = await reason(case.state, case.assessed)
    assert update.get("stop_reason") == case.stop


def hop(number: int, *found: str) -> Hop:
    return Hop(number=number, queries=("q",), found=found, verdict="gap", missing=(), took_ms=1.0)


@pytest.mark.parametrize(
    ("before", "found", "verdict"),
    [
        ((hop(1, "a"), hop(2, "b")), ("b",), "gap"),
        ((hop(1, "a"), hop(2, "a")), ("a",), "stagnated"),
        ((hop(1, "a"), hop(2)), (), "stagnated"),
        ((hop(1, "a"), hop(2, "a")), ("a", "b"), "gap"),
        ((hop(1), hop(2, "a")), ("a",), "gap"),
        ((hop(1, "a"), hop(2, "b"), hop(3, "a")), ("b",), "stagnated"),
    ],
)
async def test_two_hops_in_a_row_that_find_nothing_new_are_enough(
    before: tuple[Hop, ...], found: tuple[str, ...], verdict: Verdict
) -> None:
    update = await reason(searched(hops=before, found=found), GAP)
    assert update["hops"][0].verdict == verdict


async def test_a_hop_is_written_down_as_it_went() -> None:
    state = searched(queries=(QUERY,), hop_started=NOW - 1.5, hops=(hop(1, "a"),))
    update = await reason(state, Assessment(verdict="gap", missing=("frist",), queries=(MORE,)))
    assert update["hops"] == (
        Hop(
            number=2,
            queries=(QUERY.text,),
            found=(FOUND.passage.id,),
            verdict="gap",
            missing=("frist",),
            took_ms=1500.0,
        ),
    )


async def test_what_failed_in_judging_is_told() -> None:
    failed = Provenance(failures=("timeout",))
    update = await reason(searched(), Assessment(verdict="gap", provenance=failed))
    assert update["failures"] == ("timeout",)


async def test_the_next_hop_asks_each_query_once_and_no_more_than_are_allowed() -> None:
    many = [Query(text=f"nr. {number}") for number in range(MOST_QUERIES + 2)]
    asked = judged("gap", many[0], many[1], many[1], *many[1:])
    update = await reason(searched(asked=(many[0].fingerprint,)), asked)
    assert list(update["queries"]) == many[1 : MOST_QUERIES + 1]


@pytest.mark.parametrize(
    ("question", "status"),
    [("Hvor tit males en båd?", "partial"), ("Hvordan er praksis for både?", "answered")],
)
async def test_guidance_alone_is_no_answer_of_law(
    examples: MemoryStore, question: str, status: str
) -> None:
    guide = article("Vejledning om både", "En båd males hvert år.", language="da")
    item = Evidence(
        passage=guide, span="", score=1, hop=1, origin=Origin("words"), authority="guidance"
    )
    node = WriteAnswer(reasoner=Scripted((QUERY,)), store=examples)
    plan = Plan(form="open", language="da", queries=(QUERY,))
    state = Research(question=question, plan=plan, evidence=(item,), stop_reason="sufficient")
    answer = (await node(state))["answer"]
    assert answer.status == status
    assert answer.citations[0].kind == "guidance"
    assert any("alene på vejledning" in notice for notice in answer.notices)


async def test_guidance_with_a_text_of_another_kind_is_no_answer_of_law(
    examples: MemoryStore,
) -> None:
    guide = article("Vejledning om både", "En båd males hvert år.", language="da")
    letter = article("Brev om både", "En båd vaskes hvert år.", language="da")
    found = tuple(
        Evidence(
            passage=passage, span="", score=1, hop=1, origin=Origin("words"), authority=authority
        )
        for passage, authority in ((guide, "guidance"), (letter, ""))
    )
    node = WriteAnswer(reasoner=Scripted((QUERY,)), store=examples)
    plan = Plan(form="open", language="da", queries=(QUERY,))
    state = Research(
        question="Hvor tit males en båd?", plan=plan, evidence=found, stop_reason="sufficient"
    )
    answer = (await node(state))["answer"]
    assert [each.kind for each in answer.citations] == ["guidance", "prose"]
    assert answer.status == "partial"
    assert any("alene på vejledning" in notice for notice in answer.notices)
