"""Makes a question that leans on an earlier one stand alone, without a model."""

import re
from collections.abc import Iterable, Sequence

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.text.language import guess_language
from lexhop.retrieval.query.parsing import cited_in
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.session import Turn

_LEANS = re.compile(
    r"^\s*(?:og\b|men\b|eller\b|hvad (?:så|med|hvis)\b|hvis\b|gælder (?:det|den|de)\b|hvorfor\b|"
    r"and\b|but\b|or\b|what (?:about|if)\b|how about\b|if\b|does (?:it|that)\b|why\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:det|den|de|dem|dette|disse|her|samme|it|that|this|they|them|those|these|same)\b",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"(?:(?:stk\.?|nr\.?|litra|pkt\.?)\s*\d+(?:\s*[-–]\s*\d+)?(?:,\s*(?:nr\.?|litra)\s*\w+)?|"
    r"subsection\s*\d+)",
    re.IGNORECASE,
)
_FEW = 4
"""Content words. A question with more of its own says what it is about."""


def standalone(
    question: str, turns: Sequence[Turn], acts: ActNames, loaded: Iterable[str] = ()
) -> str:
    """`question` with what it leans on from the last turn, or "" where it stands alone.

    "Og stk. 2?" becomes a citation of the provision that was asked about or cited first; "og hvis
    jeg er gift?" goes on with the last question. A question with a citation, an act or enough words
    of its own stands alone, and so does one about a new topic.
    """
    last = turns[-1] if turns else None
    loaded = tuple(loaded)
    if last is None or cited_in(question, acts, loaded) or acts.named_in(question):
        return ""
    language = guess_language(question)
    terms = QueryTerms(question, language).terms
    locator = _LOCATOR.search(question)
    if locator and "§" not in question and (provision := _provision(last, acts, loaded)):
        rest = _LEANS.sub("", question.replace(locator[0], "")).strip(" ?.,")
        asked = QueryTerms(rest, language).terms
        return f"{provision}, {locator[0].strip()}" + (f": {rest}?" if asked else "")
    leans = bool(_LEANS.match(question))
    points = bool(_POINTS_BACK.search(question)) and len(terms) < _FEW
    if not (leans and len(terms) <= _FEW) and not points and terms:
        return ""
    tail = question.strip()
    return f"{last.question.rstrip(' ?.')}, {tail[:1].lower()}{tail[1:]}"


def _provision(last: Turn, acts: ActNames, loaded: Iterable[str]) -> str:
    """The provision that the last question was about: its own citation, else the first quoted."""
    cited = cited_in(last.question, acts, loaded)
    if cited:
        return f"{cited[0].act} § {cited[0].section}"
    return last.provisions[0] if last.provisions else ""
