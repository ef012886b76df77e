"""A model's remarks beside its answer: what is missing, or contradicts something.

A remark has no quote to check, so it must not state any fact.
"""

from collections.abc import Iterable, Iterator

from lexhop.corpus.text.language import is_plainly_not
from lexhop.prompts import phrase
from lexhop.reasoning.grounding.claims import LINK
from lexhop.reasoning.grounding.prompt_injection import instructions_in
from lexhop.reasoning.grounding.quantities import FIGURE
from lexhop.reasoning.weights import WEIGHTS
from lexhop.retrieval.query.terms import QueryTerms

_KINDS = """
sats satsen satser procent beløb beløbet størrelse frist fristen dato tidspunkt periode varighed
betingelser krav undtagelser definition virkning sanktion straf bøde klage myndighed hvem
information oplysning oplysninger afgørende konkret præcis nærmere regel bestemmelse
rate per cent amount size deadline date time period duration conditions requirements exceptions
exception definition effect sanction penalty fine appeal authority person name place
information details exact specific provision decisive
"""
"""Kinds of fact that may be missing, in words that state nothing."""


def remarks(
    texts: Iterable[str], language: str, question: str, places: Iterable[str] = ()
) -> tuple[str, ...]:
    """`texts` that state nothing beyond `question`, `places` and kinds of fact.

    Any others are replaced by one general phrase, as it matters that something is open.
    """
    known = " ".join((question, *places))
    kept = [
        text if _says_nothing_new(text, language, known) else phrase(language, "what_is_asked")
        for text in _plain(texts)
    ]
    return tuple(dict.fromkeys(kept))[: WEIGHTS.most_remarks]


def _plain(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if words := " ".join(text.split()).rstrip("."):
            yield words


def _says_nothing_new(text: str, language: str, known: str) -> bool:
    return (
        len(text) <= WEIGHTS.longest_remark
        and set(FIGURE.findall(text)) <= set(FIGURE.findall(known))
        and not LINK.search(text)
        and not instructions_in(text)
        and not is_plainly_not(language, text)
        and all(QueryTerms(text, language).covered(f"{known} {_KINDS}").values())
    )
