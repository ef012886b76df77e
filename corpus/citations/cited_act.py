"""Which act a cited section belongs to: named before it, after it, or not at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import UNKNOWN_ACT
from lexhop.corpus.citations.grammar import CHAPTERS, JOIN
from lexhop.corpus.citations.readable import ITEM_END

_WINDOW = 160
_FAR = 400
_FORMER = r"(?:tidligere(?:\s+gældende)?|dagældende|hidtil\s+gældende|hidtidige)"
_SAME = r"(?:[Ss]amme|(?:[Dd]en\s+)?(?:før|oven)?[Nn]ævnte)"
_INSTRUMENT = r"(?:[Ll]ov|[Ll]ovbekendtgørelse|[Bb]ekendtgørelse|[Cc]irkulære|[Aa]nordning)"
_DATED = r"\d+(?:\s+af\s+\d{1,2}\.\s+\w+\s+\d{4})"
_NAME = r"[A-Za-zÆØÅæøå][A-Za-zÆØÅæøå-]+"
_LONG = rf"(?:m\.\s?[vm]\.|[^§.;:(){ITEM_END}])"


@dataclass(frozen=True, slots=True)
class NamedAct:
    """An act that the text names at `start` to `end`. `by_number`: "lov nr. 5 af 3. maj 2010".

    `former_only`: the text names no act, but says that the section is no longer in force
    ("hidtil gældende").
    """

    act: str
    start: int
    end: int
    by_number: bool = False
    former_only: bool = False


_ENDS_IN_LOV = ("lov", "lovs")
_ENDS_IN_ACT = ("Act", "Act's", "Act’s")
_BEFORE: Sequence[tuple[tuple[str, ...], re.Pattern[str]]] = (
    (
        (*_ENDS_IN_LOV, *_ENDS_IN_ACT, "oven", "ovens"),
        re.compile(
            r"(?<![\w-])(?P<self>[Dd]enne\s+lovs?|(?:[Tt]his|[Tt]he)\s+Act(?:['’]s)?|[Ll]ovens?)$"
        ),
    ),
    (_ENDS_IN_LOV, re.compile(rf"\b(?P<same>{_SAME}\s+lovs?)$")),
    (
        ("gældende", "tidligere", "hidtidige", "i", "ophæver", "ophæves"),
        re.compile(rf"\b(?P<bare>{_FORMER}(?:\s+bestemmelser?\s+i)?|ophæve[rs])$"),
    ),
    (
        ("loven", "lovens", "lovs", "bekendtgørelsen", "bekendtgørelsens"),
        re.compile(
            rf"\b(?P<former>{_FORMER}\s+)?\b(?P<law>{_NAME}(?:lovens?|lovs|bekendtgørelsens?))$"
        ),
    ),
    (_ENDS_IN_LOV, re.compile(r"\b(?P<law>[a-zæøå]{3,}s\s+lovs?)$")),
    (tuple("0123456789"), re.compile(rf"\b(?P<number>{_INSTRUMENT}\s+nr\.\s+{_DATED})$")),
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
        (),
        re.compile(
            rf"\b(?P<former>{_FORMER}\s+)?\b(?P<long>[Ll]ov(?:en)?\s+om\s{_LONG}{{3,120}})$"
        ),
    ),
)
"""(endings, pattern) pairs: the endings are a cheap test before the pattern, () skips the test."""
_AFTER = re.compile(
    rf"(?:{JOIN}{CHAPTERS})?"
    r",?\s+(?:(?:i|in|of|under|der\s+\w+\s+i\s+henhold\s+til)\s+(?:(?:den|the)\s+)?"
    rf"(?P<former>{_FORMER}\s+)?(?:Danish\s+)?"
    r"(?:(?P<self>denne\s+lov\b|loven\b|(?:this\s+)?Act\b)"
    r"|(?P<same>(?:samme|(?:før|oven)?nævnte)\s+lov\b)"
    rf"|(?P<number>{_INSTRUMENT}\s+nr\.\s+\d+(?:\s+af\s+\d{{1,2}}\.\s+\w+\s+\d{{4}})?)"
    rf"|(?P<law>{_NAME}(?:lov(?:en)?|bekendtgørelsen)\b(?!\s+om\b)|[a-zæøå]{{3,}}s\s+lov\b(?!\s+om\b))"
    r"|(?P<long>(?:lov|bekendtgørelse|cirkulære|anordning|vedtægt|forordning|direktiv)[a-zæøå]{0,20}\b"
    rf"{_LONG}{{0,120}})"
    r"|(?P<english>[A-Z][^§.;:?]{2,80}?\b(?:Act|Code)\b(?:\s\((?P<danish>\w+)\))?)"
    r"|(?P<abbreviation>[A-ZÆØÅ][A-Za-zÆØÅæøå]{1,6}\b)))"
)
_AFTER_DIRECTLY = re.compile(
    r"\s+(?:(?P<law>[a-zæøå]{3,}loven)\b|,?(?P<abbreviation>[A-ZÆØÅ]{2,7})\b)(?!\s*§)"
)
_NAMED = re.compile(
    rf"\b{_NAME}lov(?:en)?s?\b|\b{_INSTRUMENT}\s+nr\.\s+{_DATED}|\b[Ll]ov\s+om\s{_LONG}{{3,120}}"
)
_NO_NAME_END = re.compile(
    r"\b(?:og|eller|samt|jf\.?|dog|efter|i|af|som|til|med|for|på|end|uanset|finder|gælder|omfatter"
    r"|anvende[rs]?|nævnt|nævnte|at|er|den|det|de|under|ved|fra|herunder|henholdsvis)\s*,?\s*$"
)
_TRAILING = re.compile(r"(?P<comma>,?+)(?<!\s)\s*+$")


def act_before(text: str, start: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act named right before `start`: "ligningslovens", "LL", "lov nr. 5 af ..."."""
    low = max(0, start - _WINDOW)
    trailing = _TRAILING.search(text[low:start])
    end = low + trailing.start() if trailing else start
    comma = bool(trailing and trailing["comma"])
    for endings, pattern in _BEFORE:
        if endings and not text.endswith(endings, low, end):
            continue
        if match := pattern.search(text, low, end):
            act = _name_before(match, acts, last, comma=comma)
            if act is not None:
                return NamedAct(
                    act,
                    match.start(),
                    match.end(),
                    by_number="number" in match.re.groupindex,
                    former_only="bare" in match.re.groupindex,
                )
    return None


