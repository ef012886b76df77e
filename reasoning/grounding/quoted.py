"""A quote where it stands: its passage, its subsection, the sentences it is from."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from lexhop.corpus.citations.locators import citation_at
from lexhop.corpus.text.language import guess_language
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.state.plan import Quote
from lexhop.state.records import Citation, Passage, Reference

_SUBSECTION = re.compile(r"^Stk\. \d+", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n\s*\n")

_CLOSE = re.compile(r"[.;:,!?»\")]\s*$")
_OPEN = re.compile(r"\s*[^\s.;:,!?»\")]")

_COMMON_WORD = {"da": "og", "en": "the"}
"""One word for the benefit of the doubt."""

_Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1024)
def _sentences(text: str) -> _Spans:
    return tuple(sentence_spans(text))


@lru_cache(maxsize=1024)
def _subsections(text: str, *, prose: bool) -> _Spans:
    """The subsections of a provision, the paragraphs of prose."""
    breaks = (_PARAGRAPH if prose else _SUBSECTION).finditer(text)
    starts = sorted({0, *(match.start() for match in breaks)})
    return tuple(zip(starts, [*starts[1:], len(text)], strict=True))


@dataclass(frozen=True)
class Quoted:
    """Words at `start` of `passage.text`."""

    text: str
    passage: Passage
    start: int

    def __hash__(self) -> int:
        """By what tells it from others: a stored passage may have fields without a hash."""
        return hash((self.text, self.passage.id, self.start))

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_closed(self) -> bool:
        """Whether it ends where a clause does, so that no "not" that follows is cut off."""
        return (
            _CLOSE.search(self.text) is not None or _OPEN.match(self.passage.text, self.end) is None
        )

    @cached_property
    def citation(self) -> Citation:
        passage = self.passage
        return Citation(
            citation=citation_at(passage, self.start, self.end),
            quote=self.text,
            url=passage.url,
            passage_id=passage.id,
            provision=passage.provision,
            title=passage.title,
        )

    @cached_property
    def language(self) -> str:
        """What its passage is written in, whatever its document claims to be in."""
        return language_of(self.passage)

    @cached_property
    def subsection(self) -> str:
        """All of the subsections that it has words of."""
        prose = self.passage.kind == "prose"
        return self._around(_subsections(self.passage.text, prose=prose))

    @cached_property
    def sentence(self) -> str:
        """All of the sentences that it has words of."""
        return self._around(_sentences(self.passage.text))

    def _around(self, spans: _Spans) -> str:
        hit = [span for span in spans if span[0] < self.end and self.start < span[1]]
        return self.passage.text[hit[0][0] : hit[-1][1]] if hit else self.text

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The references that its subsection makes: a sentence may name where these lead."""
        around = self.subsection
        return tuple(one for one in self.passage.references if one.text in around)


@lru_cache(maxsize=1024)
def _written_in(text: str, claimed: str) -> str:
    """The language of `text`; the claimed one where it has common words of neither or of both."""
    if claimed not in _COMMON_WORD:
        return claimed
    return guess_language(f"{text} {_COMMON_WORD[claimed]}")


def language_of(passage: Passage) -> str:
    """The language that a document claims, unless its text is in another."""
    return _written_in(passage.text, passage.language)


def start_of(quote: Quote, passage: Passage) -> int:
    """Where the quote stands, -1 where it doesn't; a repeated one stands where it was taken."""
    if quote.start >= 0:
        return quote.start if passage.text.startswith(quote.text, quote.start) else -1
    return passage.text.find(quote.text)


def quoted_from(quote: Quote, passage: Passage) -> Quoted:
    """A quote that stands in `passage`."""
    return Quoted(quote.text, passage, start_of(quote, passage))
