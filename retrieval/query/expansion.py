"""Lists from everyday words to statute words: "kone" -> "ægtefælle", "wife" -> "ægtefælle".

A line has everyday words or phrases, separated by commas, a tab, and statute words; "#" starts a
comment. A phrase is compared word by word, so that "e-handel" and "e handel" are the same. The
bundled lists are general: Danish to Danish, English to Danish.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from lexhop.corpus.text.analysis import plain_words, stem

_WORD = re.compile(r"[^\W_]+")
_LONGEST_PHRASE = 4
_COLLIDES_BELOW = 4
"""Letters. A shorter stem belongs to several words ("reder", "reddes"): then words are compared."""
_SHORTEST_COMPOUND = 7
_SHORTEST_HEAD = 3
_SHORTEST_ENDING = 4
"""Letters of a compound's last part; shorter ones end other words by chance."""
_PREFIXES = """
bag efter for fore forud fra frem gen hen ind med mis mod ned over sam sær til tilbage uan ube ufor
und under ved
"""
_NO_FIRST_PART = frozenset(_PREFIXES.split())
"""First parts that change a word's meaning: "forældre" are no "ældre"."""
_BUNDLED = {"da": "terms_da.tsv", "en": "terms_en.tsv"}

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermList:
    """Statute words by the everyday phrases of one language."""

    language: str
    entries: Mapping[Key, tuple[str, ...]]

    @classmethod
    def read(cls, lines: Iterable[str], language: str) -> "TermList":
        """The list in `lines`. Raises ValueError for a malformed line.

        Statute words of one letter ("a-skat") are left out, since "litra a" is in every act.
        """
        entries: dict[Key, tuple[str, ...]] = {}
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.startswith("#"):
                continue
            everyday, tab, statute = line.partition("\t")
            if not tab:
                raise ValueError(f"line {number}: no tab between everyday words and statute words")
            words = [word for word in plain_words(statute, "da") if len(word) > 1]
            for phrase in everyday.split(","):
                key = phrase_key(phrase, language)
                if len(key) > _LONGEST_PHRASE:
                    too_long = f"{phrase.strip()!r} has more than {_LONGEST_PHRASE} words"
                    raise ValueError(f"line {number}: {too_long}")
                if key:
                    entries[key] = tuple(dict.fromkeys((*entries.get(key, ()), *words)))
        return cls(language, entries)

    def __or__(self, other: "TermList") -> "TermList":
        """Both lists, with the statute words of common phrases joined."""
        joined = dict(self.entries)
        for key, statute in other.entries.items():
            joined[key] = (*joined.get(key, ()), *statute)
        return TermList(self.language, joined)

    def at(self, words: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
        """The statute words for the longest phrase at `start`, and its length in words.

        An unlisted Danish compound counts as its longest listed ending ("skovkabine" as "kabine").
        Words that would match a wrong ending ("ombudsmand", "mand") are therefore listed
        themselves.
        """
        lexemes = [_lexeme(word, self.language) for word in words[start : start + _LONGEST_PHRASE]]
        for length in range(len(lexemes), 0, -1):
            if statute := self.entries.get(tuple(lexemes[:length])):
                return statute, length
        return (self._by_ending(lexemes[0], words[start]) if self.language == "da" else ()), 1

    def _by_ending(self, lexeme: str, word: str) -> tuple[str, ...]:
        if len(word) < _SHORTEST_COMPOUND:
            return ()
        endings = (
            lexeme[cut:]
            for cut in range(_SHORTEST_HEAD, len(lexeme) - _SHORTEST_ENDING + 1)
            if lexeme[:cut] not in _NO_FIRST_PART
        )
        return next(
            (self.entries[(ending,)] for ending in endings if (ending,) in self.entries), ()
        )


def phrase_key(phrase: str, language: str) -> Key:
    """The normal form in which a phrase is compared with a question's words."""
    return tuple(_lexeme(word, language) for word in _WORD.findall(phrase.casefold()))


def _lexeme(word: str, language: str) -> str:
    short = stem(word, language)
    return short if len(short) >= _COLLIDES_BELOW else word


async def bundled_terms() -> Mapping[str, TermList]:
    """The bundled lists, by the language of their everyday words."""
    if not _read:
        _read.update(await asyncio.to_thread(_read_bundled))
    return _read


_read: dict[str, TermList] = {}


def _read_bundled() -> dict[str, TermList]:
    folder = resources.files("lexhop.retrieval.query")
    return {
        language: TermList.read(folder.joinpath(name).read_text("utf-8").splitlines(), language)
        for language, name in _BUNDLED.items()
    }
