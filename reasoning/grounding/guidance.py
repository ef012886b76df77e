"""Guidance isn't law: a sentence that rests on it alone must not say that the law says so."""

import re
from collections.abc import Mapping

from lexhop.state.plan import Sentence
from lexhop.state.records import Evidence

_LAW = re.compile(
    r"\b(?:lov(?:en|ens|givningen|givningens|bestemt)|(?:ifølge|efter) lov"
    r"|lovens krav|the (?:law|act|statute|legislation)|statutory|by law)\b",
    re.IGNORECASE,
)


def calls_guidance_law(sentence: Sentence, sources: Mapping[str, Evidence]) -> str:
    """The words by which `sentence` calls law what only guidance or decisions say, or "".

    What these say of the law themselves may be repeated.
    """
    quoted = [sources.get(quote.passage_id) for quote in sentence.quotes]
    if not quoted or not all(source and source.authority for source in quoted):
        return ""
    said = _LAW.search(sentence.text)
    theirs = any(_LAW.search(quote.text) for quote in sentence.quotes)
    return said[0] if said and not theirs else ""
