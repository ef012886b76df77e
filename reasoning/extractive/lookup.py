"""Answering with provisions that a question asks for by their number."""

from collections.abc import Sequence

from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.prompts import phrase
from lexhop.reasoning.extractive.quoting import quoting
from lexhop.reasoning.extractive.selection import select
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Plan, Sentence
from lexhop.state.records import Evidence, Origin, Passage

LONGEST_QUOTE = 2400
"""Characters of a provision that are quoted whole."""
MOST_BLOCKS = 5


def not_found(plan: Plan, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The provisions that `plan` cites and that nothing in evidence is of."""
    found = {key for one in evidence for key in own_keys(one.passage)}
    return tuple(
        provision
        for query in plan.queries
        for key, provision in zip(query.keys, query.provisions, strict=True)
        if key not in found
    )


def looked_up(
    plan: Plan, evidence: Sequence[Evidence], asked: QueryTerms, loaded: frozenset[str]
) -> tuple[list[Sentence], list[str]]:
    """The parts of provisions that `plan` cites, quoted, and why any of them is not."""
    sentences: list[Sentence] = []
    gaps: list[str] = []
    for query in plan.queries:
        for key, locator, provision in zip(
            query.keys, query.locators, query.provisions, strict=True
        ):
            passages = [one.passage for one in evidence if key in own_keys(one.passage)]
            if not passages:
                gaps.append(_absent(plan.language, provision, loaded))
            elif passages[0].repealed:
                gaps.append(phrase(plan.language, "repealed", provision=passages[0].provision))
            else:
                quotes, gap = _parts(passages, locator, asked, bare=plan.form == "lookup")
                sentences += [quoting(plan.language, *quote) for quote in quotes]
                gaps += gap
    return sentences, gaps


def _absent(language: str, provision: str, loaded: frozenset[str]) -> str:
    act = provision.rpartition(" § ")[0]
    if act.casefold() in {name.casefold() for name in loaded}:
        return phrase(language, "missing_provision", provision=provision)
    return phrase(language, "missing_act", act=act, provision=provision)


_Span = tuple[Passage, int, int]


def _parts(
    passages: Sequence[Passage], locator: str, asked: QueryTerms, *, bare: bool
) -> tuple[list[_Span], list[str]]:
    """The spans that make up the part asked for, and what is to be said about it.

    `bare` is a question that asks for nothing but the provision: a long one is quoted from its
    beginning then, and where the question has words of its own, where these are.
    """
    language, provision = asked.language, passages[0].provision
    spans = [
        (passage, *span) for passage in passages if (span := part_of(passage, locator)) is not None
    ]
    if not spans:
        gap = phrase(language, "missing_part", provision=provision, locator=locator)
        return [_opening(passages[0])], [gap]
    if sum(end - start for _, start, end in spans) <= LONGEST_QUOTE or locator:
        return spans, []
    shortened = phrase(language, "shortened", provision=provision)
    if bare:
        return [_opening(passages[0])], [shortened]
    cited = Origin("citation")
    evidence = [Evidence(passage=one, span="", score=1, hop=1, origin=cited) for one in passages]
    chosen = select(asked, evidence, MOST_BLOCKS)
    ordered = sorted(chosen, key=lambda one: (one.passage.position, one.start))
    return [(one.passage, one.start, one.end) for one in ordered], [shortened]


def _opening(passage: Passage) -> _Span:
    """The sentences that a passage begins with, as many as may be quoted."""
    ends = [end for _, end in sentence_spans(passage.text)]
    return passage, 0, max((end for end in ends if end <= LONGEST_QUOTE), default=ends[0])
