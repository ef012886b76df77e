"""The act named right before a section: "ligningslovens § 2", "LL § 2", "lov nr. 5 af ... § 2"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT
from lexhop.corpus.citations.cited_act import (
    FORMER,
    LONG,
    NAME,
    SHARED,
    NamedAct,
    by_number,
    english,
    same_act,
)
from lexhop.corpus.citations.grammar import CHAPTERS, JOIN
from lexhop.corpus.citations.numbered_acts import NUMBERED

_WINDOW = 160
_LONGEST_BRACKET = 120
_LONGEST_SHARED = 125
_LONGEST_LED = 100
_NO_ABBREVIATION = frozenset(("OG", "JF", "AF", "TIL", "SE", "LOV", "KAP", "STK", "EFTER", "DEN"))
"""Words in capitals that stand before a section in headings, and name no act."""

_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,5}L|(?![IVX]+$)[A-ZÆØÅ]{2,4}")

_SAME = r"(?:[Ss]amme|(?:[Dd]en\s+)?(?:før|oven)?[Nn]ævnte)"
_ORDER = r"[Bb]ekendtgørelsen?|[Cc]irkulæret?|[Aa]nordningen?"
_OTHER = (
    r"(?:overenskomst|aftale|vedtægt|forordning|direktiv|traktat|konvention|protokol|kontrakt"
    r"|reglement|regulativ|statut|kodeks|instruks)"
)
_ENDS_IN_LOV = ("lov", "lovs")
_ENDS_IN_ACT = ("Act", "Act's", "Act’s")
_BEFORE: Sequence[tuple[str | tuple[str, ...], re.Pattern[str]]] = (
    (
        (*_ENDS_IN_LOV, *_ENDS_IN_ACT, "oven", "ovens"),
        re.compile(
            r"(?<![\w-])(?P<self>[Dd]enne\s+lovs?|(?:[Tt]his|[Tt]he)\s+Act(?:['’]s)?|[Ll]ovens?)$"
        ),
    ),
    (_ENDS_IN_LOV, re.compile(rf"\b(?P<same>{_SAME}\s+lovs?)$")),
    (
        ("gældende", "tidligere", "hidtidige", "i", "ophæver", "ophæves"),
        re.compile(rf"\b(?P<bare>{FORMER}(?:\s+bestemmelser?\s+i)?|ophæve[rs])$"),
    ),
    (
        ("loven", "lovens", "lovs", "bekendtgørelsen", "bekendtgørelsens"),
        re.compile(
            rf"\b(?P<former>{FORMER}\s+)?\b(?P<law>{NAME}(?:lovens?|lovs|bekendtgørelsens?))$"
        ),
    ),
    (_ENDS_IN_LOV, re.compile(r"\b(?P<law>[a-zæøå]{3,}s\s+lovs?)$")),
    (
        ("ens", "ets", "nes"),
        re.compile(rf"\b(?P<other>[A-Za-zæøå]{{0,40}}{_OTHER}e?(?:ns|ts|rnes))$", re.IGNORECASE),
    ),
    (tuple("0123456789"), re.compile(rf"(?<!\w)(?P<number>{NUMBERED})$")),
    (
        "om",
        re.compile(rf"(?<!\w)(?P<number>{NUMBERED})\s(?:af\s(?:lov\s)?)?om\s{LONG}{{3,120}}$"),
    ),
    (("l.", "l"), re.compile(r"\b(?P<shortened>[A-Za-zÆØÅæøå-]{3,40})l\.?$")),
    (
        (),
        re.compile(r"(?<![\w.-])(?P<abbreviation>[A-Za-zÆØÅæøå]{2,7}?)(?P<genitive>['’]?s)?$"),
    ),
    (
        (*_ENDS_IN_ACT, "Code", "Code's", "Code’s"),
        re.compile(
            r"\b(?P<english>(?:[A-Z][\w'’-]*\s+(?:(?:of|on|and|at|the|for|in)\s+)*){1,10}(?:Act|Code))"
            r"(?:['’]s)?$"
        ),
    ),
    (
        "om",
        re.compile(
            rf"\b(?P<former>{FORMER}\s+)?\b(?P<long>(?:[Ll]ov(?:en)?|{_ORDER})\s+om\s{LONG}{{3,120}})$"
        ),
    ),
)
"""(test, pattern) pairs: a cheap test before the pattern, endings or a word; () skips it."""
_NO_NAME_END = re.compile(
    r"\b(?:og|eller|samt|jf\.?|dog|efter|i|af|som|til|med|for|på|end|uanset|finder|gælder|omfatter"
    r"|anvende[rs]?|nævnt|nævnte|at|er|den|det|de|under|ved|fra|herunder|henholdsvis)\s*,?\s*$"
)
_TRAILING = re.compile(r"(?P<comma>[,:]?+)(?<!\s)\s*+$")
_SHARING = re.compile(rf"(?<![\w-])(?:{SHARED}){{1,3}}$")
_LED_BY = re.compile(
    rf"\s(?:{CHAPTERS}{JOIN}"
    r"|(?:regler(?:ne)?|bestemmelse(?:n|r|rne)?)\s(?:[a-zæøå]{1,20}\s){0,3}i\s)$"
)
""""straffelovens kapitel 12 og § 114", "momslovens regler i § 8"."""

_AMENDS = re.compile(r"\som\sændring\saf\s[^.;:§()]{0,80}$")
_CONSOLIDATED = re.compile(r",?+(?<!\s)\s++jf\.\s++$")
""""lejeloven, jf. lovbekendtgørelse nr. 5 af ..., § 2" is lejeloven's."""


