"""A model's remarks beside its answer: what is missing, or contradicts something.

A remark has no quote to check, so it must not state any fact.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lexhop.corpus.text.language import is_plainly_not
from lexhop.prompts import phrase
from lexhop.reasoning.grounding.claims import LINK
from lexhop.reasoning.grounding.prompt_injection import instructions_in
from lexhop.reasoning.grounding.quantities import FIGURE
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_KINDS = """
sats satsen satser procent beløb beløbet størrelse frist fristen dato tidspunkt periode varighed
betingelser krav undtagelser definition virkning sanktion straf bøde klage myndighed hvem hvilken
information oplysning oplysninger afgørende konkret præcis nærmere regel bestemmelse
beregning grænse
rate per cent amount size deadline date time period duration conditions requirements exceptions
exception definition effect sanction penalty fine appeal authority person name place
information details exact specific provision decisive
calculation limit threshold text wording
"""
"""Kinds of fact that may be missing, in words that state nothing."""
_STATES = re.compile(
    r"\b(?:er|var|bliver|blev|gælder|skal|må|kan|har|udgør|betales|beskattes|fritages|kræves|"
    r"is|are|was|were|applies|apply|must|may|can|has|have|amounts?|pays?|requires?)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:om|hvorvidt|hv(?:ad|em|or|ornår|ordan|orfor|ilken|ilket|ilke)|hvis|der|som|"
    r"whether|if|what|who|whom|which|when|where|how|why|that)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:§§?|stk\.|nr\.|section|subsection)\s?\d+(?:\s[A-ZÆØÅ]\b)?", re.IGNORECASE)
_SHOUTED = re.compile(r"\b[A-ZÆØÅ]{3,}\b")
_NAME = re.compile(r"(?<!^)\b[A-ZÆØÅ][\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """Reads remarks in `language` beside what is known: the question, the plan, the texts shown.

    `asked` are texts of the plan; a remark may repeat figures of these and of the question, and use
    the words of all, but shout only what the question does.
    """

    language: str
    question: str
    asked: Sequence[str] = ()
    shown: Sequence[str] = ()

    def __call__(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The remarks that state nothing; any other becomes one general phrase.

        It matters that something is open, even where it can't be told what.
        """
        plain = [words for text in texts if (words := " ".join(text.split()).rstrip("."))]
        kept = [
            text if self._states_nothing(text) else phrase(self.language, "something_open")
            for text in plain
        ]
        return tuple(dict.fromkeys(kept))[: WEIGHTS.most_remarks]

    def _states_nothing(self, text: str) -> bool:
        """No figure, link, order or name of its own, no finite verb, and few words of its own."""
        asked = "\n".join((self.question, *self.asked))
        known = f"{asked}\n" + "\n".join(self.shown)
        if (
            len(text) > WEIGHTS.longest_remark
            or not set(FIGURE.findall(_without_places(text, known))) <= set(FIGURE.findall(asked))
            or LINK.search(text)
            or (instructions_in(text) and not instructions_in(self.question))
            or is_plainly_not(self.language, text)
            or any(name not in known for name in _NAME.findall(text))
            or any(word not in self.question for word in _SHOUTED.findall(text))
            or self._is_a_claim(text)
        ):
            return False
        covered = QueryTerms(text, self.language, statement=True).covered(f"{known}\n{_KINDS}")
        new = [word for word, share in covered.items() if not share]
        return len(new) < len(covered) and len(new) <= max(1, WEIGHTS.new_in_remark * len(covered))

    @staticmethod
    def _is_a_claim(text: str) -> bool:
        """Whether it has a main clause: a finite verb before any word that opens a question."""
        verb, opener = _STATES.search(text), _ASKS.search(text)
        return verb is not None and (opener is None or verb.start() < opener.start())


def _without_places(text: str, known: str) -> str:
    """`text` without the sections and subsections that stand in `known`: they are no amounts."""
    return _PLACE.sub(lambda place: "" if place[0] in known else place[0], text)
