"""Who is meant: giver for receiver, a sister for a spouse, the owner for the master."""

import re
from collections.abc import Iterator

from lexhop.corpus.text.analysis import STOP_WORDS, stem
from lexhop.reasoning.grounding.clauses import Clause, all_sides, nearest, related
from lexhop.reasoning.grounding.opposites import Side
from lexhop.reasoning.grounding.statement import Statement

_HEAD_WORDS = 4
_HEAD_LENGTH = 120
"""Characters that hold the first words of any clause."""
_SAME = 0.65
_CONJUNCTION = re.compile(
    r"(?:hvis|når|såfremt|medmindre|at|if|when|where|unless|provided that|that)\s+", re.IGNORECASE
)
_WIDE = {"family", "body"}
_NAMED = re.compile(
    r"(?P<marked>\b(?:for|til|af|fra|mod|hos|ved|over|to|by|from|against|of|with)\s+(?:the\s+)?)?"
    r"\b(?P<word>\w{3,}(?:eren|erens|erne|ernes))\b",
    re.IGNORECASE,
)


def other_side(statement: Statement) -> Iterator[str]:
    """Words of the sentence where the clause of the law that is about the same has the opposite."""
    for clause in statement.said:
        for side in clause.sides:
            others = nearest(clause, statement.law, apart=side.axis)
            against = [_opposed(side, other) for other in others]
            if against and all(against):
                yield f"{side.name} … {against[0]}"


def _opposed(side: Side, clause: Clause) -> str:
    """The other side that `clause` is on, "" if it is on the same or on none."""
    if side in clause.sides:
        return ""
    return next((one.name for one in clause.sides if one.axis == side.axis), "")


def unnamed_person(statement: Statement) -> Iterator[str]:
    """Persons that the law hasn't got, though the quotes have their counterpart.

    Of a family the whole subsection tells: one who isn't meant is often named beside those who are.
    """
    quoted = all_sides(statement.quotes)
    said = all_sides(statement.said)
    for side in said:
        known = all_sides(statement.law) | (statement.around if side.axis in _WIDE else quoted)
        if not side.person or side in known or side.name == "others":
            continue
        own = {one for one in said if one.axis == side.axis and one in known}
        others = [one.name for one in quoted if one.axis == side.axis]
        if others and not own:
            yield f"{side.name} … {others[0]}"


def other_thing(statement: Statement) -> Iterator[str]:
    """Sides that only the sentence is on, where all of the quotes are on the opposite one."""
    quoted, said = all_sides(statement.quotes), all_sides(statement.said)
    for side in said:
        axis = [one for one in quoted if one.axis == side.axis]
        alone = not any(one.axis == side.axis and one != side for one in said)
        if axis and not side.person and alone and side not in statement.around:
            yield f"{side.name} … {axis[0].name}"


def other_subject(statement: Statement) -> Iterator[str]:
    """A clause that is a clause of the law but for its subject, which has another part there."""
    for clause in statement.said:
        subject = _subject(clause)
        if not subject:
            continue
        rest = Clause(clause.text.replace(subject, " ", 1), clause.language)
        for other in nearest(rest, statement.law, least=0.8):
            its = _subject(other)
            if not its or related(_stem(subject, clause), _stem(its, other)):
                continue
            if _has(other, subject) or _has(clause, its) or its == subject:
                continue
            if any(_has(one, subject) for one in statement.law if one != other):
                yield f"{subject} … {its}"


def replaced_subject(statement: Statement) -> Iterator[str]:
    """A clause that repeats one of the law but for its subject, which isn't in that clause."""
    for clause in statement.said:
        subject = _subject(clause)
        if not subject:
            continue
        rest = _without(clause, subject)
        for other in statement.law:
            its = _subject(other)
            if not its or other.language != clause.language or _has(other, subject):
                continue
            if _ends_alike(subject, its):
                continue
            if any(_has(one, its) for one in statement.said) or not _repeats(
                rest, _without(other, its)
            ):
                continue
            yield f"{subject} … {its}"


def _ends_alike(one: str, other: str) -> bool:
    """Whether one is the last part of the other: "giveren", "gavegiveren", but not of "lejeren"."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return long.endswith(short) and len(long) - len(short) != 1


def _repeats(one: Clause, other: Clause) -> bool:
    """Whether each has most of the other: then it is no paraphrase of something wider."""
    there, back = one.overlap(other), other.overlap(one)
    return min(there[0], back[0]) >= _SAME and there[1] >= 1


def _without(clause: Clause, word: str) -> Clause:
    return Clause(clause.text.replace(word, " ", 1), clause.language)


def _subject(clause: Clause) -> str:
    """The noun that a clause opens with, as it is written: "The master", "Lejeren"; or ""."""
    stop = STOP_WORDS.get(clause.language, STOP_WORDS["en"])
    opening = _CONJUNCTION.match(clause.text)
    text = clause.text[opening.end() :] if opening else clause.text
    words = re.findall(r"[^\W\d_]+", text[:_HEAD_LENGTH])[:_HEAD_WORDS]
    heads = [word for word in words if word.casefold() not in stop]
    if not heads:
        return ""
    opens = words[0] == heads[0] or words[0].casefold() in {"the", "a", "an", "den", "det", "en"}
    return heads[0] if opens and _is_a_noun(heads[0], clause) else ""


def _is_a_noun(word: str, clause: Clause) -> bool:
    lower = word.casefold()
    if clause.language == "da":
        return lower.endswith(("en", "et", "ne", "ns"))
    return not lower.endswith("ing")


def _stem(word: str, clause: Clause) -> str:
    return stem(word.casefold(), clause.language)


def _has(clause: Clause, word: str) -> bool:
    return any(related(_stem(word, clause), _stem(own, clause)) for own in clause.words)


def changed_places(statement: Statement) -> Iterator[str]:
    """Two persons of a clause of which the other one is acted upon: "A pays B" for "B pays A"."""
    for clause in statement.said:
        own = _marks(clause)
        for other in nearest(clause, statement.law) if len(own) > 1 else ():
            its = _marks(other)
            both = [word for word in own if word in its]
            moved = [word for word in both if own[word] != its[word]]
            if len(moved) > 1 and {own[word] for word in moved} == {True, False}:
                yield f"{moved[0]} … {moved[1]}"


def _marks(clause: Clause) -> dict[str, bool]:
    """The persons of a clause by stem, and whether a preposition stands before each."""
    return {
        _stem(match["word"], clause): bool(match["marked"])
        for match in _NAMED.finditer(clause.text)
    }
