"""The two kinds of sentence that the extractive reasoner writes."""

import re
from collections.abc import Iterable

from lexhop.corpus.citations.locators import citation_at
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.prompts import phrase
from lexhop.reasoning.reference_offset import offset_of
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Quote, Sentence
from lexhop.state.records import Authority, Passage, Reference

_CLAUSE = re.compile(r"[,;:.]\s+")


def quoting(
    language: str, passage: Passage, start: int, end: int, authority: Authority = ""
) -> Sentence:
    """The words from `start` to `end` as a quote under their citation, which says what they are."""
    quote = passage.text[start:end].strip()
    start = passage.text.index(quote, start)
    name = citation_at(passage, start, start + len(quote)) if passage.act else passage.title
    if authority:
        name = phrase(language, "labelled", source=name, label=phrase(language, f"is_{authority}"))
    text = phrase(language, "quote", citation=name, quote=quote)
    return Sentence(text=text, quotes=(Quote(passage_id=passage.id, text=quote, start=start),))


def referring(language: str, passage: Passage, reference: Reference) -> Iterable[Sentence]:
    """ "A refers to B", citing the words of A that do; nothing where they can't be told."""
    at = offset_of(passage, reference)
    for start, end in sentence_spans(passage.text):
        if start <= at < end:
            words = _around(passage.text[start:end], at - start, len(reference.text))
            start = passage.text.index(words, start)
            target = ", ".join(part for part in (reference.target, reference.locator) if part)
            if not passage.act:
                target = reference.text
            source = (
                citation_at(passage, start, start + len(words)) if passage.act else passage.title
            )
            if language == "da" and ", " in source:
                source += ","
            text = phrase(language, "refers", source=source, target=target)
            yield Sentence(
                text=text, quotes=(Quote(passage_id=passage.id, text=words, start=start),)
            )


def _around(sentence: str, at: int, length: int) -> str:
    """The clauses of `sentence` around the reference at `at`, enough of them to be read."""
    starts = [0, *(match.end() for match in _CLAUSE.finditer(sentence, 0, at))]
    ends = [*(match.start() for match in _CLAUSE.finditer(sentence, at + length)), len(sentence)]
    end = ends[0]
    for start in reversed(starts):
        words = sentence[start:end].strip()
        if len(words) >= WEIGHTS.readable:
            return words
    return next(
        (sentence[:stop].strip() for stop in ends if stop >= WEIGHTS.readable), sentence.strip()
    )
