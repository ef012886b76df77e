"""An answer cites what it rests on, and says nothing else, and the check is what holds that."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from lexhop.evals.harness.gates import Gates, check
from lexhop.graph.build import build_graph
from lexhop.nodes import answer as answering
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.reasoning.grounding import check as checking
from lexhop.reasoning.grounding import claims, quoted, sources
from lexhop.state.options import Options
from lexhop.state.plan import Draft, Query, Quote, Sentence
from lexhop.state.records import Answer, Passage
from lexhop.state.research import Research
from tests.gates import law, prose
from tests.gates.loosened import with_source
from tests.gates.measure import names_of, stored
from tests.scripted import Scripted

CITED = Gates(at_least={"cited": 0.94, "verbatim": 1.0})
HONEST = Gates(at_least={"truths": 1.0}, at_most={"lies": 0.0})


async def answered(passages: Sequence[Passage], reasoner: Any, question: str) -> Answer:
    graph = build_graph(await stored(passages), reasoner)
    start = Research(question=question, options=Options(preset="comprehensive"))
    answer: Answer = (await graph.ainvoke(start))["answer"]
    return answer


def is_verbatim(answer: Answer, passages: Sequence[Passage]) -> bool:
    texts = {one.id: one.text for one in passages}
    return all(one.quote and one.quote in texts[one.passage_id] for one in answer.citations)


async def test_answers_cite_all_that_they_need() -> None:
    cited, verbatim = [], []
    for passages, questions in (
        (law.PASSAGES, law.QUESTIONS),
        (prose.PASSAGES, prose.QUESTIONS),
    ):
        names = names_of(passages)
        loaded = frozenset(one.act for one in passages if one.act)
        reasoner = ExtractiveReasoner(acts=names, loaded=loaded)
        for question in questions:
            answer = await answered(passages, reasoner, question.text)
            cited.append(set(question.gold) <= {one.provision for one in answer.citations})
            verbatim.append(is_verbatim(answer, passages))
    got = {
        "cited": sum(cited) / len(cited),
        "verbatim": sum(verbatim) / len(verbatim),
    }
    assert check(CITED, got, of="answers").failures == ()


LAW = next(one for one in law.PASSAGES if one.provision == "masteloven § 41")
OTHER = next(one for one in law.PASSAGES if one.provision == "kajloven § 41")
FINE = "Skipperen betaler 1.400 kr. første gang"
TERM = "Rederen skriver senest 21 dage før afgangen"


@dataclass(frozen=True)
class Said:
    """A sentence of a draft and its quotes: of the passages, to the letter or not."""

    text: str
    quotes: tuple[tuple[Passage, str], ...]

    @property
    def sentence(self) -> Sentence:
        quotes = (Quote(passage_id=one.id, text=text) for one, text in self.quotes)
        return Sentence(text=self.text, quotes=tuple(quotes))


TRUTHS = (
    Said("Skipperen betaler 1.400 kr.", ((LAW, FINE),)),
    Said("Efter § 41 betaler skipperen.", ((LAW, FINE),)),
    Said("Rederen skriver højst 21 dage før.", ((OTHER, TERM + " fra havnen"),)),
    Said("Skipperen betaler, og rederen skriver.", ((LAW, FINE), (OTHER, TERM))),
)
LIES = (
    Said("Skipperen betaler 1.500 kr.", ((LAW, FINE),)),
    Said("Skipperen betaler 1.400 euro.", ((LAW, FINE),)),
    Said("Skipperen betaler tusind kroner.", ((LAW, FINE),)),
    Said("Efter § 99 betaler skipperen.", ((LAW, FINE),)),
    Said("Skipperen betaler ikke her.", ((LAW, "Skipperen betaler 1.500 kr. første gang"),)),
    Said("Skipperen betaler altid.", ((LAW, FINE + "!"),)),
    Said("Skipperen betaler altid to steder.", ((LAW, FINE), (OTHER, FINE))),
    Said("Skipperen betaler straks.", ()),
    Said("Skipperen betaler sent.", ((LAW, " "),)),
    Said("Skipperen betaler på https://example.org.", ((LAW, FINE),)),
    Said("Rederen skriver tidligst 21 dage før afgangen.", ((OTHER, TERM),)),
    Said("Skipperen ikke betaler.", ((LAW, FINE),)),
    Said("Månen er en rund ost over byen.", ((LAW, FINE),)),
    Said("The skipper is to pay it, and this is the fine that he has.", ((LAW, FINE),)),
)


async def honesty() -> dict[str, float]:
    """What reaches a reader of drafts in which each lie stands between truths."""
    keys = ("masteloven§41", "kajloven§41")
    query = Query(text="Hvad betaler skipperen?", keys=keys, locators=("", ""))
    truths = lies = 0
    for lie in LIES:
        draft = Draft(sentences=tuple(one.sentence for one in (*TRUTHS, lie)))
        answer = await answered((LAW, OTHER), Scripted((query,), draft=draft), query.text)
        truths += sum(one.text in answer.text for one in TRUTHS)
        lies += lie.text in answer.text
    return {"truths": truths / len(TRUTHS) / len(LIES), "lies": lies / len(LIES)}


async def test_truths_reach_the_reader_and_lies_do_not() -> None:
    assert check(HONEST, await honesty(), of="drafts").failures == ()


BOTH = """negated = [*claim.negated(), *claim.reversed_limits(denied=denied)]
    yield from (("negated", words) for words in negated or dict.fromkeys(contradictions(statement)))
