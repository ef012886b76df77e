"""Answers without a model: what is quoted, what is followed, and when there is no answer."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.graph.build import build_graph
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from lexhop.state.records import Answer, Status
from lexhop.state.research import Research

TOKENS = TokenCounter("estimate", estimate_tokens)


@pytest.fixture(scope="module")
def names() -> ActNames:
    return known_acts()


async def ask(store: LanceStore, names: ActNames, question: str, preset: str = "fast") -> Answer:
    acts = await store.acts()
    for act in acts:
        names.add(act.name, act.names)
    reasoner = ExtractiveReasoner(acts=names, loaded=frozenset(act.name for act in acts))
    graph = build_graph(store, reasoner, search=StoreSearch(store, {}))
    state = await graph.ainvoke(Research(question=question, options=Options(preset=preset)))
    answer: Answer = state["answer"]
    return answer


@dataclass(frozen=True)
class Case:
    question: str
    status: Status
    citations: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


LOOKED_UP = {
    "a subsection": Case(
        "Hvad kræver CPL § 6, stk. 1?", "answered", ("cykelpuljeloven § 6, stk. 1",)
    ),
    "two provisions": Case(
        "Hvad siger CPL § 1 og HBDL § 14, stk. 1?",
        "answered",
        ("cykelpuljeloven § 1", "havnebadsloven § 14, stk. 1"),
    ),
    "a subsection that isn't there": Case(
        "Hvad siger CPL § 6, stk. 9?",
        "partial",
        ("cykelpuljeloven § 6",),
        ("cykelpuljeloven § 6 har ikke stk. 9",),
    ),
    "a repealed provision": Case(
        "Hvad siger CPL § 7?",
        "abstained",
        gaps=("cykelpuljeloven § 7 er ophævet og citeres derfor ikke",),
    ),
    "one of a repealed range": Case(
        "Hvad siger GSTL § 13?",
        "abstained",
        gaps=("grønstøtteloven §§ 12-14 er ophævet og citeres derfor ikke",),
    ),
    "a section that isn't there": Case(
        "Hvad siger CPL § 99?",
        "abstained",
        gaps=("cykelpuljeloven § 99 findes ikke i den udgave, der er søgt i",),
    ),
    "an act that isn't loaded": Case(
        "What does LL § 9 C say?",
        "abstained",
        gaps=("ligningsloven is not loaded (ligningsloven § 9 C)",),
    ),
    "a question about a repealed provision": Case(
        "Hvem kunne søge efter CPL § 7, mens den gjaldt?",
        "abstained",
        gaps=("cykelpuljeloven § 7 er ophævet og citeres derfor ikke",),
    ),
    "more provisions than a hop keeps": Case(
        "Hvad siger CPL § 1, stk. 1, § 2, § 4, stk. 1, § 5, stk. 1, og § 6, stk. 1?",
        "answered",
        (
            "cykelpuljeloven § 1, stk. 1",
            "cykelpuljeloven § 2",
            "cykelpuljeloven § 4, stk. 1",
            "cykelpuljeloven § 5, stk. 1",
            "cykelpuljeloven § 6, stk. 1",
        ),
    ),
    "a number that isn't there": Case(
        "Hvad siger CPL § 6, stk. 1, nr. 40?",
        "partial",
        ("cykelpuljeloven § 6",),
        ("cykelpuljeloven § 6 har ikke stk. 1, nr. 40",),
    ),
    "nothing in particular": Case(
        "Hvad gælder?",
        "abstained",
        gaps=("spørgsmålet siger ikke, hvad det gælder; nævn en lov, en paragraf eller et emne",),
    ),
    "a subject that the cited provision doesn't have": Case(
        "Hvad siger CPL § 2 om pingviner?",
        "partial",
        ("cykelpuljeloven § 2",),
        ("intet fundet om: pingviner",),
    ),
    "a duty whose act isn't loaded": Case(
        "Hvor meget er registreringsafgiften for en ny bil til kommunen?",
        "abstained",
        gaps=("registreringsafgiftsloven er ikke indlæst",),
    ),
}


@pytest.mark.parametrize("case", LOOKED_UP.values(), ids=LOOKED_UP.keys())
async def test_what_is_asked_for_by_number_is_given_or_said_to_be_missing(
    case: Case, examples: LanceStore, names: ActNames
) -> None:
    answer = await ask(examples, names, case.question)
    assert answer.status == case.status
    assert tuple(one.citation for one in answer.citations) == case.citations
    assert answer.gaps == case.gaps


async def test_quotes_stand_verbatim_and_exactly_where_they_are_cited(
    examples: LanceStore, names: ActNames
) -> None:
    answer = await ask(examples, names, "Hvad kræver CPL § 6, stk. 1?")
    [citation] = answer.citations
    [passage] = await examples.get([citation.passage_id])
    assert citation.quote in passage.text
    assert citation.quote in answer.text
    assert answer.text.endswith("[1]")


async def test_a_fact_that_the_cited_provision_leaves_to_another_is_fetched_there(
    examples: LanceStore, names: ActNames
) -> None:
    question = "Hvor mange kroner er det grundbeløb, som HBDL § 15, stk. 1, regner gebyret af?"
    answer = await ask(examples, names, question)
    provisions = [citation.provision for citation in answer.citations]
    assert provisions[0] == "havnebadsloven § 15"


async def test_a_comparison_has_both_sides(examples: LanceStore, names: ActNames) -> None:
    question = (
        "Hvad er forskellen på tilsynsgebyret for havnebade og tilskuddet til kommuners cykelveje?"
    )
    answer = await ask(examples, names, question)
    acts = {citation.provision.split(" §")[0] for citation in answer.citations}
    assert {"havnebadsloven", "cykelpuljeloven"} <= acts


async def test_prose_is_quoted_under_its_title(examples: LanceStore, names: ActNames) -> None:
    answer = await ask(examples, names, "Which team maintains the Kestrel Service?")
    assert answer.citations[0].provision == "kestrel-service"
    assert answer.text.splitlines()[1].startswith("Kestrel Service")


async def test_what_nothing_is_about_is_not_answered(examples: LanceStore, names: ActNames) -> None:
    answer = await ask(examples, names, "Hvornår udklækkes pingviner på Sydpolen?")
    assert (answer.status, answer.citations) == ("abstained", ())
    assert "pingviner" in answer.gaps[0]
    assert answer.text.startswith("Det kan ikke besvares")


async def test_words_that_nothing_has_are_named(examples: LanceStore, names: ActNames) -> None:
    question = (
        "Hvor stort er tilskuddet til kommuners cykelveje, når de asfalteres med gummigranulat?"
    )
    answer = await ask(examples, names, question)
    assert answer.status == "partial"
    assert any("gummigranulat" in gap for gap in answer.gaps)


@pytest.mark.parametrize(
    ("question", "quoted", "at_most"),
    [
        ("Hvad siger broloven § 1?", "Broer er åbne.", 2500),
        ("Hvornår åbnes bro nummer 31 efter broloven § 1?", "Bro nummer 31 åbnes", 4000),
    ],
)
async def test_a_long_provision_is_quoted_in_part_and_that_is_said(
    question: str, quoted: str, at_most: int, tmp_path: Path, names: ActNames
) -> None:
    subsections = "\n\n".join(
        f"Stk. {number}. " + f"Bro nummer {number} åbnes for passage, når vejret tillader det. " * 3
        for number in range(2, 40)
    )
    act = tmp_path / "act.md"
    act.write_text(f"---\nshort_title: broloven\n---\n\n§ 1. Broer er åbne.\n\n{subsections}\n")
    store = LanceStore(tmp_path / "store")
    await Ingest(collection=store, acts=names, tokens=TOKENS)([act])
    answer = await ask(store, names, question)
    assert answer.status == "partial"
    assert answer.gaps == ("broloven § 1 er lang; her vises en del af den",)
    assert any(quoted in citation.quote for citation in answer.citations)
    assert sum(len(citation.quote) for citation in answer.citations) < at_most


async def test_what_the_newest_version_repealed_is_not_quoted_from_an_older_one(
    tmp_path: Path, names: ActNames
) -> None:
    for year, bottom in (("2015", "§ 2. Bøden for støj er 900 kr."), ("2022", "§ 2. (Ophævet)")):
        (tmp_path / f"{year}.md").write_text(
            f"---\nshort_title: støjloven\nnumber: LBK nr. 1 af {year}-01-01\n"
            f"date: {year}-01-01\n---\n\n§ 1. Støj er forbudt om natten.\n\n{bottom}\n"
        )
    store = LanceStore(tmp_path / "store")
    await Ingest(collection=store, acts=names, tokens=TOKENS)([tmp_path])
    answer = await ask(store, names, "Hvor stor er bøden for støj om natten?")
    assert all("900" not in citation.quote for citation in answer.citations)
    old = await store.by_key(["støjloven§2"])
    assert {passage.repealed for passage in old} == {True, False}


async def test_a_historic_version_is_answered_from_and_said_to_be_one(
    tmp_path: Path, names: ActNames
) -> None:
    act = tmp_path / "act.md"
    act.write_text(
        "---\nshort_title: gammelloven\nnumber: LBK nr. 9 af 2001-01-01\nstatus: Historic\n"
        "valid_from: 2001-01-01\nvalid_to: 2010-01-01\n---\n\n§ 1. Heste har vigepligt.\n"
    )
    store = LanceStore(tmp_path / "store")
    await Ingest(collection=store, acts=names, tokens=TOKENS)([act])
    answer = await ask(store, names, "Hvad siger gammelloven § 1?")
    assert answer.status == "answered"
    assert answer.notices == (
        "gammelloven (LBK nr. 9 af 2001-01-01) er en historisk udgave, gældende til 2010-01-01",
    )