def act_after(text: str, end: int, acts: ActNames, last: NamedAct) -> NamedAct | None:
    """The act named right after `end`: "i ligningsloven", "of the Tax Assessment Act"."""
    match = _AFTER.match(text, end)
    if not match:
        return _directly_after(text, end, acts)
    if match["self"]:
        found: NamedAct | None = NamedAct("", match.start(), match.end())
    elif match["same"]:
        found = NamedAct(_same(text, match.start(), acts, last), match.start(), match.end())
    elif match["number"]:
        number = _one_space(match["number"])
        found = NamedAct(number, match.start(), match.end(), by_number=True)
    elif match["law"]:
        name = acts.canonical(match["law"]) or acts.base_form(match["law"])
        found = NamedAct(name, match.start(), match.end())
    elif match["long"]:
        name, length = acts.longest_prefix(match["long"])
        found = NamedAct(name, match.start(), match.start("long") + length)
    else:
        short = _short_name(match, acts)
        found = NamedAct(short, match.start(), match.end()) if short else None
    if found and match["former"]:
        found = replace(found, act=f"tidligere {found.act}")
    return found


def _directly_after(text: str, end: int, acts: ActNames) -> NamedAct | None:
    """The act that follows a section without a preposition, as in questions: "§ 33 A LL"."""
    match = _AFTER_DIRECTLY.match(text, end)
    name = match and acts.canonical(match["law"] or match["abbreviation"])
    return NamedAct(name, match.start(), match.end()) if match and name else None


def _short_name(match: re.Match[str], acts: ActNames) -> str | None:
    if match["english"]:
        known = acts.canonical(match["danish"]) if match["danish"] else None
        return known or _english(match["english"], acts)
    return acts.canonical(match["abbreviation"])


def _english(name: str, acts: ActNames) -> str | None:
    """The act whose English name `name` ends with; words before it may belong to the sentence."""
    words = name.split()
    for first in range(len(words)):
        if known := acts.canonical(" ".join(words[first:])):
            return known
    return None


def _name_before(
    match: re.Match[str], acts: ActNames, last: NamedAct, *, comma: bool
) -> str | None:
    groups = match.groupdict()
    name: str | None = None
    if groups.get("self"):
        name = ""
    elif groups.get("same"):
        name = _same(match.string, match.start(), acts, last)
    elif groups.get("bare"):
        name = UNKNOWN_ACT
    elif groups.get("number"):
        name = _one_space(groups["number"])
    elif groups.get("law"):
        name = acts.canonical(groups["law"]) or acts.base_form(groups["law"])
    elif groups.get("english"):
        name = _english(groups["english"], acts)
    elif groups.get("long"):
        name = _whole_name(groups["long"], acts)
    else:
        name = _abbreviated(groups["abbreviation"], acts, loose=not (comma or groups["genitive"]))
    return f"tidligere {name}" if name and groups.get("former") else name


def _abbreviated(name: str, acts: ActNames, *, loose: bool) -> str | None:
    """The act of an abbreviation, "LL"; with `loose`, directly before the "§", also "ll"."""
    return acts.canonical(name) or (acts.canonical(name.upper()) if loose else None)


def _whole_name(name: str, acts: ActNames) -> str | None:
    """The act of a long title that ends right before the section, None if other words follow."""
    if known := acts.canonical(name):
        return known
    found, length = acts.longest_prefix(name)
    whole = not name[length:].strip(" ,.mv") and not _NO_NAME_END.search(name)
    return found if whole else None


def _same(text: str, at: int, acts: ActNames, last: NamedAct) -> str:
    """The act that "samme lov" at `at` refers to: the last one named, with a section or without."""
    named = list(_NAMED.finditer(text, max(last.end, at - _FAR), at))
    if not named:
        return last.act or UNKNOWN_ACT
    name = named[-1][0]
    if re.search(r"\snr\.\s", name):
        return _one_space(name)
    if re.search(r"\s", name):
        return acts.longest_prefix(name)[0]
    return acts.canonical(name) or acts.base_form(name)


def _one_space(name: str) -> str:
    return re.sub(r"\s+", " ", name)
