"""What only guidance says may not be called law."""

from dataclasses import replace

import pytest

from lexhop.reasoning.grounding.check import ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Authority, Evidence, Origin, Passage
from tests.retrieval.small import article, section

GUIDE = article(
    "Vejledning om både",
    "En båd skal males hvert år. Efter loven skal den have et navn.",
    language="da",
)
LAW = section("1", "En båd skal males hvert år.")
MALED = "En båd skal males hvert år."


def faults(
    text: str, quote: str, passage: Passage = GUIDE, authority: Authority = "guidance"
) -> set[str]:
    item = Evidence(
        passage=passage, span="", score=1, hop=1, origin=Origin("words"), authority=authority
    )
    sentence = Sentence(text=text, quotes=(Quote(passage_id=passage.id, text=quote),))
    return {one.fault for one in ground(Draft(sentences=(sentence,)), [item], "da").violations}


@pytest.mark.parametrize(
    "text",
    [
        "Efter loven skal en båd males hvert år.",
        "Loven kræver, at en båd males hvert år.",
        "En båd skal ifølge lovgivningen males hvert år.",
    ],
)
def test_what_a_guide_says_is_not_the_law(text: str) -> None:
    assert "law_from_guidance" in faults(text, MALED)
    assert "law_from_guidance" in faults(text, MALED, authority="decision")
    assert "law_from_guidance" not in faults(text, LAW.text, LAW, "")


def test_what_a_guide_says_may_be_said() -> None:
    assert faults("Efter vejledningen skal en båd males hvert år.", MALED) == set()


def test_what_a_guide_says_of_the_law_may_be_repeated() -> None:
    quote = "Efter loven skal den have et navn."
    assert faults("Efter loven skal den have et navn.", quote) == set()


def test_a_sentence_on_both_may_speak_of_the_law() -> None:
    both = [
        Evidence(
            passage=GUIDE, span="", score=1, hop=1, origin=Origin("words"), authority="guidance"
        ),
        Evidence(passage=LAW, span="", score=1, hop=1, origin=Origin("words")),
    ]
    quotes = tuple(Quote(passage_id=one.passage.id, text=MALED) for one in both)
    sentence = Sentence(text="Efter loven skal en båd males hvert år.", quotes=quotes)
    grounded = ground(Draft(sentences=(sentence,)), both, "da")
    assert "law_from_guidance" not in {one.fault for one in grounded.violations}
    assert [one.kind for one in grounded.citations] == ["guidance", "provision"]


def test_a_citation_of_plain_prose_says_that_it_is_prose() -> None:
    plain = replace(GUIDE, id="x")
    item = Evidence(passage=plain, span="", score=1, hop=1, origin=Origin("words"))
    sentence = Sentence(text=MALED, quotes=(Quote(passage_id="x", text=MALED),))
    assert [one.kind for one in ground(Draft(sentences=(sentence,)), [item]).citations] == ["prose"]
