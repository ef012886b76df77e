"""Answers with provisions that a question cites."""

from collections.abc import Sequence

from lexhop.corpus.citations.fine_parts import coarse_of, exact_parts, may_hide
from lexhop.corpus.citations.references import own_keys
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.prompts import phrase
from lexhop.reasoning.extractive.quoting import quoting
from lexhop.reasoning.extractive.selection import candidates, select
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Plan, Sentence
from lexhop.state.records import Evidence, Origin, Passage


def not_found(plan: Plan, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The provisions that `plan` cites and that aren't in the evidence."""
    found = {key for item in evidence for key in own_keys(item.passage)}
    return tuple(
        provision
        for query in plan.cited
        for key, provision in zip(query.keys, query.provisions, strict=True)
        if key not in found
    )


def looked_up(
    plan: Plan, evidence: Sequence[Evidence], query_terms: QueryTerms, loaded: frozenset[str]
) -> tuple[list[Sentence], list[str]]:
    """Quotes of the provisions that `plan` cites, and gaps for those that can't be quoted."""
    sentences: list[Sentence] = []
    gaps: list[str] = []
    for query in plan.cited:
        for key, locator, provision in zip(
            query.keys, query.locators, query.provisions, strict=True
        ):
            passages = [item.passage for item in evidence if key in own_keys(item.passage)]
            passages, locator = _instructions(passages, locator)
            if not passages:
                gaps.append(_absent(plan.language, provision, loaded))
            elif passages[0].repealed:
                gaps.append(phrase(plan.language, "repealed", provision=passages[0].provision))
            else:
                quotes, gap = _parts(passages, locator, query_terms, bare=plan.form == "lookup")
                sentences += [quoting(plan.language, *quote) for quote in quotes]
                gaps += gap
    return list(dict.fromkeys(sentences)), list(dict.fromkeys(gaps))


def _instructions(passages: list[Passage], locator: str) -> tuple[list[Passage], str]:
    """Of an amending act's provision the instruction that is named, which is a passage itself."""
    name = f", {locator}"
    named = [one for one in passages if one.kind == "note" and one.provision.endswith(name)]
    return (named, "") if locator and named else (passages, locator)


def _absent(language: str, provision: str, loaded: frozenset[str]) -> str:
    act = provision.rpartition(" § ")[0]
    if act.casefold() in {name.casefold() for name in loaded}:
        return phrase(language, "missing_provision", provision=provision)
    return phrase(language, "missing_act", act=act, provision=provision)


_Span = tuple[Passage, int, int]


def _parts(
    passages: Sequence[Passage], locator: str, query_terms: QueryTerms, *, bare: bool
) -> tuple[list[_Span], list[str]]:
    """The spans to quote of the cited part, and gaps.

    A long provision is quoted from its beginning if the question is `bare`, without words of its
    own, else where its blocks match them best.
    """
    language, provision = query_terms.language, passages[0].provision
    spans = exact_parts(passages, locator)
    if not spans and any(may_hide(passage, locator) for passage in passages):
        return _around(passages, locator), [phrase(language, "shortened", provision=provision)]
    if not spans:
        gap = phrase(language, "missing_part", provision=provision, locator=locator)
        return _around(passages, locator), [gap]
    length = sum(end - start for _, start, end in spans)
    narrowed = locator and any(
        end - start < len(passage.text.rstrip()) for passage, start, end in spans
    )
    if length <= (WEIGHTS.longest_part if narrowed else WEIGHTS.longest_provision):
        return spans, []
    shortened = phrase(language, "shortened", provision=provision)
    if bare:
        return [_opening(passages[0])], [shortened]
    cited = Origin("citation")
    evidence = [
        Evidence(passage=passage, span="", score=1, hop=1, origin=cited) for passage in passages
    ]
    chosen = select(query_terms, candidates(query_terms, evidence), WEIGHTS.most_blocks)
    ordered = sorted(chosen, key=lambda candidate: (candidate.passage.position, candidate.start))
    return [(candidate.passage, candidate.start, candidate.end) for candidate in ordered], [
        shortened
    ]


def _around(passages: Sequence[Passage], locator: str) -> list[_Span]:
    """What a part that isn't found would stand in, "stk. 2" of "stk. 2, 7. pkt."."""
    spans = exact_parts(passages, coarse_of(locator))
    if sum(end - start for _, start, end in spans) <= WEIGHTS.longest_provision:
        return spans or [_opening(passages[0])]
    return [_opening(*spans[0])]


def _opening(passage: Passage, start: int = 0, end: int | None = None) -> _Span:
    """The first sentences of a part of a passage, up to `WEIGHTS.longest_provision`."""
    text = passage.text[start:end]
    ends = [to for _, to in sentence_spans(text)]
    longest = max((to for to in ends if to <= WEIGHTS.longest_provision), default=ends[0])
    return passage, start, start + longest