def act_before(text: str, start: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act named right before `start`: "ligningslovens", "LL", "lov nr. 5 af ..."."""
    low = max(0, start - _WINDOW)
    trailing = _TRAILING.search(text[low:start])
    end = low + trailing.start() if trailing else start
    apart = bool(trailing and trailing["comma"])
    if text.endswith(")", low, end):
        return _with_bracket(text, end, acts, last)
    found = _named_until(text, end, acts, last, apart=apart)
    if found and found.act.startswith("lovbekendtgørelse nr."):
        return _consolidated(text, found, acts, last)
    return _amending(text, found, acts, last) if found else _led_by(text, start, acts, last)


def _named_until(
    text: str, end: int, acts: ActNames, last: NamedAct, *, apart: bool
) -> NamedAct | None:
    """The act whose name ends at `end`; abbreviations in small letters not where it is `apart`."""
    low = max(0, end - _WINDOW)
    for test, pattern in _BEFORE:
        if isinstance(test, str):
            if text.find(test, low, end) < 0:
                continue
        elif test and not text.endswith(test, low, end):
            continue
        if match := pattern.search(text, low, end):
            act = _name_before(match, acts, last, apart=apart)
            if act is not None:
                return NamedAct(
                    act,
                    match.start() - len(_sharing(match)),
                    match.end(),
                    by_number="number" in match.re.groupindex,
                    former_only="bare" in match.re.groupindex,
                )
    return None


def _with_bracket(text: str, end: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act of "LL (ligningsloven)": the name in the bracket that ends at `end`, or before it.

    What is known counts before what isn't, a name before an abbreviation, and else the bracket's.
    """
    opening = text.rfind("(", max(0, end - _LONGEST_BRACKET), end - 1)
    if opening < 0 or ")" in text[opening : end - 1]:
        return None
    outer = _named_until(text, len(text[:opening].rstrip()), acts, last, apart=True)
    inner = _named_until(text, end - 1, acts, last, apart=True)
    if inner and (inner.start != opening + 1 or inner.former_only):
        inner = None
    named = [one for one in (inner, outer) if one]
    if not named:
        return None
    best = max(named, key=lambda one: _trust(one, text, acts))
    return replace(best, start=outer.start if outer else opening, end=end)


def _trust(named: NamedAct, text: str, acts: ActNames) -> tuple[bool, bool, bool]:
    known = acts.canonical(named.act) is not None
    return known, not named.by_number, not text[named.start : named.end].isupper()


def _consolidated(text: str, found: NamedAct, acts: ActNames, last: NamedAct) -> NamedAct:
    """`found` by the name that the text gives it: "lejeloven, jf. lovbekendtgørelse nr. 5 ..."."""
    low = max(0, found.start - _WINDOW)
    led = _CONSOLIDATED.search(text, low, found.start)
    named = _named_until(text, led.start(), acts, last, apart=True) if led else None
    return replace(named, end=found.end) if named and named.act else found


def _led_by(text: str, start: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act whose chapter or rules stand between its name and the section."""
    led = _LED_BY.search(text, max(0, start - _LONGEST_LED), start)
    return _named_until(text, led.start(), acts, last, apart=True) if led else None


def _amending(text: str, found: NamedAct, acts: ActNames, last: NamedAct) -> NamedAct:
    """`found`, but in "lov nr. 5 af ... om ændring af momsloven § 2" the act that amends."""
    led = _AMENDS.search(text, max(0, found.start - _WINDOW), found.start)
    if led is None:
        return found
    named = _named_until(text, led.start(), acts, last, apart=True)
    if named and named.by_number:
        return replace(named, end=found.end)
    return NamedAct(UNKNOWN_ACT, led.start(), found.end)


def _sharing(match: re.Match[str]) -> str:
    """The words that share the ending of the act's name: "øl- og " before "vinafgiftslovens"."""
    if "law" not in match.re.groupindex:
        return ""
    low = max(0, match.start("law") - _LONGEST_SHARED)
    sharing = _SHARING.search(match.string, low, match.start("law"))
    return sharing[0] if sharing else ""


def _name_before(
    match: re.Match[str], acts: ActNames, last: NamedAct, *, apart: bool
) -> str | None:
    groups = match.groupdict()
    name: str | None = None
    if groups.get("self"):
        name = ""
    elif groups.get("same"):
        name = same_act(match.string, match.start(), acts, last)
    elif groups.get("bare"):
        name = UNKNOWN_ACT
    elif groups.get("number"):
        name = by_number(groups["number"], acts)
    elif groups.get("other"):
        name = UNKNOWN_ACT
    elif groups.get("law"):
        whole = f"{_sharing(match)}{groups['law']}"
        name = acts.canonical(whole) or acts.base_form(whole)
    elif groups.get("shortened"):
        name = acts.canonical(f"{groups['shortened']}loven")
    elif groups.get("english"):
        name = english(groups["english"], acts)
    elif groups.get("long"):
        name = _whole_name(groups["long"], acts)
    else:
        name = _abbreviated(groups["abbreviation"], acts, loose=not (apart or groups["genitive"]))
    return f"tidligere {name}" if name and groups.get("former") else name


def _abbreviated(name: str, acts: ActNames, *, loose: bool) -> str | None:
    """The act of an abbreviation, "LL"; with `loose`, directly before the "§", also "ll".

    One in capitals that isn't known stands for itself: it is not the act of the text.
    """
    known = acts.canonical(name) or (acts.canonical(name.upper()) if loose else None)
    if known or not loose or name in _NO_ABBREVIATION:
        return known
    return name if _ABBREVIATION.fullmatch(name) else None


def _whole_name(name: str, acts: ActNames) -> str | None:
    """The act of a long title that ends right before the section, None if other words follow."""
    if known := acts.canonical(name):
        return known
    found, length = acts.longest_prefix(name)
    whole = not name[length:].strip(" ,.mv") and not _NO_NAME_END.search(name)
    return found if whole else None
