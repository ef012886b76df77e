"""The names of acts: abbreviations, long titles, genitives, all to one canonical short title."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from lexhop.corpus.citations.act_subjects import subjects_of
from lexhop.corpus.citations.numbered_acts import number_key

_PUBLISHED = re.compile(r"^(?:bekendtgørelse\s+af\s+)(?=\S*lov)", re.IGNORECASE)
_POPULAR = re.compile(r"(?:(?<!\s)\s++)?+\((?P<name>(?=[^()]*lov)[^()]*+)\)\s*+$")
_TRAILING = re.compile(r"(?:,?+(?<!\s)\s++m\.?\s?[vm]\.?){1,4}$")
_UNKNOWN_NAME_ENDS = re.compile(
    r"(?<!\s)\s++(?:m\.\s?[vm]\.|mv\b|mm\b)|(?<!-)[,.;:?!]|(?<!-)\seller\b|\s(?:og|samt)\s*$"
    r"|\s(?:og|samt)\s+(?=[\d§]|lov\b|\w+loven\b)"
    r"|\s(?:skal|kan|må|er|har|ikke|som|der|hvor|når|efter|finder|gælder|anvendes|tilsvarende|nævnte"
    r"|indgår|påhviler|udgør|fratrækker|endeligt|ydet|opfyldt|på|til\s+og|inden(?!\s+for)|i\s+mindst"
    r"|jf|dog|helt|den\s+\d+|\w*regnes|\w+[^n\W]es)\b|$"
)
"""Where the name of an unknown act ends: at a verb (passives end in -es) or a new clause."""

_DUTY = re.compile(r"\b(?P<duty>\w{2,}afgift)(?:s|er|en|ens|erne|ernes)?\b")
_NAME_WORD = re.compile(r"[\w'’.]+")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’]s?$")
_TAX = re.compile(r"(?:skatte|beskatnings|afgifts|lignings|moms)loven$")
_ONE_WORD = re.compile(r"^\S*\wlov$")
_GENITIVE = re.compile(r"(lov(?:en)?|bekendtgørelsen)s$")


class ActNames:
    """Looks up acts by any of their names. Case matters for abbreviations only."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._abbreviations: dict[str, str] = {}
        self._subjects: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._ambiguous: dict[str, tuple[str, ...]] = {}
        self._loaded: frozenset[str] = frozenset()
        self._openings = {_opening("bekendtgørelse")}
        self._longest = 1

    def add(self, canonical: str, names: Iterable[str] = ()) -> None:
        """Let `names` stand for `canonical`, an act at hand.

        A name that is known already keeps its meaning; an abbreviation of several acts gets that of
        the act at hand.
        """
        self.learn(canonical, names)
        if _TAX.search(canonical) or any(canonical in acts for acts in self._ambiguous.values()):
            self._loaded |= {canonical}
            self._abbreviations |= {short: self._meant(short) for short in self._ambiguous}

    def learn_ambiguous(self, abbreviation: str, acts: Sequence[str]) -> None:
        """Let `abbreviation` stand for the first of `acts` at hand, unless its meaning is known.

        Where none is, it stands for the first in tax law and for the last elsewhere.
        """
        if abbreviation not in self._abbreviations:
            self._ambiguous[abbreviation] = tuple(acts)
            self._abbreviations[abbreviation] = self._meant(abbreviation)

    def _meant(self, abbreviation: str) -> str:
        acts = self._ambiguous[abbreviation]
        default = acts[0] if any(map(_TAX.search, self._loaded)) else acts[-1]
        return next((act for act in acts if act in self._loaded), default)

    def taken_of_several(self, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """Each abbreviation of several acts in `text`, the act it is taken for, and the others."""
        found = []
        for short in dict.fromkeys(_WORD.findall(text)):
            if acts := self._ambiguous.get(short):
                meant = self._abbreviations[short]
                found.append((short, meant, tuple(act for act in acts if act != meant)))
        return found

    def learn(self, canonical: str, names: Iterable[str] = ()) -> None:
        """Let `names` stand for `canonical`, whether or not it is at hand."""
        for name in (canonical, *names):
            if number := number_key(name):
                self._numbers.setdefault(number, canonical)
                continue
            key = _normal(name)
            self._openings.add(_opening(key))
            if name.isupper() or (len(name) <= 5 and sum(map(str.isupper, name)) > 1):
                self._abbreviations.setdefault(name.upper(), canonical)
            elif name:
                self._names.setdefault(key, canonical)
                self._longest = max(self._longest, key.count(" ") + 1)
                for subject in subjects_of(key):
                    self._subjects.setdefault(subject, canonical)

    def copy(self) -> "ActNames":
        """The same names, to add others to."""
        made = ActNames()
        made._names, made._abbreviations = dict(self._names), dict(self._abbreviations)
        made._numbers, made._ambiguous = dict(self._numbers), dict(self._ambiguous)
        made._loaded = self._loaded
        made._openings, made._longest = set(self._openings), self._longest
        return made

    def canonical(self, name: str) -> str | None:
        """The short title that `name` stands for, or None for a name that is not known."""
        if found := self._names.get(_normal(name)):
            return found
        if number := number_key(name):
            return self._numbers.get(number)
        return self._abbreviations.get(name.strip().upper()) if name[:1].isupper() else None

    def longest_prefix(self, text: str) -> tuple[str, int]:
        """The act that `text` ("lov om leje, medregnes ...") begins with, and its length in `text`.

        The longest known name wins. An unknown name ends at the first punctuation, verb or clause.
        """
        words = [match.end() for match in re.finditer(r"\S+", text)][: self._longest]
        for end in reversed(words):
            known = self._names.get(_normal(text[:end]))
            if known:
                return known, len(text[:end].rstrip(",;:"))
        stop = next(match.start() for match in _UNKNOWN_NAME_ENDS.finditer(text))
        return self.base_form(text[:stop]), stop

    @staticmethod
    def base_form(name: str) -> str:
        """An unknown act's name without genitive or preposition: "rentelovens" -> "renteloven"."""
        base = re.sub(r"\s(?:og|eller|samt|på|ved|for)$", "", _normal(name))
        return re.sub(r"(?<=\w)lov$", "loven", base) if " " not in base else base

    def named_in(self, text: str) -> list[str]:
        """The acts that `text` names, each once, in order: for questions without a section."""
        return list(dict.fromkeys(act for _, _, act in self._named(text)))

    def without_names(self, text: str) -> str:
        """`text` with the names of acts taken out."""
        for start, end, _ in reversed(list(self._named(text))):
            text = f"{text[:start]} {text[end:]}"
        return text

    def duties_in(self, text: str) -> list[str]:
        """The acts named after a duty in `text`: "registreringsafgift" gives its "-afgiftsloven".

        Only known acts count; "gaveafgift", which has none of its name, gives nothing.
        """
        duties = [f"{match['duty']}sloven" for match in _DUTY.finditer(text.casefold())]
        return list(dict.fromkeys(act for duty in duties if (act := self.canonical(duty))))

    def about(self, text: str) -> list[str]:
        """The acts that `text` names, and those named after a subject in it."""
        return list(dict.fromkeys((*self.named_in(text), *self.subjects_in(text).values())))

    def subjects_in(self, text: str) -> dict[str, str]:
        """The words of `text`, case-folded, that tell which act they are about.

        "momssatsen" is about momsloven; of several subjects that a word begins with the longest
        counts. "inheritance" and "tax" are about the act of that English name.
        """
        words = [word.casefold() for word in _WORD.findall(text)]
        asked = f" {' '.join(words)} "
        found: dict[str, str] = {}
        for subject, act in self._subjects.items():
            if " " in subject and f" {subject} " in asked:
                found |= dict.fromkeys(subject.split(), act)
        for word, spelled in zip(words, _WORD.findall(text), strict=True):
            begun = (word[:end] for end in range(len(word), 0, -1))
            if act := next((self._subjects[part] for part in begun if part in self._subjects), ""):
                found[word] = act
            elif spelled.isupper() and (known := self._abbreviations.get(spelled)):
                found[word] = known
        return found

    def _named(self, text: str) -> Iterator[tuple[int, int, str]]:
        words = list(_NAME_WORD.finditer(text))
        at = 0
        while at < len(words):
            if _opening(words[at][0].casefold()) not in self._openings:
                at += 1
                continue
            for last in range(min(len(words), at + self._longest) - 1, at - 1, -1):
                start, end = words[at].start(), words[last].end()
                if known := self._known(text[start:end].rstrip(".")):
                    yield start, end, known
                    at = last
                    break
            at += 1

    def _known(self, name: str) -> str | None:
        if name.isupper():
            return self._abbreviations.get(name)
        bare = _APOSTROPHE.sub("", name)
        return self._abbreviations.get(bare) if bare.isupper() else self._names.get(_normal(bare))


def _normal(name: str) -> str:
    name = re.sub(r"\s+", " ", name).strip(" ,.?!").casefold()
    name = _TRAILING.sub("", _PUBLISHED.sub("", name))
    return _GENITIVE.sub(r"\1", name)


def _opening(name: str) -> str:
    """The first word of a case-folded name, without genitive, as a text's words are compared."""
    first = _NAME_WORD.search(name)
    return _GENITIVE.sub(r"\1", _APOSTROPHE.sub("", first[0].rstrip("."))) if first else ""


def names_of(short_title: str, title: str, abbreviations: Iterable[str] = ()) -> list[str]:
    """All names that a document can be cited by: its abbreviations and what its titles give."""
    names = [short_title, *abbreviations]
    popular = _POPULAR.search(title)
    bare = _POPULAR.sub("", title)
    names.append(_PUBLISHED.sub("", bare))
    if popular:
        names += [part.strip() for part in popular["name"].split(",")]
    return [name for name in names if name]


def known_acts(extra: Path | None = None) -> ActNames:
    """The acts of the user's own file, which takes precedence, and of the bundled list.

    Raises ValueError, naming the file, where the user's file can't be read as such a list.
    """
    acts = ActNames()
    if extra is not None:
        try:
            _add_all(acts, tomllib.loads(extra.read_text(encoding="utf-8")))
        except (
            OSError,
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as error:
            message = (
                f'{extra}: not a list of names; write [names] and lines such as momsloven = ["ML"]'
            )
            raise ValueError(message) from error
    _add_all(acts, _bundled())
    return acts


def usual_name(title: str) -> str:
    """The short title that an act of this title is cited by, from the bundled list, else `title`.

    An unknown title of one word gets its article: "skattekontrollov" -> "skattekontrolloven".
    """
    known = _bundled_acts().canonical(title) if "lov" in title.casefold() else None
    return known or _ONE_WORD.sub(r"\g<0>en", title)


@cache
def _bundled_acts() -> ActNames:
    return known_acts()


@cache
def _bundled() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(
        resources.files("lexhop.corpus.citations").joinpath("act_names.toml").read_text("utf-8")
    )


def _add_all(acts: ActNames, data: Mapping[str, Mapping[str, list[str]]]) -> None:
    for abbreviation, meant in data.get("ambiguous", {}).items():
        acts.learn_ambiguous(abbreviation, [str(act) for act in meant])
    for canonical, names in data["names"].items():
        acts.learn(canonical, [str(name) for name in names])