"""
LIMITS = """yield from (("negated", words) for words in claim.reversed_limits(denied=denied))
"""
FIGURES = """quoted = {figure.value for figure in self._quoted}
        measures = {figure.measure for figure in self._quoted}"""
LOOSENED = {
    "figures aren't looked at": (claims, "and figure.text.casefold() not in words", "and False"),
    "units aren't looked at": (claims, "elif figure.unit and units and", "elif False and"),
    "sections aren't looked at": (checking, "for name in sources.from_nowhere()", "for name in ()"),
    "a quote needn't stand in its passage": (
        quoted, "return passage.text.find(quote.text)",
        "return max(passage.text.find(quote.text), 0)",
    ),
    "links aren't looked at": (checking, "claim.links_from_nowhere()", "()"),
    "limits aren't looked at": (checking, "*claim.reversed_limits(denied=denied)", "*()"),
    "negations aren't looked at": (checking, BOTH, LIMITS),
    "a quote may be about something else": (checking, "not claim.is_supported(language)", "False"),
}  # fmt: skip
STRICTER = {
    "a figure is never quoted": (claims, FIGURES, "quoted, measures = set(), set()"),
    "a section is never cited": (sources, "place.key == provision_key", "False and provision_key"),
    "every sentence is struck": (checking, "if faults:", "if True:"),
}


async def honesty_with(
    module: ModuleType, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> dict[str, float]:
    checking.beyond_quotes.cache_clear()
    source = inspect.getsource(module)
    assert source.count(old) == 1, f"{old!r} is to stand once in {module.__name__}"
    changed = with_source(module, source.replace(old, new))
    if module is claims:
        monkeypatch.setattr(checking, "Claim", changed["Claim"])
    elif module is quoted:
        monkeypatch.setattr(checking, "start_of", changed["start_of"])
        monkeypatch.setattr(checking, "quoted_from", changed["quoted_from"])
    elif module is sources:
        monkeypatch.setattr(checking, "NamedSources", changed["NamedSources"])
    else:
        monkeypatch.setattr(answering, "ground", changed["ground"])
    try:
        return await honesty()
    finally:
        checking.beyond_quotes.cache_clear()


@pytest.mark.parametrize("change", LOOSENED.values(), ids=LOOSENED)
async def test_a_lie_gets_through_where(
    change: tuple[ModuleType, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    got = await honesty_with(*change, monkeypatch)
    assert got["lies"] > 0
    assert check(HONEST, got, of="drafts").failures


@pytest.mark.parametrize("change", STRICTER.values(), ids=STRICTER)
async def test_a_truth_is_struck_where(
    change: tuple[ModuleType, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    got = await honesty_with(*change, monkeypatch)
    assert got["truths"] < 1
    assert check(HONEST, got, of="drafts").failures
