"""How far a sentence goes: all for a part, the exception as the rule, "and" for "or"."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import STOP_WORDS, stem
from lexhop.reasoning.grounding.clauses import related
from lexhop.reasoning.grounding.limits import without_limits_denied
from lexhop.reasoning.grounding.opposites import side_of
from lexhop.reasoning.grounding.statement import Statement

_ALL = re.compile(
    r"\b(?:hele|alle|samtlige|alt|fuldt ud|(?:den|det) fulde|enhver|ethvert|whole|"
    r"entire|entirely|all|(?:in )?full|fully|every)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:\w*del(?:en|e|vist|s)?|pct|procent|højst|maksimalt|visse|nogle|begrænset|halve?|halvt|part|"
    r"partly|half|quarter|third|portion|some|certain|per ?cent|at most|up to)\b|%",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:hovedreg(?:el|len)|udgangspunkt|normalt|generelt|almindeligvis|sædvanligvis|altid|"
    r"general rule|as a rule|main rule|generally|normally|usually|always|in principle)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:dog|uanset|undtagelse\w*|undtaget|bortset|notwithstanding|however|except\w*)\b",
    re.IGNORECASE,
)


def all_for_a_part(statement: Statement) -> Iterator[str]:
    """A word for all that the law hasn't got where the quotes speak of a part."""
    said = _ALL.search(statement.text)
    quoted = " ".join(one.text for one in statement.quoted)
    law = " ".join(one.subsection for one in statement.quoted)
    part = _PART.search(quoted)
    if said and part and not _PART.search(statement.text) and not _ALL.search(law):
        yield f"{said[0]} … {part[0]}"


def exception_as_rule(statement: Statement) -> Iterator[str]:
    """A word for the rule where all that is quoted are exceptions."""
    said = _RULE.search(statement.text)
    if not said or _EXCEPTION.search(statement.text):
        return
    found = [_EXCEPTION.search(one.sentence) for one in statement.quoted]
    if found and all(found) and not any(_RULE.search(one.sentence) for one in statement.quoted):
        yield f"{said[0]} … {next(match[0] for match in found if match)}"


_BOTH = re.compile(r"\b(?:både|begge|both)\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:enten|either)\b", re.IGNORECASE)
_REQUIRED = re.compile(
    r"\b(?:skal|hvis|når|såfremt|betingelse\w*|forudsætter|kræve[rs]|nok|must|if|when|where|"
    r"provided|require[sd]?|enough)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:ikke|hverken|not|neither|nor|no|ingen)\b", re.IGNORECASE)
_JOINT = re.compile(r"\b(?:og|eller|and|or)\b", re.IGNORECASE)
_OR = {"eller", "or"}
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 2
"""Content words on each side of "and" that tell which one it is."""
_MOST_JOINTS = 3
"""In one sentence of the law. Of more it can't be told which one is meant."""


def joined_otherwise(statement: Statement) -> Iterator[str]:
    """ "And" between two conditions of which the law asks for one, or the other way round."""
    quoted = " ".join(one.text for one in statement.quoted)
    if statement.is_foreign:
        yield from _joined_in_another_language(statement.text, quoted)
        return
    if _NOT.search(without_limits_denied(statement.text)) or not _REQUIRED.search(statement.text):
        return
    law = [list(_joints(one.sentence, statement.language)) for one in statement.quoted]
    its = [joint for joints in law if len(joints) <= _MOST_JOINTS for joint in joints]
    for kind, before, after in _joints(statement.text, statement.language):
        same = [
            other for other, left, right in its if _meets(before, left) and _meets(after, right)
        ]
        if same and all((other in _OR) != (kind in _OR) for other in same):
            yield f"{kind} … {same[0]}"


def _joined_in_another_language(said: str, quoted: str) -> Iterator[str]:
    joints = {match[0].casefold() in _OR for match in _JOINT.finditer(quoted)}
    both, either = _BOTH.search(said), _EITHER.search(said)
    if both and not either and joints == {True}:
        yield both[0]
    if either and not both and joints == {False}:
        yield either[0]


def _joints(text: str, language: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each "and" and "or" with the stems around it; persons are listed with either."""
    for match in _JOINT.finditer(text):
        before = _content(text[max(0, match.start() - 80) : match.start()], language)[-_REACH:]
        after = _content(text[match.end() : match.end() + 80], language)[:_REACH]
        listed = _is_person(text[: match.start()], -1) or _is_person(text[match.end() :], 0)
        if before and after and not listed:
            yield match[0].casefold(), before, after


def _is_person(text: str, place: int) -> bool:
    words = _WORD.findall(text[-40:] if place else text[:40])
    side = side_of(words[place].casefold()) if words else None
    return side is not None and side.person


def _content(text: str, language: str) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return [stem(word, language) for word in words if word not in STOP_WORDS[language]]


def _meets(own: list[str], its: list[str]) -> bool:
    return any(related(one, other) for one in own for other in its)
