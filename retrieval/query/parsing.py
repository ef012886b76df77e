"""Analyses a question without a model: its citations, comparisons and partial questions."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT, ParsedCitation, provision_key
from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.references import expand
from lexhop.corpus.text.language import guess_language
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.prompts import phrase
from lexhop.retrieval.query.answer_type import wording_of
from lexhop.retrieval.query.guidance import asks_for_guidance, without_asking_for_guidance
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.retrieval.query.typed import with_marks
from lexhop.state.plan import Form, Plan, Query

_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<left>[^:?]+?)\s+(?:vs\.?|versus|kontra)\s+(?P<right>[^:?]+)",
        r"forskel\w*\s+(?:på|mellem|i)\s+(?P<left>.+?)\s+og\s+(?P<right>.+)",
        r"sammenlign\w*\s+(?P<left>.+?)\s+(?:med|og)\s+(?P<right>.+)",
        r"(?P<left>.+?)\s+(?:i forhold til|sammenlignet med|i modsætning til)\s+(?P<right>.+)",
        r"(?P<left>.*\b(?:lavere|højere|mindre|større|længere|kortere|mere|flere|færre)\b.+?),?\s+end\s+(?P<right>.+)",
        r"differen\w*\s+between\s+(?P<left>.+?)\s+and\s+(?P<right>.+)",
        r"compare\w*\s+(?P<left>.+?)\s+(?:with|to|and)\s+(?P<right>.+)",
        r"(?P<left>.+?)\s+(?:compared (?:with|to)|as opposed to)\s+(?P<right>.+)",
        r"(?:which|who|hvilken|hvilket|hvem)\b[^,:]*[,:]\s*(?P<left>[^?]+?)\s+(?:or|eller)\s+(?P<right>[^?]+)",
    )
)
_JOINTS = re.compile(
    r"(?:[,;]|(?<![\s,;]))\s++(?:og|samt|and)\s++(?=(?:hv\w+|kan|skal|må|er|bliver|tæller|gælder|what|which|who|when|"
    r"where|how|does|do|is|are|can|must)\b)|[,;]\s+(?=(?:hvad|hvor|hvilke[nt]?|what|which|how)\b)",
    re.IGNORECASE,
)
_SHORTEST_SIDE = 3
_LONGEST_COMPARISON = 400
"""Characters. A longer sentence is no plain comparison, and would take the patterns long."""
_TELLING = 3
_MOST_ACTS = 2
"""A question about more acts than this is searched in all."""
_PART = 0.5
"""Trust in hits of a part of the question: a few words are easily covered by chance."""
_PLACE_WORDS = re.compile(
    r"§|\b(?:stk|nr|litra|pkt|paragraf\w*|sections?|subsections?)\b\.?", re.IGNORECASE
)


def plan_of(question: str, acts: ActNames, loaded: Iterable[str] = ()) -> Plan:
    """The plan for `question`: look up what it cites, search for the whole and for each part.

    `loaded` are the acts of the collection: if there is only one, a section without an act belongs
    to it.
    """
    language = guess_language(question)
    citations = cited_in(question, acts, loaded)
    named = (
        (provision_key(citation.act, section), citation.locator, f"{citation.act} § {section}")
        for citation in citations
        for section in expand(citation.section, citation.section_to)
    )
    cited = list(dict.fromkeys(named))
    keys, locators, provisions = (
        (tuple(part) for part in zip(*cited, strict=True)) if cited else ((), (), ())
    )
    whole = Query(text=question, keys=keys, locators=locators, provisions=provisions)
    notices = _taken(language, question, acts, {citation.act for citation in citations})
    if citations and not QueryTerms(subject_of(question, acts, loaded), language).terms:
        return Plan(form="lookup", language=language, queries=(whole,), notices=notices)
    sides = compared_in(question)
    parts = sides or joined_in(question, language)
    queries = (
        whole,
        *_within_acts(question, acts, frozenset(loaded)),
        *(Query(text=part, trust=_PART) for part in parts),
    )
    form: Form = "comparison" if sides else "open"
    return Plan(form=form, language=language, queries=queries, notices=notices)


def _taken(language: str, question: str, acts: ActNames, cited: Container[str]) -> tuple[str, ...]:
    """Which act an abbreviation of several is taken for, where it cites one."""
    return tuple(
        phrase(language, "taken_of_several", short=short, act=act, others=", ".join(others))
        for short, act, others in acts.taken_of_several(question)
        if act in cited
    )


def _within_acts(question: str, acts: ActNames, loaded: frozenset[str]) -> Iterator[Query]:
    """Searches in the loaded acts that `question` is about by their names, if they are few.

    An act sets its own rate without naming itself, so that is searched for in the act's words.
    """
    about = tuple(act for act in acts.about(question) if act in loaded)
    if asks_for_guidance(question):  # which is in no act
        return
    if len(loaded) > 1 and 0 < len(about) <= _MOST_ACTS:
        yield from (Query(text=text, acts=about) for text in (question, *wording_of(question)))


def cited_in(question: str, acts: ActNames, loaded: Iterable[str] = ()) -> list[ParsedCitation]:
    """The provisions that a question cites, with their acts; those of unknown act are left out.

    Their offsets are those in the question with its section marks (`with_marks`).
    """
    question = with_marks(question, acts)
    named = acts.named_in(question)
    only = list(dict.fromkeys(loaded))
    default = named[0] if len(named) == 1 else only[0] if len(only) == 1 and not named else ""
    found = []
    for citation in parse_citations(question, acts):
        act = citation.act or default
        if citation.section and act and act != UNKNOWN_ACT:
            found.append(replace(citation, act=act))
    return found


def subject_of(question: str, acts: ActNames, loaded: Iterable[str] = ()) -> str:
    """The question without its citations: what it asks about the cited provisions.

    Nor does it have the words that ask for guidance on them.
    """
    question = without_asking_for_guidance(question)
    citations = cited_in(question, acts, loaded)
    if not citations:
        return question
    marked = with_marks(question, acts)
    rest = marked
    for citation in citations:
        rest = rest.replace(marked[citation.start : citation.end], " ")
    return _PLACE_WORDS.sub(" ", acts.without_names(rest))


def compared_in(question: str) -> tuple[str, ...]:
    """The two sides of a comparison, or ()."""
    for asking in (" ".join(sentence.split()) for sentence in _asking(question)):
        for pattern in _COMPARISONS if len(asking) <= _LONGEST_COMPARISON else ():
            match = pattern.search(asking.rstrip(" ?."))
            if match and min(len(match["left"]), len(match["right"])) > _SHORTEST_SIDE:
                return match["left"].strip(" ,"), match["right"].strip(" ,")
    return ()


def joined_in(question: str, language: str) -> tuple[str, ...]:
    """The parts of a question that asks several things, without those too short to search for."""
    parts = [part.strip(" ,?.") for asking in _asking(question) for part in _JOINTS.split(asking)]
    telling = [part for part in parts if _tells(QueryTerms(part, language)) >= _TELLING]
    several = len(parts) > 1 or len(sentence_spans(question)) > 1
    return tuple(telling) if several else ()


def _tells(part: QueryTerms) -> int:
    """How many things a part of a question says: its content words, and what kind of fact."""
    return len(part.terms) + part.asks_for_fact


def _asking(question: str) -> list[str]:
    """The sentences with a question mark; all sentences if there is none."""
    sentences = [question[start:end] for start, end in sentence_spans(question)]
    return [sentence for sentence in sentences if sentence.endswith("?")] or sentences
