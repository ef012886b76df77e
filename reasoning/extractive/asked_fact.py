"""The sentence that has the asked fact for the asked subject, and how surely it does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lexhop.corpus.citations.locators import subsection_spans
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.reasoning.extractive.subject import Subject
from lexhop.reasoning.grounding.quantities import quantities
from lexhop.reasoning.reference_following import links
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.records import Evidence, Passage

_SPANS = frozenset({"days", "weeks", "months", "years", "hours"})
_SHARES = frozenset({"percent", "promille", "point"})
_MONEY = frozenset({"money", "euro", "øre"})
_DAY = re.compile(
    r"\b\d{1,2}\.\s(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|"
    r"december)\b|\bden\s\d{1,2}\.\si\b",
    re.IGNORECASE,
)
_ASKS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (
        _SHARES,
        re.compile(
            r"procent|sats|\bhvor (?:høj|stor en del)|rate\b|per ?cent|promille|rente",
            re.IGNORECASE,
        ),
    ),
    (
        _SPANS,
        re.compile(
            r"hvor (?:længe|lang|hurtigt|gammel)|hvor mange (?:år|måneder|dage|uger|timer)|frist|"
            r"how (?:long|soon|old|many (?:years|months|days|weeks|hours))|deadline|\bpr\. uge",
            re.IGNORECASE,
        ),
    ),
    (
        frozenset({"date"}) | _SPANS,
        re.compile(r"hvornår|senest|hvilken dato|\bwhen\b|by what date|which date", re.IGNORECASE),
    ),
    (
        _MONEY | _SHARES,
        re.compile(
            r"hvor (?:meget|stor|mange penge|lille|dyr)|hvad koster|beløb|loft|grænse|gebyr|"
            r"bundfradrag|"
            r"how (?:much|high|large)|what (?:is the )?(?:cost|fee|limit)|threshold|amount",
            re.IGNORECASE,
        ),
    ),
)
_MARKER = re.compile(r"^(?:§ \d+ ?[A-Za-z]?\.|Stk\. \d+\.)\s*")
_CASE = re.compile(
    r"^(?:Er|Har|Hvis|Indtil|For|Såfremt|Ved|Når|Uanset|Medfører|Udgør|Overstiger|Bliver|Opfylder|"
    r"Afstår|Sker|I de tilfælde|If|Where|Unless|In case)\b|"
    r"\b(?:hvis|såfremt|dog|uanset|medmindre|indtil|bortset fra|gælder ikke|forudsat|unless|except|"
    r"provided that|notwithstanding)\b",
    re.IGNORECASE,
)
"""What makes a sentence about a case, or an exception: then it may not be the asker's."""
_COUNTED = re.compile(r"hvor mange|how many", re.IGNORECASE)
IN_SENTENCE, IN_SUBSECTION, AROUND = 1.0, 0.85, 0.7
"""What a word of the subject counts for by where it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSentence:
    """A sentence with facts of the asked kind.

    `told` is how far it is about the subject, from 0 to 1; `trust` the relative score of its
    passage; `untold` are words of the subject that neither it nor what stands around it has.
    """

    passage: Passage
    start: int
    end: int
    told: float
    trust: float
    facts: frozenset[str]
    untold: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def asked_kinds(question: str) -> frozenset[str]:
    """The units of facts that answer `question`, "date" among them; empty if it asks for none."""
    kinds = [units for units, asks in _ASKS if asks.search(question)]
    if not kinds and _COUNTED.search(question):
        return frozenset({"", *_SPANS, *_SHARES, "times"})
    return kinds[0] if kinds else frozenset()


def fact_sentences(
    question: str, subject: Subject, evidence: Sequence[Evidence]
) -> list[FactSentence]:
    """The sentences of `evidence` with a fact of the asked kind, the most telling first."""
    kinds = asked_kinds(question)
    best = max((item.score for item in evidence), default=0.0) or 1.0
    found = [
        sentence
        for item in evidence
        if kinds and not item.passage.repealed
        for sentence in _of_passage(item, kinds, subject, item.score / best, evidence)
    ]
    return sorted(found, key=lambda sentence: (-sentence.told, -sentence.trust))


def demonstrated(sentences: Sequence[FactSentence]) -> FactSentence | None:
    """The sentence that has the asked fact beyond doubt, or None.

    All of the subject is told in or right around it; it is short and states a rule, not a case or
    an exception; and no other sentence with other facts is about as much of the subject.
    """
    if not sentences:
        return None
    best = sentences[0]
    rivals = [sentence.told for sentence in sentences[1:] if sentence.facts != best.facts]
    sure = (
        best.told >= WEIGHTS.demonstrated
        and not best.untold
        and best.told - max(rivals, default=0.0) >= WEIGHTS.ahead
        and len(best.facts) <= WEIGHTS.most_facts
        and len(best.text.split()) <= WEIGHTS.plain_rule
        and not _CASE.search(_MARKER.sub("", best.text))
    )
    return best if sure else None


def _of_passage(
    item: Evidence,
    kinds: frozenset[str],
    subject: Subject,
    trust: float,
    evidence: Sequence[Evidence],
) -> Iterator[FactSentence]:
    passage = item.passage
    around = subject.told(_around(passage, evidence))
    sections = subsection_spans(passage)
    for start, end in sentence_spans(passage.text):
        text = passage.text[start:end]
        facts = _facts(text, kinds)
        if not facts:
            continue
        low, high = next((span for span in sections if span[0] <= start < span[1]), (start, end))
        own, near = subject.told(text), subject.told(passage.text[low:high])
        told = {
            word: max(own[word] * IN_SENTENCE, near[word] * IN_SUBSECTION, around[word] * AROUND)
            for word in own
        }
        yield FactSentence(
            passage=passage,
            start=start,
            end=end,
            told=subject.share(told),
            trust=trust,
            facts=facts,
            untold=subject.untold(told),
        )


def _around(passage: Passage, evidence: Sequence[Evidence]) -> str:
    """What else tells what a passage is about: its names, and the passages that refer to it."""
    referring = (other.passage.text for other in evidence if links(other.passage, passage))
    return "\n".join((passage.act, passage.title, passage.heading, *referring))


def _facts(text: str, kinds: frozenset[str]) -> frozenset[str]:
    """The facts of `kinds` in `text`, as value and unit, and days as printed."""
    found = {
        f"{quantity.value} {quantity.unit}"
        for quantity in quantities(text)
        if quantity.unit in kinds and not quantity.is_article
    }
    if "date" in kinds:
        found |= {day[0].casefold() for day in _DAY.finditer(text)}
    return frozenset(found)
