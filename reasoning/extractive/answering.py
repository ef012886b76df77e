"""Answers an open question with quotes: what has the asked fact first, at most what people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lexhop.corpus.text.sentences import sentence_spans
from lexhop.prompts import phrase
from lexhop.reasoning.extractive.asked_fact import (
    FactSentence,
    asked_kinds,
    demonstrated,
    fact_sentences,
)
from lexhop.reasoning.extractive.quoting import quoting, referring
from lexhop.reasoning.extractive.selection import select
from lexhop.reasoning.extractive.subject import Subject, subject_of_terms
from lexhop.reasoning.reference_following import links
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.plan import Sentence
from lexhop.state.records import Evidence, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer:
    """Quotes for a question; `complete` if one demonstrably has the fact that is asked for."""

    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A part of a passage that is quoted."""

    passage: Passage
    start: int
    end: int

    @property
    def words(self) -> int:
        return len(self.passage.text[self.start : self.end].split())

    def meets(self, other: "_Quoted") -> bool:
        same = self.passage.id == other.passage.id
        return same and self.start < other.end and other.start < self.end


def open_answer(query_terms: QueryTerms, evidence: Sequence[Evidence]) -> OpenAnswer:
    """The sentence with the asked fact first, then what leads to it, each once.

    Nothing is quoted where neither the evidence as a whole nor the sentence with the best fact is
    about the subject: what is said then would be about something else.
    """
    if not any(item.passage.act for item in evidence):
        return _of_prose(query_terms, evidence)
    language, question = query_terms.language, query_terms.question
    subject = subject_of_terms(query_terms)
    told = subject.told("\n".join(_around(item.passage) for item in evidence))
    facts = fact_sentences(question, subject, evidence)
    best = facts[0] if facts else None
    if _is_about_something_else(subject, told, best, question):
        terms = ", ".join(subject.untold(told)[: WEIGHTS.most_terms_named]) or _terms(query_terms)
        return OpenAnswer(sentences=(), gaps=(phrase(language, "weak", terms=terms),))
    sure = demonstrated(facts)
    quoted = [*_led(sure or best), *_beside(query_terms, subject, evidence)]
    kept = [sure_one for sure_one in quoted[:1] if sure] or _within(quoted)
    missing = subject.untold(told)
    return OpenAnswer(
        sentences=tuple(_sentences(language, kept)),
        gaps=(phrase(language, "uncovered", terms=", ".join(missing)),) if missing else (),
        complete=sure is not None,
    )


def _of_prose(query_terms: QueryTerms, evidence: Sequence[Evidence]) -> OpenAnswer:
    """Blocks that together cover most of the question, by document, and how one leads on."""
    chosen = select(query_terms, evidence, WEIGHTS.most_whole_blocks)
    coverage = query_terms.coverage([_around(block.passage) for block in chosen])
    if coverage < WEIGHTS.weak_prose:
        gap = phrase(query_terms.language, "weak", terms=_terms(query_terms))
        return OpenAnswer(sentences=(), gaps=(gap,))
    ranked = sorted(chosen, key=lambda block: -block.trust)
    sentences: list[Sentence] = []
    for document in dict.fromkeys(block.passage.provision for block in ranked):
        mine = [block for block in chosen if block.passage.provision == document]
        mine.sort(key=lambda block: (block.passage.position, block.start))
        sentences += [
            quoting(query_terms.language, block.passage, block.start, block.end) for block in mine
        ]
        for other in chosen:
            bridge = links(mine[0].passage, other.passage)
            if bridge and not any(bridge.text in block.text for block in mine):
                sentences += referring(query_terms.language, mine[0].passage, bridge)
                break
    missing = query_terms.missing([_around(item.passage) for item in evidence])
    gaps = [phrase(query_terms.language, "uncovered", terms=", ".join(missing))] if missing else []
    return OpenAnswer(sentences=tuple(sentences), gaps=tuple(gaps))


def _is_about_something_else(
    subject: Subject, told: Mapping[str, float], best: FactSentence | None, question: str
) -> bool:
    """Whether the evidence has too little of the subject, or its facts do where one is asked.

    A long question tells a story, of which the law has few words.
    """
    if not subject.weights:
        return False
    if len(subject.weights) > WEIGHTS.short_question:
        return subject.share(told) < WEIGHTS.weak_of_many
    asks_in_vain = bool(asked_kinds(question)) and (best.told if best else 0.0) < WEIGHTS.lead
    return subject.share(told) < WEIGHTS.weak or asks_in_vain


def _around(passage: Passage) -> str:
    return f"{passage.act}\n{passage.title}\n{passage.heading}\n{passage.text}"


def _terms(query_terms: QueryTerms) -> str:
    terms = sorted(query_terms.terms, key=lambda term: -query_terms.terms[term])
    return ", ".join(terms[: WEIGHTS.most_terms_named])


def _led(fact: FactSentence | None) -> list[_Quoted]:
    if fact is None or fact.told < WEIGHTS.lead:
        return []
    return [_Quoted(fact.passage, fact.start, fact.end)]


def _beside(
    query_terms: QueryTerms, subject: Subject, evidence: Sequence[Evidence]
) -> list[_Quoted]:
    """The best blocks, each cut to the sentences that tell most of the subject."""
    chosen = select(query_terms, evidence, WEIGHTS.most_blocks)
    ranked = sorted(chosen, key=lambda block: -(block.value + block.trust))
    least = WEIGHTS.near_best * (ranked[0].value + ranked[0].trust) if ranked else 0.0
    return [
        _cut(block.passage, block.start, block.end, subject)
        for block in ranked
        if block.value + block.trust >= least
    ]


def _cut(passage: Passage, start: int, end: int, subject: Subject) -> _Quoted:
    """The best sentence of a block, with those around it as far as there is room."""
    spans = [span for span in sentence_spans(passage.text) if start <= span[0] and span[1] <= end]
    if not spans:
        return _Quoted(passage, start, end)
    shares = [subject.share(subject.told(passage.text[low:high])) for low, high in spans]
    low = high = shares.index(max(shares))
    while True:
        wider = [
            (max(low - 1, 0), high),
            (low, min(high + 1, len(spans) - 1)),
        ]
        fitting = [
            pair
            for pair in wider
            if pair != (low, high)
            and len(passage.text[spans[pair[0]][0] : spans[pair[1]][1]].split())
            <= WEIGHTS.most_words_beside
        ]
        if not fitting:
            return _Quoted(passage, spans[low][0], spans[high][1])
        low, high = fitting[0]


def _within(quoted: Sequence[_Quoted]) -> list[_Quoted]:
    """The first ones that together have no more words than people read, each place once."""
    kept: list[_Quoted] = []
    left = WEIGHTS.most_words
    for part in quoted:
        if any(part.meets(other) for other in kept) or (kept and part.words > left):
            continue
        kept.append(part)
        left -= part.words
    return kept


def _sentences(language: str, kept: Sequence[_Quoted]) -> list[Sentence]:
    """The quotes in their order, and how the first leads to another, in a line."""
    sentences = [quoting(language, part.passage, part.start, part.end) for part in kept]
    for part in kept:
        for other in kept:
            bridge = links(part.passage, other.passage)
            if bridge and bridge.text not in part.passage.text[part.start : part.end]:
                return [*sentences, *referring(language, part.passage, bridge)]
    return sentences
